using System.Net;
using System.Net.Sockets;
using Auditor.Core.Dns;

namespace Auditor.Core.Spf;

/// <summary>The names of the client: its PTR records, and which of them its address confirms (RFC 7208 5.5). Each question is asked once.</summary>
internal sealed class ClientNames(IDnsResolver resolver, IPAddress client)
{
    private readonly Dictionary<DomainName, bool> validated = [];
    private DnsOutcome? reverse;

    /// <summary>The answer to the PTR question.</summary>
    public async ValueTask<DnsOutcome> ReverseAsync(CancellationToken cancellationToken) =>
        reverse ??= await resolver.QueryAsync(ReverseName(client), DnsRecordType.Ptr, cancellationToken).ConfigureAwait(false);

    /// <summary>True when a confirmed name is the target or below it.</summary>
    public async Task<bool> AnyValidatedAtOrBelowAsync(DomainName target, CancellationToken cancellationToken)
    {
        foreach (var name in await CandidatesAsync(cancellationToken).ConfigureAwait(false))
        {
            if (name.IsAtOrBelow(target) && await IsValidatedAsync(name, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The value of <c>%{p}</c>: the domain itself if confirmed, else a name below it, else any, else <c>unknown</c> (RFC 7208 7.3).</summary>
    public async Task<string> NameForAsync(DomainName domain, CancellationToken cancellationToken)
    {
        var candidates = await CandidatesAsync(cancellationToken).ConfigureAwait(false);
        foreach (var name in candidates.OrderBy(n => n == domain ? 0 : n.IsBelow(domain) ? 1 : 2))
        {
            if (await IsValidatedAsync(name, cancellationToken).ConfigureAwait(false))
            {
                return name.Original.TrimEnd('.');
            }
        }

        return "unknown";
    }

    private async Task<List<DomainName>> CandidatesAsync(CancellationToken cancellationToken)
    {
        var outcome = await ReverseAsync(cancellationToken).ConfigureAwait(false);
        return [.. outcome.Targets.Take(SpfLimits.PtrNames)];
    }

    private async Task<bool> IsValidatedAsync(DomainName name, CancellationToken cancellationToken)
    {
        if (!validated.TryGetValue(name, out var confirmed))
        {
            var type = client.AddressFamily == AddressFamily.InterNetwork ? DnsRecordType.A : DnsRecordType.Aaaa;
            var outcome = await resolver.QueryAsync(name, type, cancellationToken).ConfigureAwait(false);
            confirmed = outcome.Addresses.Contains(client);
            validated[name] = confirmed;
        }

        return confirmed;
    }

    private static DomainName ReverseName(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return address.AddressFamily == AddressFamily.InterNetwork
            ? DomainName.Parse($"{bytes[3]}.{bytes[2]}.{bytes[1]}.{bytes[0]}.in-addr.arpa")
            : DomainName.Parse($"{string.Join('.', Convert.ToHexStringLower(bytes).Reverse())}.ip6.arpa");
    }
}
