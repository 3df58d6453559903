using System.Runtime.InteropServices;
using Auditor.Core.Reports.Aggregate;
using Auditor.Core.Reports.Authenticity;

namespace Auditor.Core.Storage.Ingest;

/// <summary>Adds up the rows of one report in memory, up to a bound; then the caller writes what there is and goes on.</summary>
internal sealed class RowTally
{
    /// <summary>Sums held at most: about 30 MB of keys.</summary>
    public const int MaxSums = 60_000;

    /// <summary>
    /// Most messages that one report adds to a sum, and most that a sum reaches. Far above any real day, and low enough that the sum of
    /// millions of hostile rows still fits 64 bits.
    /// </summary>
    public const long MaxMessages = 1_000_000_000_000;

    private readonly Dictionary<RollupKey, long> rollups = [];
    private readonly Dictionary<SelectorKey, (long Messages, long Passed)> selectors = [];

    public IReadOnlyDictionary<RollupKey, long> Rollups => rollups;

    public IReadOnlyDictionary<SelectorKey, (long Messages, long Passed)> Selectors => selectors;

    /// <summary>True for the tiers whose selectors DKIM audits ask for: a name that anybody could write must not lead them.</summary>
    public static bool CountsSelectors(TrustTier tier) => tier is TrustTier.Verified or TrustTier.Manual;

    public bool IsFull => rollups.Count >= MaxSums || selectors.Count >= MaxSums;

    /// <summary>Sums over the whole report; they outlive <see cref="Clear"/>.</summary>
    public ReportTotals Totals { get; private set; }

    public void Add(ReportRow row)
    {
        var dkim = row.Dkim == "pass";
        var spf = row.Spf == "pass";
        var disposition = StoredText.Key(row.Disposition);
        var messages = Math.Clamp(row.Count, 0, MaxMessages);
        var key = new RollupKey(StoredText.Key(row.SourceIp), StoredText.Key(row.HeaderFrom), dkim, spf, disposition);
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(rollups, key, out _);
        sum = Cap(sum + messages);
        Totals = Totals.Plus(messages, dkim, spf, disposition);
        foreach (var result in row.DkimResults)
        {
            if (!string.IsNullOrEmpty(result.Domain) && !string.IsNullOrEmpty(result.Selector))
            {
                var selector = new SelectorKey(StoredText.Key(result.Domain), StoredText.Key(result.Selector.ToLowerInvariant()));
                ref var seen = ref CollectionsMarshal.GetValueRefOrAddDefault(selectors, selector, out _);
                seen = (Cap(seen.Messages + messages), Cap(seen.Passed + (result.Result == "pass" ? messages : 0)));
            }
        }
    }

    /// <summary>Forgets the sums that were written.</summary>
    public void Clear()
    {
        rollups.Clear();
        selectors.Clear();
    }

    private static long Cap(long messages) => Math.Min(messages, MaxMessages);
}

/// <summary>What a rollup is kept by, next to the policy domain and the day.</summary>
internal readonly record struct RollupKey(string SourceIp, string HeaderFrom, bool DkimAligned, bool SpfAligned, string Disposition);

/// <summary>What a selector's sum is kept by, next to the policy domain.</summary>
internal readonly record struct SelectorKey(string SigningDomain, string Selector);

/// <summary>Messages of one report by verdict.</summary>
internal readonly record struct ReportTotals(long Messages, long Aligned, long DkimAligned, long SpfAligned, long Quarantined, long Rejected)
{
    public ReportTotals Plus(long messages, bool dkim, bool spf, string disposition) => new(
        Cap(Messages + messages),
        Cap(Aligned + (dkim || spf ? messages : 0)),
        Cap(DkimAligned + (dkim ? messages : 0)),
        Cap(SpfAligned + (spf ? messages : 0)),
        Cap(Quarantined + (disposition == "quarantine" ? messages : 0)),
        Cap(Rejected + (disposition == "reject" ? messages : 0)));

    private static long Cap(long messages) => Math.Min(messages, RowTally.MaxMessages);
}
