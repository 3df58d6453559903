namespace Auditor.Tests.Support;

/// <summary>Files below <c>fixtures/</c> of the project.</summary>
internal static class FixtureFiles
{
    /// <summary>The full path of a fixture, for example <c>dmarc/walk.zone</c>.</summary>
    public static string PathOf(string relative) => Path.Combine(ProjectRoot.Path, "fixtures", relative);
}
