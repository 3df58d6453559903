using Xunit;

namespace Auditor.Tests.Support;

/// <summary>
/// The published <c>auditor</c> (<c>dotnet publish Auditor.Worker -c Release</c>), with its commands compiled ahead of time. <c>AUDITOR_PUBLISHED</c> names its
/// folder, as <c>.ci/run</c> does; without it such a test is skipped, saying so, and with <c>CI=true</c> it fails.
/// </summary>
internal static class PublishedProgram
{
    /// <summary>The program's file.</summary>
    public static string Path
    {
        get
        {
            var folder = Environment.GetEnvironmentVariable("AUDITOR_PUBLISHED");
            if (folder is null)
            {
                const string reason = "AUDITOR_PUBLISHED does not name a folder that 'dotnet publish Auditor.Worker -c Release' has written.";
                Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", reason);
                Assert.Fail(reason);
            }

            return System.IO.Path.Combine(folder, "auditor");
        }
    }
}
