using System.Net;

namespace Auditor.Core.Dns.Network;

/// <summary>Reads the reply of a name server that was asked without recursion (RFC 1034 4.3.2, RFC 9499 7).</summary>
internal static class DirectReading
{
    public static DirectAnswer Read(IPAddress address, DnsServer server, DomainName zone, DomainName name, DnsRecordType type, DnsReply reply)
    {
        if (RetryingResolver.Failure(reply) is { } failure)
        {
            var status = reply is { Kind: ReplyKind.Message, Truncated: false } ? DirectStatus.Lame : DirectStatus.Silent;
            return Without(address, server, name, type, status, failure, RetryingResolver.Sentence(reply, failure, server));
        }

        if (!reply.Authoritative)
        {
            return reply is { Answers.IsEmpty: true, ReferredZone: { } child } && child.IsBelow(zone) && name.IsAtOrBelow(child)
                ? Without(address, server, name, type, DirectStatus.Referred, DnsStatus.Unusable, $"{server.Name} refers to the servers of {child}.") with { Child = child }
                : Without(address, server, name, type, DirectStatus.Lame, DnsStatus.Unusable, Away(server, reply));
        }

        var reading = ReplyReader.Read(reply, name, type);
        return reading.Status switch
        {
            DnsStatus.Unusable => Without(address, server, name, type, DirectStatus.Silent, DnsStatus.Unusable, reading.Error!),
            { } status when status == DnsStatus.Answer || reading.Aliases.IsEmpty || reading.End.IsAtOrBelow(zone) => new DirectAnswer(
                address, DirectStatus.Answered, new DnsOutcome(name, type, status, reading.Records, reading.Aliases, server.Name) { TtlSeconds = reading.Ttl }),
            _ => new DirectAnswer(address, DirectStatus.Aliased, new DnsOutcome(
                name, type, DnsStatus.Answer, [.. Aliases(reply)], reading.Aliases, server.Name)
            { TtlSeconds = reading.Ttl }),
        };
    }

    private static IEnumerable<DnsRecord> Aliases(DnsReply reply) =>
        reply.Answers.Where(a => a.Type == DnsRecordType.Cname).Select(a => a.Record);

    private static DirectAnswer Without(
        IPAddress address, DnsServer server, DomainName name, DnsRecordType type, DirectStatus status, DnsStatus failure, string sentence) =>
        new(address, status, DnsOutcome.Without(name, type, failure, sentence, server.Name));

    private static string Away(DnsServer server, DnsReply reply) => reply.ReferredZone is { } elsewhere
        ? $"{server.Name} refers to the servers of {elsewhere} instead of answering."
        : $"{server.Name} answers without authority.";
}
