using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Auditor.Core.Dns.Network;
using DnsClient;
using DnsClient.Protocol;

namespace Auditor.Core.Dns;

/// <summary>
/// Asks recursive resolvers (or authoritative servers), for the rarer types and over TCP through DnsClient.NET, whose types appear in this file only.
/// The library carries one message; retries, checks of the reply, aliases and limits are ours, and so are the common questions over UDP.
/// </summary>
public sealed class DnsClientResolver : IDnsResolver, IDisposable
{
    /// <summary>EDNS payload that passes every path without fragments (DNS flag day 2020).</summary>
    private const int UdpPayload = 1232;

    /// <summary>The library's way to say "no EDNS".</summary>
    private const int PlainPayload = 512;

    private readonly RetryingResolver resolver;

    /// <exception cref="InvalidOperationException">No server is given and the system names none.</exception>
    public DnsClientResolver(DnsResolverOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        var servers = options.Servers.Count > 0 ? options.Servers : SystemServers();
        if (servers.Count == 0)
        {
            throw new InvalidOperationException("The system names no DNS resolver.");
        }

        resolver = new RetryingResolver([.. servers.Select(s => new Server(s, options.QuestionTimeout, time, recursion: true))], options, time);
        Servers = servers;
    }

    /// <summary>The servers in use.</summary>
    public IReadOnlyList<IPEndPoint> Servers { get; }

    /// <summary>The resolvers of the system (<c>/etc/resolv.conf</c>, the network interfaces); empty when it names none.</summary>
    public static IReadOnlyList<IPEndPoint> SystemServers() =>
        [.. NameServer.ResolveNameServers(skipIPv6SiteLocal: true, fallbackToGooglePublicDns: false)
            .Select(s => new IPEndPoint(IPAddress.Parse(s.Address), s.Port)).Distinct()];

    /// <inheritdoc />
    public ValueTask<DnsOutcome> QueryAsync(DomainName name, DnsRecordType type, CancellationToken cancellationToken) =>
        resolver.QueryAsync(name, type, cancellationToken);

    /// <inheritdoc />
    public void Dispose() => resolver.Dispose();

    /// <summary>A server that is asked for what it holds itself (RD clear), not for what it can find.</summary>
    internal static DnsServer Authority(IPEndPoint endPoint, TimeSpan timeout, TimeProvider time) =>
        new Server(endPoint, timeout, time, recursion: false);

    private sealed class Server : DnsServer
    {
        private readonly UdpExchange exchange;
        private readonly TimeSpan timeout;
        private readonly bool recursion;
        private readonly Lazy<LookupClient> udp;
        private readonly Lazy<LookupClient> plain;
        private readonly Lazy<LookupClient> tcp;

        public Server(IPEndPoint endPoint, TimeSpan timeout, TimeProvider time, bool recursion)
            : base(endPoint, time)
        {
            exchange = new UdpExchange(endPoint, time);
            this.timeout = timeout;
            this.recursion = recursion;
            udp = new(() => Client(endPoint, timeout, UdpPayload, useTcp: false, recursion));
            plain = new(() => Client(endPoint, timeout, PlainPayload, useTcp: false, recursion));
            tcp = new(() => Client(endPoint, timeout, UdpPayload, useTcp: true, recursion));
        }

        public override Task<DnsReply> AskAsync(DomainName name, DnsRecordType type, DnsCarrier carrier, CancellationToken cancellationToken) =>
            carrier == DnsCarrier.Udp && ReplyMessage.Reads(type)
                ? exchange.AskAsync(new WireQuestion(name, type) { WantsRecursion = recursion, WantsAuthenticData = false }, timeout, cancellationToken)
                : AskLibraryAsync(name, type, carrier, cancellationToken);

