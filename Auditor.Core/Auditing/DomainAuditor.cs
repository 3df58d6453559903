using System.Collections.Immutable;
using Auditor.Core.Bimi;
using Auditor.Core.Blocklists;
using Auditor.Core.Dkim;
using Auditor.Core.Dmarc;
using Auditor.Core.Dns;
using Auditor.Core.Dns.PublicSuffix;
using Auditor.Core.Fetching;
using Auditor.Core.Mx;
using Auditor.Core.Reverse;
using Auditor.Core.Senders;
using Auditor.Core.Smtp;
using Auditor.Core.Spf;
using Auditor.Core.Transport;

namespace Auditor.Core.Auditing;

/// <summary>
/// Audits one domain: resolve, read, judge, score. The protocols run side by side; whatever DNS does comes back as a
/// value in the document.
/// </summary>
public static class DomainAuditor
{
    private const AuditChecks PartsOfMailHosts = AuditChecks.Mx | AuditChecks.Reverse | AuditChecks.Smtp | AuditChecks.Blocklists | AuditChecks.Transport;

    /// <summary>Audits the domain of the request over DNS alone.</summary>
    public static Task<AuditDocument> AuditAsync(
        AuditRequest request, IDnsResolver resolver, TimeProvider time, CancellationToken cancellationToken) =>
        AuditAsync(request, new AuditMeans(resolver, time), cancellationToken);

    /// <summary>Audits the domain of the request.</summary>
    /// <param name="request">What to audit.</param>
    /// <param name="means">With what.</param>
    /// <param name="cancellationToken">Ends the audit with an <see cref="OperationCanceledException"/>.</param>
    public static async Task<AuditDocument> AuditAsync(AuditRequest request, AuditMeans means, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(means);
        var (resolver, time) = means;
        var auditedAt = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        var organization = PublicSuffixList.Default.RegistrableDomain(request.Domain) ?? request.Domain;
        var budget = new QueryBudget(resolver as CachingResolver ?? new CachingResolver(resolver, time), time);
        var trail = new AuditTrail(budget, organization, request.Remembers);
        var parts = new AuditParts(trail, request.Known, auditedAt);
        var facts = await CollectAsync(request, organization, auditedAt, means, trail, parts, cancellationToken).ConfigureAwait(false);
        var selectors = SelectorNames(request, facts, means.Senders);
        return AuditDocumentBuilder.Build(facts, request.Checks, means.IsStrict) with
        {
            AuditedAt = auditedAt,
            Dns = new DnsCostDocument(budget.Queries, budget.CacheHits, (long)budget.Elapsed.TotalMilliseconds),
            Stale = parts.Stale,
            Records = trail.Records(request.Domain, selectors, ReverseNames(facts)),
            Answers = request.Remembers ? KnownAnswers.Of(trail.Answers(request.Domain, selectors), auditedAt) : [],
        };
    }

