using System.Net;
using Auditor.Core.Dns;

namespace Auditor.Tests.Support;

/// <summary>Name servers that exist in a test only: an address answers from a zone of its own, or as it is told.</summary>
internal sealed class FakeAuthorities : IAuthorities
{
    private readonly Dictionary<IPAddress, IDnsResolver> zones = [];
    private readonly Dictionary<IPAddress, DirectStatus> broken = [];
    private int asked;

    public bool CanAsk => true;

    /// <summary>Questions so far.</summary>
    public int Asked => asked;

    public FakeAuthorities At(string address, IDnsResolver zone)
    {
        zones[IPAddress.Parse(address)] = zone;
        return this;
    }

    public FakeAuthorities At(string address, DirectStatus status)
    {
        broken[IPAddress.Parse(address)] = status;
        return this;
    }

    public async ValueTask<DirectAnswer> AskAsync(IPAddress server, DomainName zone, DomainName name, DnsRecordType type, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref asked);
        return broken.TryGetValue(server, out var status)
            ? new DirectAnswer(server, status, DnsOutcome.Without(name, type, status == DirectStatus.Lame ? DnsStatus.Refused : DnsStatus.Timeout, status == DirectStatus.Lame ? $"{server} answered REFUSED." : $"{server} did not answer in time."))
            : new DirectAnswer(server, DirectStatus.Answered, await zones[server].QueryAsync(name, type, cancellationToken));
    }
}
