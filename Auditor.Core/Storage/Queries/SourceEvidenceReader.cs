using Auditor.Core.Senders.Classification;
using Auditor.Core.Storage.Entities;

namespace Auditor.Core.Storage.Queries;

/// <summary>Gathers from stored rows what the class of a source rests on.</summary>
internal static class SourceEvidenceReader
{
    public static SourceEvidence Read(string author, bool spfAligned, bool dkimAligned, IReadOnlyCollection<StoredRow> rows)
    {
        var results = rows.Select(r => RowJson.ReadAuthResults(r.AuthResults)).ToList();
        var reasons = rows.SelectMany(r => RowJson.ReadReasons(r.Reasons)).ToList();
        return new SourceEvidence
        {
            AuthorDomain = author,
            SpfAligned = spfAligned,
            DkimAligned = dkimAligned,
            // DMARC takes MAIL FROM only (RFC 9989 4.4.2): a HELO name that passes authenticates nothing here.
            Spf = [.. results.SelectMany(r => r.Spf).Where(s => s.Scope != "helo").Select(s => Identity(s.Domain, s.Result)).OfType<IdentityResult>().Distinct()],
            Dkim = [.. results.SelectMany(r => r.Dkim).Select(d => Identity(d.Domain, d.Result)).OfType<IdentityResult>().Distinct()],
            Reasons = [.. reasons.Select(r => r.Type).OfType<string>().Distinct()],
            ArcPassed = reasons.Any(r => r.Type == "local_policy" && r.Comment?.Contains("arc=pass", StringComparison.OrdinalIgnoreCase) == true),
        };
    }

    private static IdentityResult? Identity(string? domain, string? result) =>
        string.IsNullOrEmpty(domain) || string.IsNullOrEmpty(result) ? null : new(domain.ToLowerInvariant(), result.ToLowerInvariant());
}