    private static async Task<DomainFacts> CollectAsync(
        AuditRequest request, DomainName organization, DateTimeOffset at, AuditMeans means, AuditTrail trail, AuditParts parts, CancellationToken cancellationToken)
    {
        var checks = request.Checks;
        var domain = request.Domain;
        var needsMx = (checks & PartsOfMailHosts) != AuditChecks.None;
        var spf = checks.HasFlag(AuditChecks.Spf) ? SpfAsync(request, parts.For("spf"), cancellationToken) : null;
        var dmarc = checks.HasFlag(AuditChecks.Dmarc) ? DmarcAuditor.AuditAsync(domain, parts.For("dmarc"), cancellationToken).AsTask() : null;
        var dkim = checks.HasFlag(AuditChecks.Dkim) ? DkimAsync(request, means.Senders, parts.For("dkim"), cancellationToken) : null;
        var mx = needsMx ? MxAuditor.AuditAsync(domain, parts.For("mx"), cancellationToken) : null;
        var reverse = checks.HasFlag(AuditChecks.Reverse) ? ReverseAsync(request, organization, mx!, parts.For("reverse"), cancellationToken) : null;
        var smtp = checks.HasFlag(AuditChecks.Smtp) ? SmtpAsync(request, organization, mx!, means, parts.For("smtp"), cancellationToken) : null;
        var lists = checks.HasFlag(AuditChecks.Blocklists) && means.Blocklists is { } source ? BlocklistsAsync(request, organization, mx!, source, cancellationToken) : null;
        var dane = checks.HasFlag(AuditChecks.Transport) ? ZoneParts.DaneAsync(domain, mx!, trail, means, cancellationToken) : null;
        var zone = checks.HasFlag(AuditChecks.Zone) ? ZoneParts.ZoneAsync(domain, organization, dkim, trail, means, cancellationToken) : null;
        var transport = checks.HasFlag(AuditChecks.Transport) ? TransportAuditor.AuditAsync(domain, parts.For("transport"), means.Https, cancellationToken) : null;
        var bimi = checks.HasFlag(AuditChecks.Bimi) ? BimiAsync(request, organization, at, dmarc, means.Https, parts.For("bimi"), cancellationToken) : null;
        await Task.WhenAll(new Task?[] { spf, dmarc, dkim, mx, reverse, smtp, lists, dane, zone, transport, bimi }.OfType<Task>()).ConfigureAwait(false);

        var (dkimFacts, services) = dkim is null ? (null, []) : await dkim.ConfigureAwait(false);
        var facts = new DomainFacts
        {
            Domain = domain,
            Spf = spf is null ? null : await spf.ConfigureAwait(false),
            Dmarc = dmarc is null ? null : await dmarc.ConfigureAwait(false),
            Dkim = dkimFacts,
            Mx = mx is null || !checks.HasFlag(AuditChecks.Mx) ? null : await mx.ConfigureAwait(false),
            Reverse = reverse is null ? null : await reverse.ConfigureAwait(false),
            Blocklists = lists is null ? null : await lists.ConfigureAwait(false),
            Dane = dane is null ? null : await dane.ConfigureAwait(false),
            Zone = zone is null ? null : await zone.ConfigureAwait(false),
            Transport = transport is null ? null : await transport.ConfigureAwait(false),
            Bimi = bimi is null ? null : (await bimi.ConfigureAwait(false)) with { RenewalDays = means.BimiRenewalDays },
            Services = services,
            EarlierStage = request.EarlierStage,
        };
        facts = smtp is null ? facts : facts with { Smtp = (await smtp.ConfigureAwait(false)) with { CertificatesRequiredBy = CertificateNeed.Of(facts.Transport) } };
        var mxStatus = mx is null ? MxStatus.Unknown : (await mx.ConfigureAwait(false)).Status;
        var dangling = await DanglingNameSearch.FindAsync(facts, PublicSuffixList.Default, parts.For("dns"), cancellationToken).ConfigureAwait(false);
        return facts with
        {
            Purpose = request.Purpose ?? PurposeDetection.Of(facts.Spf, mxStatus, facts.HasWorkingDkim),
            DanglingNames = dangling,
            Failures = trail.Failures,
        };
    }

    // What is for information alone is asked for only when more than the score is wanted.
    private static Task<SpfFacts> SpfAsync(AuditRequest request, IDnsResolver resolver, CancellationToken cancellationToken) =>
        (request.Checks & ~AuditChecks.Scored) == AuditChecks.None
            ? SpfAuditor.AuditAsync(request.Domain, resolver, cancellationToken)
            : SpfAuditor.AuditFullyAsync(request.Domain, resolver, cancellationToken);

