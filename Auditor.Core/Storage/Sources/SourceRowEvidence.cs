using System.Collections.Immutable;
using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Senders.Classification;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Queries;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Sources;

/// <summary>The raw results that recent reports show for the sources of a domain.</summary>
internal sealed class SourceRowEvidence
{
    // Identities repeat from report to report, so a few of them tell all.
    private const int ReportsRead = 60;
    private const int MostRowsPerReport = 2000;

    private readonly ILookup<SourceKey, StoredRow> rows;

    private SourceRowEvidence(ILookup<SourceKey, StoredRow> rows, bool spfStrict, bool dkimStrict)
    {
        this.rows = rows;
        IsSpfStrict = spfStrict;
        IsDkimStrict = dkimStrict;
    }

    /// <summary>As the newest report says of the policy.</summary>
    public bool IsSpfStrict { get; }

    public bool IsDkimStrict { get; }

    public static async Task<SourceRowEvidence> ReadAsync(AuditorDbContext db, IReadOnlyList<string> names, IReadOnlyList<TrustTier> tiers, CancellationToken cancellationToken)
    {
        var reports = await db.Reports.AsNoTracking().Where(r => names.Contains(r.PolicyDomain) && tiers.Contains(r.Tier) && !r.IsDisplaced && r.HasRows && r.RowCount <= MostRowsPerReport)
            .OrderByDescending(r => r.End).Take(ReportsRead).Select(r => new { r.Id, r.PolicyAspf, r.PolicyAdkim }).ToListAsync(cancellationToken).ConfigureAwait(false);
        var ids = reports.ConvertAll(r => r.Id);
        var rows = await db.Rows.AsNoTracking().Where(r => ids.Contains(r.ReportId)).ToListAsync(cancellationToken).ConfigureAwait(false);
        return new SourceRowEvidence(
            rows.ToLookup(r => new SourceKey(StoredText.Key(r.SourceIp), StoredText.Key(r.HeaderFrom))),
            reports.FirstOrDefault()?.PolicyAspf == "s",
            reports.FirstOrDefault()?.PolicyAdkim == "s");
    }

    /// <summary>The evidence of a source; that of its more common outcome where it has several.</summary>
    public SourceEvidence Of(SourceKey key, string domain, SourceSum sum)
    {
        var spf = sum.SpfAligned * 2 >= sum.Messages;
        var dkim = sum.DkimAligned * 2 >= sum.Messages;
        var fitting = rows[key].Where(r => (r.Spf == "pass") == spf && (r.Dkim == "pass") == dkim).ToList();
        return SourceEvidenceReader.Read(key.HeaderFrom.Length == 0 ? domain : key.HeaderFrom, spf, dkim, fitting);
    }

    /// <summary>The signing domains and selectors of a source whose signature passed.</summary>
    public IEnumerable<(string Domain, string Selector)> PassingSelectors(SourceKey key) => rows[key]
        .SelectMany(r => RowJson.ReadAuthResults(r.AuthResults).Dkim)
        .Where(d => d.Result == "pass" && !string.IsNullOrEmpty(d.Domain) && !string.IsNullOrEmpty(d.Selector))
        .Select(d => (d.Domain!.ToLowerInvariant(), d.Selector!.ToLowerInvariant())).Distinct();

    /// <summary>Identities with their results for people, most common first.</summary>
    public static string Show(ImmutableArray<IdentityResult> identities)
    {
        const int Shown = 3;
        var text = string.Join(", ", identities.Take(Shown).Select(i => $"{i.Domain} {i.Result}"));
        return identities.Length > Shown ? $"{text} and {identities.Length - Shown} more" : text;
    }
}
