using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Auditor.Core.Dns;

namespace Auditor.Core.Senders;

/// <summary>Checks entries of a catalogue, the product's own too.</summary>
public static partial class SenderCheck
{
    private static readonly string[] Confidences = ["live-checked", "documented", "community"];

    /// <summary>What is wrong, one clause each: which service, which field, what, and what to write.</summary>
    /// <param name="services">The entries.</param>
    /// <param name="deadIncludes">Names that an entry must not offer as includes, because nothing is there.</param>
    public static IEnumerable<string> Problems(IReadOnlyList<SendingService> services, IReadOnlyCollection<string> deadIncludes)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(deadIncludes);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, service) in services.Index())
        {
            var where = $"services[{index}] '{service.Id}'";
            foreach (var problem in Problems(service, deadIncludes).Concat(ids.Add(service.Id) ? [] : ["id: used twice in the file"]))
            {
                yield return $"{where}, {problem}";
            }
        }
    }

    private static IEnumerable<string> Problems(SendingService service, IReadOnlyCollection<string> deadIncludes) =>
    [
        .. IdPattern().IsMatch(service.Id) ? [] : new[] { "id: write lower-case letters, digits and hyphens, such as acme-mail" },
        .. string.IsNullOrWhiteSpace(service.Name) ? ["name: it is empty"] : Array.Empty<string>(),
        .. string.IsNullOrWhiteSpace(service.Category) ? ["category: it is empty; write for example transactional"] : Array.Empty<string>(),
        .. Confidences.Contains(service.Confidence) ? [] : new[] { $"confidence: '{service.Confidence}' is none of {string.Join(", ", Confidences)}" },
        .. Names("spfIncludes", service.SpfIncludes, mayHaveStar: false),
        .. Names("selectors", service.Selectors, mayHaveStar: false),
        .. Names("mxSuffixes", service.MxSuffixes, mayHaveStar: true),
        .. Names("keyTargets", service.KeyTargets, mayHaveStar: true),
        .. Names("reverseSuffixes", service.ReverseSuffixes, mayHaveStar: true),
        .. Names("returnPathTargets", service.ReturnPathTargets, mayHaveStar: true),
        .. Patterns("spfIncludePatterns", service.SpfIncludePatterns),
        .. Patterns("selectorPatterns", service.SelectorPatterns),
        .. List(service.SpfIncludes).Where(n => deadIncludes.Contains(n, StringComparer.OrdinalIgnoreCase)).Select(n => $"spfIncludes: '{n}' does not exist in DNS; leave it out"),
    ];

    private static IEnumerable<string> Names(string field, ImmutableArray<string> names, bool mayHaveStar) =>
        List(names).Where(n => !IsName(n, mayHaveStar)).Select(n => $"{field}: '{n}' is no name{(mayHaveStar ? " (with * in place of labels)" : string.Empty)}");

    // A pattern that matches in the middle of a name would take foreign names for the service's.
    private static IEnumerable<string> Patterns(string field, ImmutableArray<string> patterns) => List(patterns)
        .Select(p => !p.StartsWith('^') || !p.EndsWith('$') ? $"{field}: '{p}' must begin with ^ and end with $"
            : Compiles(p) ? null
            : $"{field}: '{p}' is no regular expression without look-around and back-references")
        .OfType<string>();

    private static bool Compiles(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant) is not null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    private static bool IsName(string name, bool mayHaveStar) =>
        DomainName.TryParse(mayHaveStar ? name.Replace('*', 'x') : name, out var parsed) && !parsed.IsRoot && (mayHaveStar || !name.Contains('*', StringComparison.Ordinal));

    private static ImmutableArray<string> List(ImmutableArray<string> list) => list.IsDefault ? [] : list;

    [GeneratedRegex("^[a-z0-9][a-z0-9-]*$", RegexOptions.NonBacktracking)]
    private static partial Regex IdPattern();
}