    // Which selectors to ask for follows from the SPF record and the MX hosts: two questions that the other parts ask
    // as well, so they cost nothing here. A domain that lets nobody send is not probed for keys that it does not need.
    private static async Task<(DkimFacts? Facts, ImmutableArray<SendingService> Services)> DkimAsync(
        AuditRequest request, SenderCatalogue senders, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        var domain = request.Domain;
        var txt = resolver.QueryAsync(domain, DnsRecordType.Txt, cancellationToken).AsTask();
        var mx = resolver.QueryAsync(domain, DnsRecordType.Mx, cancellationToken).AsTask();
        await Task.WhenAll(txt, mx).ConfigureAwait(false);
        var records = (await txt.ConfigureAwait(false)).Texts.Where(SpfParser.IsSpfRecord).ToList();
        var spf = records.Count == 1 ? SpfParser.Parse(records[0]) : null;
        var services = SelectorCandidates.ServicesOf(spf, await mx.ConfigureAwait(false), senders);
        var isNamed = !request.Selectors.IsDefaultOrEmpty || !request.ReportedSelectors.IsDefaultOrEmpty;
        var sendsNothing = request.Purpose is { } purpose
            ? Scoring.DomainPurposeWords.SendsNothing(purpose)
            : spf is not null && PurposeDetection.AuthorizesNobody(spf);
        if (sendsNothing && !isNamed)
        {
            return (null, services);
        }

        var candidates = SelectorCandidates.Of(request, services, senders);
        var dkim = await DkimAuditor.AuditAsync(domain, candidates, resolver, cancellationToken).ConfigureAwait(false);
        return (dkim with { Use = request.SelectorUse }, services);
    }

    private static async Task<ReverseFacts> ReverseAsync(
        AuditRequest request, DomainName organization, Task<MxFacts> mx, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        var targets = ReverseTargets.Of(request, await mx.ConfigureAwait(false), organization);
        return await ReverseAuditor.AuditAsync(request.Domain, targets, resolver, cancellationToken).ConfigureAwait(false);
    }

    // The lists' questions go another way: they are none of the audit's, and have a budget of their own.
    private static async Task<BlocklistFacts> BlocklistsAsync(
        AuditRequest request, DomainName organization, Task<MxFacts> mx, IBlocklistSource source, CancellationToken cancellationToken)
    {
        var subjects = BlocklistSubjects.Of(request, await mx.ConfigureAwait(false), organization);
        return await source.AnswersAsync(request.Domain, subjects, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<SmtpFacts> SmtpAsync(
        AuditRequest request, DomainName organization, Task<MxFacts> mx, AuditMeans means, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        var targets = SmtpTargets.Of(request, await mx.ConfigureAwait(false), organization);
        return await SmtpAuditor.AuditAsync(request.Domain, targets, means.Smtp, means.Time.GetUtcNow(), resolver, cancellationToken).ConfigureAwait(false);
    }

    // DMARC's organizational domain where it is known (draft-brand-indicators-for-message-identification 7.2), else the registrable one.
    private static async Task<BimiFacts> BimiAsync(
        AuditRequest request, DomainName organization, DateTimeOffset at, Task<DmarcFacts>? dmarc, IHttpsFetcher? https, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        var walked = dmarc is null ? null : (await dmarc.ConfigureAwait(false)).OrganizationalDomain;
        return await BimiAuditor.AuditAsync(request.Domain, walked ?? organization, at, resolver, https, cancellationToken).ConfigureAwait(false);
    }

    private static HashSet<DomainName> SelectorNames(AuditRequest request, DomainFacts facts, SenderCatalogue senders) =>
    [
        .. SelectorCandidates.Of(request, facts.Services, senders)
            .Where(c => c.Source != SelectorSource.Probe)
            .Select(c => c.Selector.TryKeyName(request.Domain, out var name) ? name : (DomainName?)null)
            .OfType<DomainName>(),
    ];

    private static HashSet<DomainName> ReverseNames(DomainFacts facts) =>
        [.. (facts.Reverse?.Own ?? []).Select(a => a.Ptr.Name)];
}
