using System.Text;
using Auditor.Core.Dns;
using Auditor.Core.Fetching;

namespace Auditor.Core.Bimi;

/// <summary>Looks for a domain's BIMI record and at the files that it names.</summary>
public static class BimiAuditor
{
    /// <summary>Longest logo in bytes: Gmail and the certification authorities take no larger one.</summary>
    public const int MaxLogoBytes = 32 * 1024;

    /// <summary>Longest evidence document in bytes; three certificates with a logo have under 20 KiB.</summary>
    public const int MaxEvidenceBytes = 64 * 1024;

    private const string Selector = "default._bimi";

    /// <summary>
    /// The record of the domain, else of its organizational domain; then the files, when there is somebody to fetch with.
    /// </summary>
    /// <param name="domain">The author domain.</param>
    /// <param name="organization">Its organizational domain, or the domain itself.</param>
    /// <param name="at">The time that certificates are held against.</param>
    /// <param name="resolver">Who answers questions.</param>
    /// <param name="https">Who fetches the files; null for nobody.</param>
    /// <param name="cancellationToken">Ends the audit.</param>
    public static async Task<BimiFacts> AuditAsync(
        DomainName domain, DomainName organization, DateTimeOffset at, IDnsResolver resolver, IHttpsFetcher? https, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(resolver);
        var facts = new BimiFacts { Domain = domain, At = at };
        foreach (var place in new[] { domain, organization }.Distinct())
        {
            if (!place.TryPrepend(Selector, out var name))
            {
                continue;
            }

            var answer = await resolver.QueryAsync(name, DnsRecordType.Txt, cancellationToken).ConfigureAwait(false);
            var record = BimiParser.Read([.. answer.Texts]);
            facts = facts with { Answers = facts.Answers.Add(answer) };
            if (record.Status != BimiStatus.None)
            {
                return await FetchAsync(facts with { RecordDomain = place, Record = record }, organization, resolver, https, cancellationToken).ConfigureAwait(false);
            }

            // A record may stand where DNS did not answer: the one further up would be the wrong one to judge.
            if (answer.IsUnknown)
            {
                return facts;
            }
        }

        return facts;
    }

    private static async Task<BimiFacts> FetchAsync(
        BimiFacts facts, DomainName organization, IDnsResolver resolver, IHttpsFetcher? https, CancellationToken cancellationToken)
    {
        if (https is null || facts is not { OffersLogo: true, Record: { } record })
        {
            return facts;
        }

        var logo = GetAsync(record.Location, MaxLogoBytes);
        var evidence = GetAsync(record.Evidence, MaxEvidenceBytes);
        await Task.WhenAll((Task)logo, evidence).ConfigureAwait(false);
        var (logoAnswer, evidenceAnswer) = (await logo.ConfigureAwait(false), await evidence.ConfigureAwait(false));
        return facts with
        {
            LogoAnswer = logoAnswer,
            Logo = logoAnswer is { IsOk: true } svg ? SvgTinyPsReader.Read(svg.Body.AsSpan()) : null,
            EvidenceAnswer = evidenceAnswer,
            Certificate = evidenceAnswer is { IsOk: true } pem
                ? MarkCertificateReader.Read(Encoding.ASCII.GetString(pem.Body.AsSpan()), NamesOf(facts.Domain, organization), facts.At)
                : null,
        };

        async Task<HttpsAnswer?> GetAsync(string? address, int maxBytes) =>
            string.IsNullOrEmpty(address) ? null : await https.GetAsync(address, maxBytes, resolver, cancellationToken).ConfigureAwait(false);
    }

    // What a mark certificate may be issued to (draft-fetch-validation-vmc-wchuang): the author domain, the organizational domain, or the
    // place of either's record.
    private static List<string> NamesOf(params DomainName[] domains) =>
        [.. domains.Distinct().SelectMany(d => new[] { d.Value, $"{Selector}.{d.Value}" })];
}
