using Auditor.Core.Dns;

namespace Auditor.Core.Dmarc;

/// <summary>Asks a destination outside the policy domain's organizational domain whether it agreed to take reports (RFC 9990 4).</summary>
public static class ExternalDestinationCheck
{
    /// <summary>The name of the authorisation record: the policy domain as published, in front of the destination host.</summary>
    /// <returns>False when the name would be longer than DNS allows.</returns>
    public static bool TryQueryName(DomainName policyDomain, DomainName host, out DomainName name) =>
        DomainName.TryParse($"{policyDomain.Value}._report._dmarc.{host.Value}", out name);

    /// <summary>Checks one host; null when it lies inside the organizational domain, so that nobody needs to agree.</summary>
    /// <param name="policyWalk">The finished walk from the policy domain.</param>
    /// <param name="host">The destination host.</param>
    /// <param name="resolver">Answers the questions.</param>
    /// <param name="cancellationToken">Cancels the questions.</param>
    public static async ValueTask<ExternalDestination?> CheckAsync(
        DnsTreeWalk policyWalk, DomainName host, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(policyWalk);
        ArgumentNullException.ThrowIfNull(resolver);
        var inside = await Alignment.SharesOrganizationAsync(policyWalk, host, resolver, cancellationToken).ConfigureAwait(false);
        if (inside == true)
        {
            return null;
        }

        if (!TryQueryName(policyWalk.Start, host, out var name))
        {
            return new ExternalDestination(host, null, DestinationAuthorization.No, null);
        }

        var outcome = await resolver.QueryAsync(name, DnsRecordType.Txt, cancellationToken).ConfigureAwait(false);
        var authorization = outcome switch
        {
            { IsUnknown: true } => DestinationAuthorization.Unknown,
            _ when outcome.Texts.Any(DmarcParser.IsRecord) => DestinationAuthorization.Yes,
            _ when inside is null => DestinationAuthorization.Unknown,
            _ => DestinationAuthorization.No,
        };
        return new ExternalDestination(host, name, authorization, outcome) { OverrideElsewhere = OverrideElsewhere(outcome, host) };
    }

    private static string? OverrideElsewhere(DnsOutcome outcome, DomainName host) =>
        outcome.Texts.Select(t => DmarcParser.Parse(t).Record).OfType<DmarcPolicyRecord>()
            .SelectMany(r => r.Rua.Concat(r.Ruf)).FirstOrDefault(u => u.Host != host)?.Uri;
}
