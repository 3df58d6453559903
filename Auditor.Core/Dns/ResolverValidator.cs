using System.Collections.Concurrent;
using System.Net;
using Auditor.Core.Dns.Network;

namespace Auditor.Core.Dns;

/// <summary>
/// Takes a validating resolver's word: AD for secure, SERVFAIL that goes away with CD for bogus (RFC 4035 3.2.2, 3.2.3, RFC 6840 5.7).
/// AD counts from a resolver on this machine only, since anyone on the way could set it.
/// </summary>
/// <param name="resolvers">The resolvers, in order; the first that answers is believed.</param>
/// <param name="trustsPath">True when the user says that AD may be believed over the network too; then "secure" is "claimed".</param>
/// <param name="tryTimeout">The longest that one try waits.</param>
public sealed class ResolverValidator(IReadOnlyList<IPEndPoint> resolvers, bool trustsPath, TimeSpan tryTimeout) : IDnssecValidator, IDisposable
{
    /// <summary>The longest that one try of two waits, where nothing else is asked for.</summary>
    public static readonly TimeSpan DefaultTryTimeout = TimeSpan.FromSeconds(2);

    /// <summary>The resolvers that are tried for one question.</summary>
    private const int MaxResolvers = 2;

    private const int MaxInFlight = 64;

    private readonly ConcurrentDictionary<IPEndPoint, bool> validates = new();
    private readonly SemaphoreSlim places = new(MaxInFlight);

    /// <summary>Tells a resolver on this machine; a test has no other machine.</summary>
    internal Func<IPAddress, bool> IsLocal { get; init; } = IPAddress.IsLoopback;

    /// <inheritdoc />
    public async ValueTask<Validation> ValidateAsync(DomainName name, DnsRecordType type, CancellationToken cancellationToken)
    {
        await places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            foreach (var resolver in resolvers.Take(MaxResolvers))
            {
                var found = await AskAsync(resolver, new WireQuestion(name, type), cancellationToken).ConfigureAwait(false);
                if (found != Validation.Unknown)
                {
                    return found;
                }
            }

            return Validation.Unknown;
        }
        finally
        {
            places.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => places.Dispose();

    private async Task<Validation> AskAsync(IPEndPoint resolver, WireQuestion question, CancellationToken cancellationToken)
    {
        var reply = await SendAsync(resolver, question, cancellationToken).ConfigureAwait(false);
        return reply switch
        {
            { Rcode: DnsReply.ServerFailure } => await IsBogusAsync(resolver, question, cancellationToken).ConfigureAwait(false) ? Validation.Bogus : Validation.Unknown,
            { Rcode: DnsReply.NoError or DnsReply.NameError, AuthenticData: true } =>
                IsLocal(resolver.Address) ? Validation.Secure : trustsPath ? Validation.Claimed : Validation.Indeterminate,
            { Rcode: DnsReply.NoError or DnsReply.NameError } =>
                await ValidatesAsync(resolver, cancellationToken).ConfigureAwait(false) ? Validation.Insecure : Validation.Indeterminate,
            _ => Validation.Unknown,
        };
    }

    // A failure upstream may pass between two questions, so the refusal must come again once the unchecked answer is there.
    private async Task<bool> IsBogusAsync(IPEndPoint resolver, WireQuestion question, CancellationToken cancellationToken)
    {
        var withoutCheck = await SendAsync(resolver, question with { CheckingDisabled = true }, cancellationToken).ConfigureAwait(false);
        return withoutCheck is { Rcode: DnsReply.NoError or DnsReply.NameError }
            && await SendAsync(resolver, question, cancellationToken).ConfigureAwait(false) is { Rcode: DnsReply.ServerFailure };
    }

    // The root is signed: a resolver that does not vouch for it does not validate at all.
    private async Task<bool> ValidatesAsync(IPEndPoint resolver, CancellationToken cancellationToken)
    {
        if (validates.TryGetValue(resolver, out var known))
        {
            return known;
        }

        var root = await SendAsync(resolver, new WireQuestion(DomainName.Root, DnsRecordType.Soa), cancellationToken).ConfigureAwait(false);
        if (root is not { Rcode: DnsReply.NoError })
        {
            return false;
        }

        return validates[resolver] = root.AuthenticData && (trustsPath || IsLocal(resolver.Address));
    }

    private async Task<WireReply?> SendAsync(IPEndPoint resolver, WireQuestion question, CancellationToken cancellationToken)
    {
        var reply = await WireClient.AskUdpAsync(resolver, question, tryTimeout, cancellationToken).ConfigureAwait(false)
            ?? await WireClient.AskUdpAsync(resolver, question, tryTimeout, cancellationToken).ConfigureAwait(false);
        return reply is { Truncated: true }
            ? await WireClient.AskTcpAsync(resolver, question, tryTimeout, cancellationToken).ConfigureAwait(false)
            : reply;
    }
}
