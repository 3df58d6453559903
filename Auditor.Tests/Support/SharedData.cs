using Xunit;

namespace Auditor.Tests.Support;

/// <summary>
/// Data beside the project (<c>../shared/data</c>) that some tests read. Where the folder is absent such a test is
/// skipped, saying so; with <c>CI=true</c> it fails.
/// </summary>
internal static class SharedData
{
    /// <summary>The full path of a file below <c>../shared/data</c>, for example <c>mx/mx.json</c>.</summary>
    public static string PathOf(string relative)
    {
        var path = Path.Combine(ProjectRoot.Path, "..", "shared", "data", relative);
        if (!Path.Exists(path))
        {
            var reason = $"The shared test data '{relative}' is not beside the project.";
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", reason);
            Assert.Fail(reason);
        }

        return path;
    }
}
