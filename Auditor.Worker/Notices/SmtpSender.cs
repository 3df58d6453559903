using System.Net;
using System.Net.Sockets;
using Auditor.Core.Storage.Entities;
using Auditor.Worker.Mailboxes;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Auditor.Worker.Notices;

/// <summary>Hands mails to the SMTP server of the settings, step by step.</summary>
internal static class SmtpSender
{
    /// <summary>All of it, with the addresses that do not answer; well inside a notice's lease.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan StallTimeout = TimeSpan.FromSeconds(30);

    private const int MostAddresses = 4;

    /// <summary>Sends a mail; each step that is done is told to <paramref name="done"/>.</summary>
    /// <returns>Which recipients the server refused although it took the mail for others; null when it took all.</returns>
    /// <exception cref="NoticeException">A step failed.</exception>
    public static async Task<string?> SendAsync(SmtpRelay relay, string? password, MimeMessage mail, Action<NoticeStep, string>? done, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        var step = NoticeStep.Resolve;
        try
        {
            return await TalkAsync(relay, password, mail, Told, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or NoticeException && limit.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new NoticeException(step, $"{relay.Host} did not take the mail within {Limit.TotalSeconds:0} seconds.", e);
        }

        void Told(NoticeStep finished, string sentence)
        {
            step = finished == NoticeStep.Send ? finished : finished + 1;
            done?.Invoke(finished, sentence);
        }
    }

    private static async Task<string?> TalkAsync(SmtpRelay relay, string? password, MimeMessage mail, Action<NoticeStep, string> done, CancellationToken cancellationToken)
    {
        var trust = Trust(relay);
        var addresses = await ResolveAsync(relay.Host, cancellationToken).ConfigureAwait(false);
        done(NoticeStep.Resolve, $"Addresses of {relay.Host}: {string.Join(", ", addresses.Take(MostAddresses).Select(a => a.ToString()))}.");

        var socket = await ConnectAsync(relay, addresses, cancellationToken).ConfigureAwait(false);
        done(NoticeStep.Connect, $"{relay.Host} answers on port {relay.Port}.");

        using var client = new NoticeSmtpClient { Timeout = (int)StallTimeout.TotalMilliseconds, CheckCertificateRevocation = false, ServerCertificateValidationCallback = trust.Validate };
        await GreetAsync(client, socket, relay, trust, cancellationToken).ConfigureAwait(false);
        done(NoticeStep.Tls, client.IsSecure ? $"The connection is encrypted ({client.SslProtocol})." : "The connection is not encrypted, as asked.");

        if (relay.UserName.Length > 0)
        {
            await SignInAsync(client, relay, password ?? string.Empty, cancellationToken).ConfigureAwait(false);
            done(NoticeStep.SignIn, $"{relay.UserName} is signed in.");
        }

        await HandOverAsync(client, relay, mail, cancellationToken).ConfigureAwait(false);
        done(NoticeStep.Send, $"{relay.Host} took the mail for {string.Join(", ", mail.To.Mailboxes.Select(m => m.Address).Except(client.Refused.Select(r => r.Address)))}.");
        await LeaveAsync(client).ConfigureAwait(false);
        return client.Refused.Count == 0 ? null : string.Join(" ", client.Refused.Select(r => $"{relay.Host} refuses the recipient {r.Address}: {r.Reason}."));
    }

    private static CertificateTrust Trust(SmtpRelay relay)
    {
        try
        {
            return new CertificateTrust(new MailboxSettings { Host = relay.Host, UserName = relay.UserName, Password = string.Empty, TrustedFingerprint = relay.TrustedFingerprint, TrustedCaFile = relay.TrustedCaFile });
        }
        catch (MailboxException e)
        {
            throw new NoticeException(NoticeStep.Settings, e.Message, e);
        }
    }

    private static async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);
            return addresses.Length > 0 ? addresses : throw new NoticeException(NoticeStep.Resolve, $"The host name '{host}' has no address; check its spelling.");
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            throw new NoticeException(NoticeStep.Resolve, $"The host name '{host}' cannot be resolved ({ServerText.Clean(e.Message)}); check its spelling and this machine's DNS.", e);
        }
    }

    private static async Task<Socket> ConnectAsync(SmtpRelay relay, IPAddress[] addresses, CancellationToken cancellationToken)
    {
        Exception? last = null;
        foreach (var address in addresses.Take(MostAddresses))
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(ConnectTimeout);
            try
            {
                await socket.ConnectAsync(address, relay.Port, patience.Token).ConfigureAwait(false);
                return socket;
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                socket.Dispose();
                cancellationToken.ThrowIfCancellationRequested();
                last = e;
            }
        }

        var reason = last is SocketException { SocketErrorCode: SocketError.ConnectionRefused }
            ? "nothing listens there (connection refused)"
            : last is SocketException s ? ServerText.Clean(s.Message) : $"no answer within {ConnectTimeout.TotalSeconds:0} s";
        throw new NoticeException(NoticeStep.Connect, $"No connection to {relay.Host} on port {relay.Port}: {reason}. Check the port and a firewall in between.", last);
    }

    private static async Task GreetAsync(NoticeSmtpClient client, Socket socket, SmtpRelay relay, CertificateTrust trust, CancellationToken cancellationToken)
    {
        var options = relay.Security switch
        {
            MailboxSecurity.Tls => SecureSocketOptions.SslOnConnect,
            MailboxSecurity.StartTls => SecureSocketOptions.StartTls,
            _ => SecureSocketOptions.None,
        };
        var server = $"{relay.Host}:{relay.Port}";
        try
        {
            await client.ConnectAsync(socket, relay.Host, relay.Port, options, cancellationToken).ConfigureAwait(false);
        }
        catch (SslHandshakeException e)
        {
            throw new NoticeException(NoticeStep.Tls, trust.Refusal is { } refusal
                ? $"The certificate of {server} is not trusted: {refusal}."
                : $"{server} does not speak TLS here ({ServerText.Clean((e.InnerException ?? e).Message)}); try STARTTLS, or the port for TLS (465).", e);
        }
        catch (NotSupportedException e)
        {
            throw new NoticeException(NoticeStep.Tls, $"{server} does not offer STARTTLS; use TLS from the start (port 465).", e);
        }
        catch (SmtpCommandException e)
        {
            throw new NoticeException(relay.Security == MailboxSecurity.StartTls ? NoticeStep.Tls : NoticeStep.Connect, $"{server} refuses to go on: {Answer(e)}.", e);
        }
        catch (Exception e) when (e is IOException or SocketException or SmtpProtocolException or TimeoutException)
        {
            var hint = relay.Security == MailboxSecurity.Tls ? string.Empty : " It may expect TLS from the start, or not be an SMTP server.";
            throw new NoticeException(NoticeStep.Connect, $"{server} took the connection and then did not talk SMTP: {ServerText.Clean(e.Message)}." + hint, e);
        }
    }

    private static async Task SignInAsync(NoticeSmtpClient client, SmtpRelay relay, string password, CancellationToken cancellationToken)
    {
        // Only mechanisms that take a password: the others would ask for tokens that are not there.
        foreach (var mechanism in client.AuthenticationMechanisms.Where(m => m is "XOAUTH2" or "OAUTHBEARER" or "GSSAPI" or "NTLM").ToList())
        {
            client.AuthenticationMechanisms.Remove(mechanism);
        }

        try
        {
            await client.AuthenticateAsync(relay.UserName, password, cancellationToken).ConfigureAwait(false);
        }
        catch (AuthenticationException e)
        {
            // The library's exceptions may quote what was sent.
            throw new NoticeException(NoticeStep.SignIn, $"{relay.Host} refuses the user name or the password of '{relay.UserName}': {ServerText.Clean(e.Message, password)}.");
        }
        catch (NotSupportedException)
        {
            throw new NoticeException(NoticeStep.SignIn, $"{relay.Host} offers no way to sign in with a password{(client.IsSecure ? string.Empty : " on an unencrypted connection; use TLS")}.");
        }
        catch (Exception e) when (e is IOException or SocketException or SmtpProtocolException or SmtpCommandException or TimeoutException)
        {
            throw new NoticeException(NoticeStep.SignIn, $"{relay.Host} broke off while '{relay.UserName}' was signing in: {ServerText.Clean(e.Message, password)}.");
        }
    }

    private static async Task HandOverAsync(NoticeSmtpClient client, SmtpRelay relay, MimeMessage mail, CancellationToken cancellationToken)
    {
        try
        {
            await client.SendAsync(mail, cancellationToken).ConfigureAwait(false);
        }
        catch (SmtpCommandException e) when (e.ErrorCode == SmtpErrorCode.SenderNotAccepted)
        {
            throw new NoticeException(NoticeStep.Send, $"{relay.Host} refuses the sender {e.Mailbox?.Address}: {Answer(e)}.", e);
        }
        catch (SmtpCommandException e) when (client.Refused.Count == mail.To.Count)
        {
            throw new NoticeException(NoticeStep.Send, string.Join(" ", client.Refused.Select(r => $"{relay.Host} refuses the recipient {r.Address}: {r.Reason}.")), e);
        }
        catch (SmtpCommandException e)
        {
            throw new NoticeException(NoticeStep.Send, $"{relay.Host} refuses the mail: {Answer(e)}.", e);
        }
        catch (ServiceNotAuthenticatedException e)
        {
            throw new NoticeException(NoticeStep.Send, $"{relay.Host} wants a user to sign in first: {ServerText.Clean(e.Message)}.", e);
        }
        catch (Exception e) when (e is IOException or SocketException or SmtpProtocolException or TimeoutException or NotSupportedException)
        {
            throw new NoticeException(NoticeStep.Send, $"{relay.Host} broke off while it took the mail: {ServerText.Clean(e.Message)}.", e);
        }
    }

    // The mail is handed over: a server that does not say goodbye costs nothing.
    private static async Task LeaveAsync(NoticeSmtpClient client)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await client.DisconnectAsync(true, patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or SmtpProtocolException or SmtpCommandException or ServiceNotConnectedException)
        {
            return;
        }
    }

    private static string Answer(SmtpCommandException e) => NoticeSmtpClient.Answer((int)e.StatusCode, e.Message);

    /// <summary>Goes on when a server refuses some of the recipients, and keeps which.</summary>
    private sealed class NoticeSmtpClient : SmtpClient
    {
        public List<(string Address, string Reason)> Refused { get; } = [];

        public static string Answer(int code, string text) => $"{code} {ServerText.Clean(text)}";

        protected override void OnRecipientNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response) =>
            Refused.Add((mailbox.Address, Answer((int)response.StatusCode, response.Response)));
    }
}