        private async Task<DnsReply> AskLibraryAsync(DomainName name, DnsRecordType type, DnsCarrier carrier, CancellationToken cancellationToken)
        {
            var client = carrier switch { DnsCarrier.Tcp => tcp.Value, DnsCarrier.PlainUdp => plain.Value, _ => udp.Value };
            try
            {
                var response = await client.QueryAsync(new DnsQuestion(name.Value + ".", (QueryType)type), cancellationToken).ConfigureAwait(false);
                return ResponseTranslation.Translate(response, name, type);
            }
            catch (DnsXidMismatchException)
            {
                return UdpExchange.Unreadable("the reply has another id than the question");
            }
            catch (DnsResponseException e) when (e.Code != DnsResponseCode.ConnectionTimeout && e.InnerException is null && carrier != DnsCarrier.Tcp)
            {
                // The library throws away a message with TC when it may not go to TCP itself.
                return new DnsReply(ReplyKind.Message) { Truncated = true };
            }
            catch (DnsResponseException e)
            {
                return e.InnerException is SocketException socket ? UdpExchange.Unreachable(socket) : UdpExchange.Silent;
            }
            catch (OperationCanceledException)
            {
                return UdpExchange.Silent;
            }
            catch (SocketException e)
            {
                return UdpExchange.Unreachable(e);
            }
            catch (Exception e) when (e is DnsResponseParseException or ArgumentException or InvalidOperationException or IndexOutOfRangeException or IOException)
            {
                return UdpExchange.Unreadable($"the reply cannot be read ({e.GetType().Name})");
            }
        }

        private static LookupClient Client(IPEndPoint endPoint, TimeSpan timeout, int payload, bool useTcp, bool recursion) => new(new LookupClientOptions(endPoint)
        {
            AutoResolveNameServers = false,
            ContinueOnDnsError = false,
            ContinueOnEmptyResponse = false,
            ExtendedDnsBufferSize = payload,
            Recursion = recursion,
            Retries = 0,
            ThrowDnsErrors = false,
            Timeout = timeout,
            UseCache = false,
            UseTcpFallback = false,
            UseTcpOnly = useTcp,
        });
    }

    private static class ResponseTranslation
    {
        public static DnsReply Translate(IDnsQueryResponse response, DomainName name, DnsRecordType type)
        {
            var header = response.Header;
            if (!header.HasQuery && response.Questions.Count == 0 && header.ResponseCode != DnsHeaderResponseCode.NoError)
            {
                return new DnsReply(ReplyKind.Message) { Rcode = (int)header.ResponseCode };
            }

            if (response.Questions is not [{ } question] || question.QuestionType != (QueryType)type || !Same(question.QueryName, name))
            {
                return new DnsReply(ReplyKind.Unreadable) { Detail = "the reply belongs to another question" };
            }

            var answers = ImmutableArray.CreateBuilder<(DnsRecordType, DnsRecord)>(response.Answers.Count);
            foreach (var answer in response.Answers)
            {
                if (answer.RecordClass != QueryClass.IN || !(answer.RecordType == (ResourceRecordType)type || answer.RecordType == ResourceRecordType.CNAME))
                {
                    continue;
                }

                if (Record(answer, name) is not { } record)
                {
                    return new DnsReply(ReplyKind.Unreadable) { Detail = "the reply holds a name that no host can have" };
                }

                answers.Add(((DnsRecordType)answer.RecordType, record));
            }

            var soa = response.Authorities.OfType<SoaRecord>().FirstOrDefault();
            return new DnsReply(ReplyKind.Message)
            {
                Rcode = (int)header.ResponseCode,
                Truncated = header.ResultTruncated,
                RecursionAvailable = header.RecursionAvailable,
                Authoritative = header.HasAuthorityAnswer,
                AuthenticData = header.IsAuthenticData,
                Answers = answers.DrainToImmutable(),
                SoaOwner = soa is not null && TryName(soa.DomainName, out var owner) ? owner : null,
                NegativeTtl = soa is null ? 0 : Math.Min(Ttl(soa), soa.Minimum),
                ReferredZone = response.Authorities.FirstOrDefault(a => a.RecordType == ResourceRecordType.NS) is { } ns ? TryName(ns.DomainName, out var zone) ? zone : DomainName.Root : null,
            };
        }

