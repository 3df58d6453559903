namespace Auditor.Tests.Support;

/// <summary>The folder with Auditor.sln, found by walking up from the test binary.</summary>
internal static class ProjectRoot
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Auditor.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("Auditor.sln is in no folder above the test binary.");
    }
}
