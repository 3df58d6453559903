using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Senders;
using Auditor.Core.Senders.Classification;
using Auditor.Core.Senders.Enrichment;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Queries;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Sources;

/// <summary>All that the sources of one domain are judged by, read once.</summary>
internal sealed class SourcePass
{
    // SPF is followed for so many sources, most mail first; the rest of a flood gets no such word.
    private const int MostFollowed = 1_000;

    private readonly string domain;
    private readonly DateOnly first;
    private readonly IReadOnlyList<string> names;
    private readonly IReadOnlyList<TrustTier> tiers;
    private readonly SourceRowEvidence evidence;
    private readonly SourceRecordsReader records;
    private readonly Dictionary<string, SourceAddress> addresses;
    private readonly DecisionBook decisions;
    private int followed;

    private SourcePass(
        string domain, DateOnly first, IReadOnlyList<string> names, IReadOnlyList<TrustTier> tiers, Dictionary<SourceKey, SourceSum> sums, SourceRowEvidence evidence,
        SourceRecordsReader records, Dictionary<string, SourceAddress> addresses, DecisionBook decisions)
    {
        this.domain = domain;
        this.first = first;
        this.names = names;
        this.tiers = tiers;
        this.evidence = evidence;
        this.records = records;
        this.addresses = addresses;
        this.decisions = decisions;
        Sums = sums;
    }

    private Dictionary<SourceKey, SourceSum> Sums { get; }

    public static async Task<SourcePass> ReadAsync(
        AuditorDbContext db, int domainId, string domain, DateOnly first, int days, ICountedTiers? counted, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var tiers = await counted.OfAsync(null, cancellationToken).ConfigureAwait(false);
        var names = await PolicyDomainNames.OfAsync(db, domain, cancellationToken).ConfigureAwait(false);
        var sums = await SourceSums.ReadAsync(db, names, tiers, first, days, cancellationToken).ConfigureAwait(false);
        var addresses = new Dictionary<string, SourceAddress>(StringComparer.Ordinal);
        foreach (var some in sums.Keys.Select(k => k.SourceIp).Distinct().Chunk(500))
        {
            foreach (var address in await db.SourceAddresses.AsNoTracking().Where(a => some.Contains(a.SourceIp)).ToListAsync(cancellationToken).ConfigureAwait(false))
            {
                addresses[address.SourceIp] = address;
            }
        }

        return new SourcePass(
            domain, first, names, tiers, sums,
            await SourceRowEvidence.ReadAsync(db, names, tiers, cancellationToken).ConfigureAwait(false),
            await SourceRecordsReader.OpenAsync(db, domainId, now, cancellationToken).ConfigureAwait(false),
            addresses,
            await DecisionBook.ReadAsync(db, domainId, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The sources of the window, most mail first.</summary>
    public IEnumerable<KeyValuePair<SourceKey, SourceSum>> Largest(int most) => Sums
        .OrderByDescending(s => s.Value.Messages).ThenBy(s => s.Key.SourceIp, StringComparer.Ordinal).ThenBy(s => s.Key.HeaderFrom, StringComparer.Ordinal).Take(most);

    /// <summary>The sources behind the largest ones, which are not kept.</summary>
    public IEnumerable<SourceSum> Rest(int most) => Sums.Count <= most ? [] : Sums.Values.OrderByDescending(s => s.Messages).Skip(most);

    public Task<Dictionary<SourceKey, DateOnly>> FirstDaysAsync(AuditorDbContext db, CancellationToken cancellationToken) => SourceSums.FirstDaysAsync(db, names, tiers, first, cancellationToken);

    /// <summary>The day of the domain's first report that counts; null without any.</summary>
    public async Task<DateOnly?> FirstReportDayAsync(AuditorDbContext db, CancellationToken cancellationToken) =>
        await db.Totals.AsNoTracking().Where(t => names.Contains(t.PolicyDomain) && tiers.Contains(t.Tier)).MinAsync(t => (DateOnly?)t.Day, cancellationToken).ConfigureAwait(false);

    /// <summary>Sets what follows from sums, evidence, records and the owner's word.</summary>
    public async Task JudgeAsync(SourceSummary source, SourceSum sum, SenderCatalogue catalogue, CancellationToken cancellationToken)
    {
        var key = new SourceKey(source.SourceIp, source.HeaderFrom);
        var shown = evidence.Of(key, domain, sum);
        var cover = followed++ < MostFollowed ? await records.CoverAsync(shown.AuthorDomain, source.SourceIp, cancellationToken).ConfigureAwait(false) : default;
        var seen = shown with { SpfTerm = cover.Term };
        var verdict = SourceClassifier.Classify(seen);
        var service = SourceService.Find(
            new SourceTraces
            {
                OfAddress = OfAddress(source.SourceIp),
                CoveringInclude = cover.Include,
                Spf = seen.Spf,
                Dkim = seen.Dkim,
                KeyTargets = [.. evidence.PassingSelectors(key).Select(s => records.KeyTarget(s.Domain, s.Selector)).OfType<Dns.DomainName>().Distinct()],
                IsForwarded = verdict.Class is SourceClass.Forwarded or SourceClass.MailingList,
            },
            catalogue);
        source.Decision = decisions.Of(source.SourceIp, service?.Id);
        var decided = verdict.With(source.Decision, sum.Passes);
        var cause = AlignmentCause.Of(seen, new SourceRecords(evidence.IsSpfStrict, evidence.IsDkimStrict, cover.Term, cover.IsKnown, service?.Name));
        (source.Class, source.Confidence, source.Reason) = (decided.Class, decided.Confidence, decided.Reason);
        (source.Cause, source.Fix, source.SpfTerm) = (cause?.Sentence, FixFor(decided.Class, cause), cover.Term);
        (source.SpfResults, source.DkimResults) = (SourceRowEvidence.Show(seen.Spf), SourceRowEvidence.Show(seen.Dkim));
        source.Reasons = string.Join(", ", seen.Reasons);
        (source.ServiceId, source.ServiceName) = (service?.Id, service?.Name);
        (source.ServiceEvidence, source.ServiceConfidence) = (service?.Evidence, service?.Confidence);
    }

    // Nobody has to mend what others forward, alter or forge.
    private static string? FixFor(SourceClass taken, AlignmentCause? cause) =>
        taken is SourceClass.Forwarded or SourceClass.MailingList or SourceClass.Suspicious ? null : cause?.Fix;

    private ServiceMatch? OfAddress(string sourceIp) => addresses.GetValueOrDefault(sourceIp) is { ServiceId: { } id, ServiceName: { } name, ServiceEvidence: { } how, ServiceConfidence: { } confidence }
        ? new ServiceMatch(id, name, how, confidence)
        : null;
}