        // Null when a name of the record cannot be a DomainName.
        private static DnsRecord? Record(DnsResourceRecord record, DomainName asked)
        {
            var owner = asked;
            if (!Same(record.DomainName, asked) && !TryName(record.DomainName, out owner))
            {
                return null;
            }

            var ttl = Ttl(record);
            return record switch
            {
                DnsClient.Protocol.AddressRecord a => new AddressRecord(owner, ttl, a.Address),
                DnsClient.Protocol.MxRecord mx => TryName(mx.Exchange, out var exchange) ? new MxRecord(owner, ttl, mx.Preference, exchange) : null,
                DnsClient.Protocol.SrvRecord srv => TryName(srv.Target, out var target) ? new SrvRecord(owner, ttl, srv.Priority, srv.Weight, srv.Port, target) : null,
                CNameRecord c => Name(owner, ttl, c.CanonicalName),
                NsRecord ns => Name(owner, ttl, ns.NSDName),
                PtrRecord ptr => Name(owner, ttl, ptr.PtrDomainName),
                DnsClient.Protocol.TxtRecord txt => new TxtRecord(owner, ttl, Octets(txt)),
                SoaRecord s => Other(owner, ttl, DnsRecordType.Soa, $"{s.MName} {s.RName} {s.Serial} {s.Refresh} {s.Retry} {s.Expire} {s.Minimum}"),
                DsRecord ds => Other(owner, ttl, DnsRecordType.Ds, $"{ds.KeyTag} {(int)ds.Algorithm} {ds.DigestType} {Convert.ToHexString([.. ds.Digest])}"),
                DnsKeyRecord key => Other(owner, ttl, DnsRecordType.Dnskey, $"{key.Flags} {key.Protocol} {(int)key.Algorithm} {Convert.ToBase64String([.. key.PublicKey])}"),
                TlsaRecord t => Other(owner, ttl, DnsRecordType.Tlsa, $"{(int)t.CertificateUsage} {(int)t.Selector} {(int)t.MatchingType} {Convert.ToHexString([.. t.CertificateAssociationData])}"),
                CaaRecord caa => Other(owner, ttl, DnsRecordType.Caa, $"{caa.Flags} {caa.Tag} \"{caa.Value}\""),
                _ => Other(owner, ttl, (DnsRecordType)record.RecordType, record.ToString() ?? string.Empty),
            };
        }

        private static NameRecord? Name(DomainName owner, uint ttl, DnsString target) =>
            TryName(target, out var name) ? new NameRecord(owner, ttl, name) : null;

        // The library hands out a label's octets as they are; what is not printable is written \DDD (RFC 1035 5.1).
        private static bool TryName(DnsString text, out DomainName name) =>
            DomainName.TryParse(text.Value, out name)
            || DomainName.TryParse(string.Concat(text.Value.Select(c => c is >= '!' and <= '~' ? c.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\{(int)c:000}"))), out name);

        private static OtherRecord Other(DomainName owner, uint ttl, DnsRecordType type, string text) => new(owner, ttl, type, text);

        // RFC 2181 8: a TTL with the top bit set is zero; the library keeps it as a negative number.
        private static uint Ttl(DnsResourceRecord record) => (uint)Math.Max(0, record.InitialTimeToLive);

        // Text is the octets read as UTF-8, so it is exact unless an octet did not fit; then EscapedText keeps it as \DDD.
        private static ImmutableArray<string> Octets(DnsClient.Protocol.TxtRecord record)
        {
            var texts = (IReadOnlyList<string>)[.. record.Text];
            var strings = ImmutableArray.CreateBuilder<string>(texts.Count);
            IReadOnlyList<string>? escaped = null;
            for (var i = 0; i < texts.Count; i++)
            {
                if (Ascii.IsValid(texts[i]))
                {
                    strings.Add(texts[i]);
                }
                else if (!texts[i].Contains('\uFFFD', StringComparison.Ordinal))
                {
                    strings.Add(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(texts[i])));
                }
                else
                {
                    escaped ??= [.. record.EscapedText];
                    strings.Add(Unescape(escaped[i]));
                }
            }

            return strings.DrainToImmutable();
        }

        // The library escapes quotes and octets outside printable ASCII, and leaves a backslash as it is.
        private static string Unescape(string escaped)
        {
            var octets = new StringBuilder(escaped.Length);
            for (var i = 0; i < escaped.Length; i++)
            {
                if (escaped[i] == '\\' && i + 3 < escaped.Length && byte.TryParse(escaped.AsSpan(i + 1, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var octet))
                {
                    octets.Append((char)octet);
                    i += 3;
                }
                else if (escaped[i] != '\\' || i + 1 == escaped.Length || escaped[i + 1] != '"')
                {
                    octets.Append(escaped[i]);
                }
            }

            return octets.ToString();
        }

        private static bool Same(DnsString text, DomainName name)
        {
            var value = text.Value.AsSpan();
            return Ascii.EqualsIgnoreCase(value.EndsWith(".") ? value[..^1] : value, name.Value);
        }
    }
}
