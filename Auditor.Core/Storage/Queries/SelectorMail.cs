using System.Collections.Immutable;
using Auditor.Core.Reports.Aggregate;
using Auditor.Core.Storage.Entities;

namespace Auditor.Core.Storage.Queries;

/// <summary>Adds up by selector what rows of reports say of a domain's own signatures.</summary>
/// <param name="domain">The signing domain.</param>
/// <param name="recentFrom">The first of the recent days.</param>
internal sealed class SelectorMail(string domain, DateOnly recentFrom)
{
    // Enough to tell two streams apart; a selector that signs for thousands of hosts shares some with its successor.
    private const int MostSources = 200;

    private readonly Dictionary<string, Sum> sums = new(StringComparer.Ordinal);

    // The same results repeat from row to row.
    private readonly Dictionary<string, ImmutableArray<(string Selector, bool Passed)>> read = new(StringComparer.Ordinal);

    /// <summary>Messages of the reports whose rows are added.</summary>
    public long Read { get; set; }

    public void Add(DateOnly day, StoredRow row)
    {
        foreach (var (selector, passed) in SignaturesOf(row.AuthResults!))
        {
            if (!sums.TryGetValue(selector, out var sum))
            {
                sums[selector] = sum = new Sum();
            }

            sum.Passed += passed ? row.Messages : 0;
            sum.Failed += passed ? 0 : row.Messages;
            sum.Recent += passed && day >= recentFrom ? row.Messages : 0;
            sum.Last = passed && !(sum.Last > day) ? day : sum.Last;
            if (passed && sum.Sources.Count < MostSources)
            {
                sum.Sources.Add(row.SourceIp);
            }
        }
    }

    /// <summary>The sum of a selector in lower case.</summary>
    public Sum Of(string selector) => sums.GetValueOrDefault(selector) ?? new Sum();

    // A message counts once for a selector, and as passed when one of its signatures did.
    private ImmutableArray<(string Selector, bool Passed)> SignaturesOf(string results)
    {
        if (!read.TryGetValue(results, out var signatures))
        {
            read[results] = signatures =
            [
                .. RowJson.ReadAuthResults(results).Dkim.Where(IsOwn).GroupBy(d => StoredText.Key(d.Selector!.ToLowerInvariant()), StringComparer.Ordinal)
                    .Select(g => (g.Key, g.Any(d => d.Result == "pass"))),
            ];
        }

        return signatures;
    }

    private bool IsOwn(DkimAuthResult result) => !string.IsNullOrEmpty(result.Selector) && string.Equals(result.Domain, domain, StringComparison.OrdinalIgnoreCase);

    /// <summary>What is known of one selector.</summary>
    internal sealed class Sum
    {
        public long Passed { get; set; }

        public long Failed { get; set; }

        public long Recent { get; set; }

        /// <summary>The last day on which it passed; null without one.</summary>
        public DateOnly? Last { get; set; }

        public HashSet<string> Sources { get; } = new(StringComparer.Ordinal);
    }
}
