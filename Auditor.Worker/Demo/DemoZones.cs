using System.Globalization;

namespace Auditor.Worker.Demo;

/// <summary>The demo's zone files, today's and those of the past.</summary>
internal sealed class DemoZones(string root)
{
    /// <summary>The files that answer as DNS did so many days ago: each history folder replaces files from its age on.</summary>
    public IReadOnlyList<string> At(int daysAgo)
    {
        var files = Directory.EnumerateFiles(Path.Combine(root, "zones"), "*.zone").ToDictionary(f => Path.GetFileName(f), StringComparer.Ordinal);
        var history = Path.Combine(root, "history");
        var folders = Directory.Exists(history) ? Directory.GetDirectories(history) : [];
        foreach (var folder in folders.Where(f => AgeOf(f) <= daysAgo).OrderBy(AgeOf))
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*.zone"))
            {
                files[Path.GetFileName(file)] = file;
            }
        }

        return [.. files.Values.Order(StringComparer.Ordinal)];
    }

    private static int AgeOf(string folder) => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture);
}
