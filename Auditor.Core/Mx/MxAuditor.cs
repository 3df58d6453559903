using System.Collections.Immutable;
using System.Net;
using Auditor.Core.Dns;

namespace Auditor.Core.Mx;

/// <summary>Asks for a domain's mail exchangers and their addresses.</summary>
public static class MxAuditor
{
    /// <summary>Most targets whose addresses are asked for. Real domains have under ten; a hostile one could list hundreds.</summary>
    public const int MaxResolvedExchangers = 20;

    /// <summary>MX, then A and AAAA of every target side by side; without an MX record A and AAAA of the domain itself.</summary>
    public static async Task<MxFacts> AuditAsync(DomainName domain, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(resolver);
        var answer = await resolver.QueryAsync(domain, DnsRecordType.Mx, cancellationToken).ConfigureAwait(false);
        var records = answer.Records.OfType<MxRecord>()
            .OrderBy(r => r.Preference).ThenBy(r => r.Exchange.Value, StringComparer.Ordinal)
            .DistinctBy(r => (r.Preference, r.Exchange))
            .ToList();
        if (records.Count == 0)
        {
            return answer.IsUnknown ? new MxFacts { Domain = domain, Answer = answer }
                : await ImplicitAsync(domain, answer, resolver, cancellationToken).ConfigureAwait(false);
        }

        var exchangers = await Task.WhenAll(records.Select((record, index) =>
            ResolveAsync(record, domain, index < MaxResolvedExchangers, resolver, cancellationToken))).ConfigureAwait(false);
        return new MxFacts { Domain = domain, Answer = answer, Exchangers = [.. exchangers] };
    }

    private static async Task<MxFacts> ImplicitAsync(DomainName domain, DnsOutcome answer, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        // Nothing below or at a name that does not exist: asking for its addresses would tell nothing new (RFC 8020).
        if (answer.Status == DnsStatus.NxDomain)
        {
            return new MxFacts { Domain = domain, Answer = answer };
        }

        var (a, aaaa) = await AddressesAsync(domain, resolver, cancellationToken).ConfigureAwait(false);
        return new MxFacts { Domain = domain, Answer = answer, ImplicitA = a, ImplicitAaaa = aaaa };
    }

    private static async Task<MailExchanger> ResolveAsync(MxRecord record, DomainName domain, bool mayAsk, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        if (record.Exchange.IsRoot)
        {
            return new MailExchanger(record.Preference, record.Exchange, ExchangerStatus.NullMx, null, null);
        }

        if (IsAddressLiteral(record.Exchange))
        {
            return new MailExchanger(record.Preference, record.Exchange, ExchangerStatus.AddressLiteral, null, null);
        }

        if (!mayAsk)
        {
            return new MailExchanger(record.Preference, record.Exchange, ExchangerStatus.Unknown, null, null);
        }

        var (a, aaaa) = await AddressesAsync(record.Exchange, resolver, cancellationToken).ConfigureAwait(false);
        var status = StatusOf(a, aaaa);
        return status == ExchangerStatus.NoAddress && IsLiteralBelow(record.Exchange, domain)
            ? new MailExchanger(record.Preference, record.Exchange, ExchangerStatus.AddressLiteral, a, aaaa)
            : new MailExchanger(record.Preference, record.Exchange, status, a, aaaa);
    }

    private static async Task<(DnsOutcome A, DnsOutcome Aaaa)> AddressesAsync(DomainName name, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        var a = resolver.QueryAsync(name, DnsRecordType.A, cancellationToken).AsTask();
        var aaaa = resolver.QueryAsync(name, DnsRecordType.Aaaa, cancellationToken).AsTask();
        await Task.WhenAll(a, aaaa).ConfigureAwait(false);
        return (await a.ConfigureAwait(false), await aaaa.ConfigureAwait(false));
    }

    private static ExchangerStatus StatusOf(DnsOutcome a, DnsOutcome aaaa)
    {
        if (!a.Aliases.IsEmpty || !aaaa.Aliases.IsEmpty)
        {
            return ExchangerStatus.Alias;
        }

        if (a.Status == DnsStatus.Answer || aaaa.Status == DnsStatus.Answer)
        {
            return ExchangerStatus.Ok;
        }

        return a.IsUnknown || aaaa.IsUnknown ? ExchangerStatus.Unknown : ExchangerStatus.NoAddress;
    }

    // "10 192.0.2.1." in a zone file becomes the name 192.0.2.1 below the root; some write it in brackets, as SMTP does.
    private static bool IsAddressLiteral(DomainName name) =>
        name.LabelCount == 4 && IPAddress.TryParse(name.Value.Trim('[', ']'), out _);

    // Without the final dot the zone's own name is added; such a name may exist, so this is asked only where it has no address.
    private static bool IsLiteralBelow(DomainName name, DomainName domain) =>
        name.LabelCount == domain.LabelCount + 4 && name.IsBelow(domain) && IPAddress.TryParse(string.Join('.', name.Labels.Take(4)), out _);
}
