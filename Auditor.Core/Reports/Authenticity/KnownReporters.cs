using System.Collections.Immutable;

namespace Auditor.Core.Reports.Authenticity;

/// <summary>One organization that is known to send reports.</summary>
/// <param name="Name">For people.</param>
/// <param name="Domains">Organizational domains that it signs with.</param>
/// <param name="OrgNames">Names that it gives itself in reports, lower case, beside its domains.</param>
public sealed record KnownReporter(string Name, ImmutableArray<string> Domains, ImmutableArray<string> OrgNames);

/// <summary>The reporters whose signed reports count at once: a catalogue, and those that the administrator added.</summary>
public sealed class KnownReporters
{
    private const string Resource = "Auditor.Core.Reports.Authenticity.known-reporters.txt";

    private static readonly Lazy<KnownReporters> Shared = new(() => new KnownReporters(ReadEmbedded()));
    private readonly Dictionary<string, KnownReporter> byDomain = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KnownReporter> byName = new(StringComparer.Ordinal);

    private KnownReporters(ImmutableArray<KnownReporter> all)
    {
        All = all;
        foreach (var reporter in all)
        {
            foreach (var domain in reporter.Domains)
            {
                byDomain[domain] = reporter;
            }

            foreach (var name in reporter.OrgNames)
            {
                byName[name] = reporter;
            }
        }
    }

    /// <summary>The catalogue that comes with the product.</summary>
    public static KnownReporters Default => Shared.Value;

    public ImmutableArray<KnownReporter> All { get; }

    /// <summary>The catalogue with further domains, each a reporter of its own; texts that are no domain are passed over.</summary>
    public static KnownReporters With(IEnumerable<string> domains)
    {
        ArgumentNullException.ThrowIfNull(domains);
        var added = domains.Select(Organization.Of).OfType<string>().Where(d => Default.OfDomain(d) is null).Distinct(StringComparer.Ordinal).ToList();
        return added.Count == 0 ? Default : new KnownReporters([.. Default.All, .. added.Select(d => new KnownReporter(d, [d], []))]);
    }

    /// <summary>The reporter that signs with an organizational domain; null when nobody known does.</summary>
    public KnownReporter? OfDomain(string? organization) => organization is null ? null : byDomain.GetValueOrDefault(organization);

    /// <summary>The reporter whose name, or domain as its name, a report bears; null when nobody known has it.</summary>
    public KnownReporter? OfOrgName(string? orgName) =>
        orgName?.Trim().ToLowerInvariant() is { } name ? byName.GetValueOrDefault(name) ?? OfDomain(Organization.Of(name)) : null;

    /// <summary>Reads the catalogue's lines: name, domains and names, separated by tabs, each list by commas.</summary>
    internal static ImmutableArray<KnownReporter> Read(TextReader reader)
    {
        var all = ImmutableArray.CreateBuilder<KnownReporter>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                var fields = line.Split('\t');
                all.Add(new KnownReporter(fields[0], List(fields, 1), List(fields, 2)));
            }
        }

        return all.ToImmutable();

        static ImmutableArray<string> List(string[] fields, int index) =>
            fields.Length > index ? [.. fields[index].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)] : [];
    }

    private static ImmutableArray<KnownReporter> ReadEmbedded()
    {
        using var stream = typeof(KnownReporters).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is missing from the program.");
        using var reader = new StreamReader(stream);
        return Read(reader);
    }
}
