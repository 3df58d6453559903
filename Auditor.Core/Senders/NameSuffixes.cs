using System.Collections.Immutable;
using Auditor.Core.Dns;

namespace Auditor.Core.Senders;

/// <summary>
/// Finds a service by the end of a name, on label boundaries, the most labels first. A <c>*</c> inside a pattern stands
/// for one label or more.
/// </summary>
internal sealed class NameSuffixes
{
    private readonly Dictionary<string, SendingService> plain = new(StringComparer.Ordinal);
    private readonly ImmutableArray<(string[] Labels, SendingService Service)> wildcards;

    public NameSuffixes(IEnumerable<SendingService> services, Func<SendingService, ImmutableArray<string>> patterns)
    {
        var withWildcard = new List<(string[] Labels, SendingService Service)>();
        foreach (var service in services)
        {
            foreach (var pattern in patterns(service))
            {
                if (pattern.Contains('*', StringComparison.Ordinal))
                {
                    withWildcard.Add((pattern.ToLowerInvariant().Split('.'), service));
                }
                else
                {
                    plain.TryAdd(pattern.ToLowerInvariant(), service);
                }
            }
        }

        wildcards = [.. withWildcard.OrderByDescending(w => w.Labels.Length)];
    }

    public SendingService? Find(DomainName name)
    {
        for (var suffix = name; !suffix.IsRoot; suffix = suffix.Parent)
        {
            if (plain.TryGetValue(suffix.Value, out var service))
            {
                return service;
            }
        }

        var labels = name.Labels;
        return wildcards.FirstOrDefault(w => EndsWith(labels, labels.Count, w.Labels, w.Labels.Length)).Service;
    }

    // Compares from the right, where the fixed part of every pattern stands.
    private static bool EndsWith(IReadOnlyList<string> name, int nameEnd, string[] pattern, int patternEnd)
    {
        while (patternEnd > 0)
        {
            if (nameEnd == 0)
            {
                return false;
            }

            var label = pattern[patternEnd - 1];
            if (label == "*")
            {
                return Enumerable.Range(1, nameEnd).Any(taken => EndsWith(name, nameEnd - taken, pattern, patternEnd - 1));
            }

            if (!LabelMatches(name[nameEnd - 1], label))
            {
                return false;
            }

            nameEnd--;
            patternEnd--;
        }

        return true;
    }

    private static bool LabelMatches(string label, string pattern)
    {
        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        return star < 0
            ? label == pattern
            : label.Length >= pattern.Length - 1
                && label.StartsWith(pattern[..star], StringComparison.Ordinal)
                && label.EndsWith(pattern[(star + 1)..], StringComparison.Ordinal);
    }
}
