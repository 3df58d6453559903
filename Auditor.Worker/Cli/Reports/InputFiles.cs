namespace Auditor.Worker.Cli.Reports;

/// <summary>Files named on the command line, folders walked in ordinal order.</summary>
internal static class InputFiles
{
    /// <summary>Paths as given, or as the given folder with the way to the file. What cannot be listed goes to <paramref name="onError"/> in words.</summary>
    public static IEnumerable<string> Expand(IEnumerable<string> paths, Action<string> onError) =>
        paths.SelectMany(path => Directory.Exists(path) ? Walk(path, onError) : [path]);

    private static IEnumerable<string> Walk(string folder, Action<string> onError)
    {
        string[] entries;
        try
        {
            entries = Directory.GetFileSystemEntries(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            onError($"cannot list '{folder}': {error.Message}");
            return [];
        }

        Array.Sort(entries, StringComparer.Ordinal);

        // Links to folders are passed over: they may lead in a circle.
        return entries.SelectMany(entry => !Directory.Exists(entry) ? [entry]
            : new FileInfo(entry).LinkTarget is null ? Walk(entry, onError) : []);
    }
}
