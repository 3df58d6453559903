using System.Net;
using System.Net.Sockets;
using Auditor.Core.Dns;
using Auditor.Core.Smtp;
using Auditor.Worker.Mailboxes;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Auditor.Worker.Smtp;

/// <summary>
/// Connects to a mail host, reads its greeting, says EHLO, STARTTLS and QUIT: never MAIL, RCPT or AUTH. Addresses that the
/// Internet does not route are refused. It opens a connection for every call; <see cref="PoliteSmtpProbe"/> bounds how often.
/// </summary>
internal sealed class MailKitSmtpProbe(SmtpProbeOptions options, TimeProvider time) : ISmtpProbe
{
    /// <summary>Octets read of one connection: many times what greeting, EHLO and a handshake take.</summary>
    private const int MaxOctets = 128 * 1024;

    /// <inheritdoc />
    public async ValueTask<SmtpProbeResult> ProbeAsync(IPAddress address, DomainName? host, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!options.AllowPrivate && AddressScope.IsPrivate(address))
        {
            return Ended(address, SmtpProbeStatus.NotAllowed, "The address is private, and is not connected to.");
        }

        using var limit = new CancellationTokenSource(options.Limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var log = new ConversationLog();
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(new IPEndPoint(address, options.Port), both.Token).ConfigureAwait(false);
            return await ConverseAsync(address, host, socket, log, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Ended(address, SmtpProbeStatus.TimedOut, $"No complete answer within {options.Limit.TotalSeconds:0.#} s.") with { Banner = log.Greeting };
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode switch
            {
                SocketError.ConnectionRefused => Ended(address, SmtpProbeStatus.Refused, $"The host refuses connections to port {options.Port}."),
                SocketError.TimedOut => Ended(address, SmtpProbeStatus.TimedOut, "The network gives no answer."),
                _ => Ended(address, SmtpProbeStatus.Unreachable, $"The host cannot be reached ({e.SocketErrorCode})."),
            };
        }
    }

    private async Task<SmtpProbeResult> ConverseAsync(IPAddress address, DomainName? host, Socket socket, ConversationLog log, CancellationToken cancellationToken)
    {
        using var network = new NetworkStream(socket, ownsSocket: false);
        using var connection = new BoundedConnection(network, MaxOctets);
        using var client = new ProbeClient(log) { LocalDomain = options.EhloName };
        try
        {
            await client.ConnectAsync(connection, host?.Value ?? address.ToString(), options.Port, SecureSocketOptions.None, cancellationToken).ConfigureAwait(false);
            var result = Answered(address, log);
            return result.OffersStartTls == true
                ? await WithTlsAsync(result, client, connection, host, cancellationToken).ConfigureAwait(false)
                : await QuitAsync(result, client, cancellationToken).ConfigureAwait(false);
        }
        catch (SmtpCommandException e)
        {
            return Ended(address, SmtpProbeStatus.TurnedAway, $"The host turns us away with {(int)e.StatusCode} ({ServerText.Clean(e.Message)}).") with { Banner = log.Greeting };
        }
        catch (Exception e) when (e is SmtpProtocolException or IOException)
        {
            return Broken(address, log, connection.IsExhausted) with { Banner = log.Greeting };
        }
    }

    private async Task<SmtpProbeResult> WithTlsAsync(
        SmtpProbeResult result, ProbeClient client, BoundedConnection connection, DomainName? host, CancellationToken cancellationToken)
    {
        var reply = await client.StartTlsAsync(cancellationToken).ConfigureAwait(false);
        if (reply.StatusCode != SmtpStatusCode.ServiceReady)
        {
            return await QuitAsync(result with { TlsError = $"answers it with {(int)reply.StatusCode} ({ServerText.Clean(reply.Response)})" }, client, cancellationToken).ConfigureAwait(false);
        }

        var tls = await new TlsHandshake(options, time).RunAsync(connection, host, cancellationToken).ConfigureAwait(false);
        return result with { ServerName = host, TlsVersion = tls.Version, Certificate = tls.Certificate, TlsError = tls.Error };
    }

    // All that was wanted is known: how the host says goodbye is its own affair.
    private static async Task<SmtpProbeResult> QuitAsync(SmtpProbeResult result, ProbeClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.DisconnectAsync(true, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SmtpProtocolException or SmtpCommandException)
        {
            return result;
        }

        return result;
    }

    private static SmtpProbeResult Answered(IPAddress address, ConversationLog log)
    {
        var ehlo = log.Ehlo;
        return new SmtpProbeResult(address, SmtpProbeStatus.Answered)
        {
            Banner = log.Greeting,
            EhloName = ehlo.IsEmpty ? null : ehlo[0].Split(' ', 2)[0] is { Length: > 0 } word ? word : null,
            Capabilities = [.. ehlo.Skip(1).Select(l => l.ToUpperInvariant()).Where(l => l.Length > 0)],
        };
    }

    private static SmtpProbeResult Broken(IPAddress address, ConversationLog log, bool isExhausted) => log.Greeting switch
    {
        null => Ended(address, SmtpProbeStatus.Unreachable, "The host closed the connection without a word."),
        _ when isExhausted => Ended(address, SmtpProbeStatus.NotSmtp, $"The host sent {MaxOctets / 1024} KiB and came to no end."),
        var said when SmtpGreeting.CodeOf(said) is null => Ended(address, SmtpProbeStatus.NotSmtp, "What answered is no mail server."),
        _ => Ended(address, SmtpProbeStatus.Unreachable, "The host broke off after its greeting."),
    };

    private static SmtpProbeResult Ended(IPAddress address, SmtpProbeStatus status, string reason) => new(address, status) { Reason = reason };

    // MailKit's own STARTTLS would fetch what a certificate names; with this one the handshake is ours.
    private sealed class ProbeClient(IProtocolLogger log) : SmtpClient(log)
    {
        public Task<SmtpResponse> StartTlsAsync(CancellationToken cancellationToken) => SendCommandAsync("STARTTLS", cancellationToken);
    }
}
