namespace Auditor.Core.Dns.PublicSuffix;

/// <summary>
/// Tells the registrable part of a name: what somebody has to register, and can let lapse. DMARC does not use it
/// (RFC 9989 4.10 walks the tree instead).
/// </summary>
public sealed class PublicSuffixList
{
    private static readonly Lazy<PublicSuffixList> Shared = new(ReadEmbedded);
    private readonly Dictionary<string, RuleKind> rules;

    private PublicSuffixList(Dictionary<string, RuleKind> rules) => this.rules = rules;

    private enum RuleKind : byte
    {
        Plain,
        Wildcard,
        Exception,
    }

    /// <summary>The list that comes with the product.</summary>
    public static PublicSuffixList Default => Shared.Value;

    /// <summary>Number of rules.</summary>
    public int Count => rules.Count;

    /// <summary>Reads a list in the format of publicsuffix.org; lines that are no rule are ignored.</summary>
    public static PublicSuffixList Read(TextReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var rules = new Dictionary<string, RuleKind>(12_000, StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            var end = line.AsSpan().IndexOfAny(' ', '\t');
            var rule = end < 0 ? line : line[..end];
            if (rule.Length == 0 || rule.StartsWith("//", StringComparison.Ordinal))
            {
                continue;
            }

            var (kind, text) = rule switch
            {
                ['!', ..] => (RuleKind.Exception, rule[1..]),
                ['*', '.', ..] => (RuleKind.Wildcard, rule[2..]),
                _ => (RuleKind.Plain, rule),
            };
            if (DomainName.TryParse(text, out var name))
            {
                // "*.ck" comes beside "ck" in places; the wildcard says more.
                rules[name.Value] = kind == RuleKind.Plain && rules.TryGetValue(name.Value, out var before) ? before : kind;
            }
        }

        return new PublicSuffixList(rules);
    }

    /// <summary>The public suffix with one label more; null for a public suffix itself.</summary>
    public DomainName? RegistrableDomain(DomainName name)
    {
        var suffix = SuffixLabels(name);
        if (name.LabelCount <= suffix)
        {
            return null;
        }

        while (name.LabelCount > suffix + 1)
        {
            name = name.Parent;
        }

        return name;
    }

    // The prevailing rule is an exception, else the longest match, else "*" (publicsuffix.org, "Algorithm").
    private int SuffixLabels(DomainName name)
    {
        var longest = 1;
        for (var candidate = name; !candidate.IsRoot; candidate = candidate.Parent)
        {
            if (!rules.TryGetValue(candidate.Value, out var kind))
            {
                continue;
            }

            var labels = candidate.LabelCount;
            if (kind == RuleKind.Exception)
            {
                return labels - 1;
            }

            longest = Math.Max(longest, kind == RuleKind.Wildcard && name.LabelCount > labels ? labels + 1 : labels);
        }

        return longest;
    }

    private static PublicSuffixList ReadEmbedded()
    {
        const string Name = "Auditor.Core.Dns.PublicSuffix.public_suffix_list.dat";
        using var stream = typeof(PublicSuffixList).Assembly.GetManifestResourceStream(Name)
            ?? throw new InvalidOperationException($"The resource {Name} is missing from the program.");
        using var reader = new StreamReader(stream);
        return Read(reader);
    }
}
