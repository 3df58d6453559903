using System.Net;
using System.Net.Sockets;
using Auditor.Core.Storage.Entities;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;

namespace Auditor.Worker.Mailboxes;

/// <summary>One signed-in connection with the folder selected.</summary>
internal sealed class MailboxConnection : IAsyncDisposable
{
    private MailboxConnection(ReportImapClient client, ImapFolder folder)
    {
        Client = client;
        Folder = folder;
    }

    public ReportImapClient Client { get; }

    /// <summary>The open folder that is read.</summary>
    public ImapFolder Folder { get; }

    /// <summary>Connects step by step; each step that is done is told to <paramref name="done"/>.</summary>
    /// <exception cref="MailboxException">A step failed.</exception>
    public static Task<MailboxConnection> OpenAsync(
        MailboxSettings settings, MailboxLimits limits, FolderAccess access, Action<MailboxStep, string>? done, CancellationToken cancellationToken) =>
        OpenAsync(settings, limits, access, done, null, cancellationToken);

    /// <summary>As above; <paramref name="signedIn"/> may ask the server before the folder is opened.</summary>
    /// <exception cref="MailboxException">A step failed.</exception>
    public static async Task<MailboxConnection> OpenAsync(
        MailboxSettings settings, MailboxLimits limits, FolderAccess access, Action<MailboxStep, string>? done, Func<ReportImapClient, Task>? signedIn, CancellationToken cancellationToken)
    {
        var trust = new CertificateTrust(settings);
        var addresses = await ResolveAsync(settings, cancellationToken).ConfigureAwait(false);
        done?.Invoke(MailboxStep.Resolve, $"Addresses of {settings.Host}: {string.Join(", ", addresses.Take(4).Select(a => a.ToString()))}.");

        var socket = await ConnectAsync(settings, addresses, limits, cancellationToken).ConfigureAwait(false);
        done?.Invoke(MailboxStep.Connect, $"{settings.Host} answers on port {settings.Port}.");

        var client = new ReportImapClient(limits.MaxMessageBytes)
        {
            Timeout = (int)limits.StallTimeout.TotalMilliseconds,
            CheckCertificateRevocation = false,
            ServerCertificateValidationCallback = trust.Validate,
        };
        try
        {
            await GreetAsync(client, socket, settings, trust, cancellationToken).ConfigureAwait(false);
            done?.Invoke(MailboxStep.Tls, client.IsSecure ? $"The connection is encrypted ({client.SslProtocol})." : "The connection is not encrypted, as asked.");

            await (settings.Token is { } tokens ? SignInAsync(client, settings, tokens, done, cancellationToken) : SignInAsync(client, settings, cancellationToken)).ConfigureAwait(false);
            done?.Invoke(MailboxStep.SignIn, $"{settings.UserName} is signed in.");

            if (signedIn is not null)
            {
                await signedIn(client).ConfigureAwait(false);
            }

            var folder = await OpenFolderAsync(client, settings, access, cancellationToken).ConfigureAwait(false);
            done?.Invoke(MailboxStep.Folder, $"'{folder.FullName}' is open and holds {folder.Count} mails.");
            return new MailboxConnection(client, folder);
        }
        catch (Exception e)
        {
            client.Dispose();
            if (e is MailboxException && cancellationToken.IsCancellationRequested)
            {
                // The library ends a step that is cancelled in whatever way the step fails.
                throw new OperationCanceledException("The connection was cancelled.", e, cancellationToken);
            }

            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Client.IsConnected)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            try
            {
                await Client.DisconnectAsync(true, patience.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ImapProtocolException or ImapCommandException or ServiceNotConnectedException)
            {
                // All work is done; a server that does not say goodbye costs nothing.
            }
        }

        Client.Dispose();
    }

    private static async Task<IPAddress[]> ResolveAsync(MailboxSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(settings.Host, cancellationToken).ConfigureAwait(false);
            return addresses.Length > 0
                ? addresses
                : throw new MailboxException(MailboxStep.Resolve, $"The host name '{settings.Host}' has no address; check its spelling.");
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            throw new MailboxException(MailboxStep.Resolve, $"The host name '{settings.Host}' cannot be resolved ({ServerText.Clean(e.Message)}); check its spelling and this machine's DNS.", e);
        }
    }

    private static async Task<Socket> ConnectAsync(MailboxSettings settings, IPAddress[] addresses, MailboxLimits limits, CancellationToken cancellationToken)
    {
        if (settings.Port is < 1 or > 65535)
        {
            throw new MailboxException(MailboxStep.Connect, $"{settings.Port} is no port; IMAP with TLS usually has 993, with STARTTLS 143.");
        }

        Exception? last = null;
        foreach (var address in addresses)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(limits.ConnectTimeout);
            try
            {
                await socket.ConnectAsync(address, settings.Port, patience.Token).ConfigureAwait(false);
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
            : last is SocketException s ? ServerText.Clean(s.Message) : $"no answer within {limits.ConnectTimeout.TotalSeconds:0} s";
        throw new MailboxException(MailboxStep.Connect, $"No connection to {settings.Host} on port {settings.Port}: {reason}. Check the port and a firewall in between.", last);
    }

    private static async Task GreetAsync(ReportImapClient client, Socket socket, MailboxSettings settings, CertificateTrust trust, CancellationToken cancellationToken)
    {
        var options = settings.Security switch
        {
            MailboxSecurity.Tls => SecureSocketOptions.SslOnConnect,
            MailboxSecurity.StartTls => SecureSocketOptions.StartTls,
            _ => SecureSocketOptions.None,
        };
        var server = $"{settings.Host}:{settings.Port}";
        try
        {
            await client.ConnectAsync(socket, settings.Host, settings.Port, options, cancellationToken).ConfigureAwait(false);
        }
        catch (SslHandshakeException e)
        {
            throw new MailboxException(MailboxStep.Tls, trust.Refusal is { } refusal
                ? $"The certificate of {server} is not trusted: {refusal}."
                : $"{server} does not speak TLS here ({ServerText.Clean((e.InnerException ?? e).Message)}); try STARTTLS, or the port for TLS (993).", e);
        }
        catch (NotSupportedException e)
        {
            throw new MailboxException(MailboxStep.Tls, $"{server} does not offer STARTTLS; use TLS from the start (port 993).", e);
        }
        catch (ImapCommandException e)
        {
            throw new MailboxException(settings.Security == MailboxSecurity.StartTls ? MailboxStep.Tls : MailboxStep.Connect, $"{server} refuses to go on: {ServerText.Clean(e.ResponseText)}.", e);
        }
        catch (Exception e) when (e is IOException or SocketException or ImapProtocolException or TimeoutException)
        {
            var hint = settings.Security == MailboxSecurity.Tls ? string.Empty : " It may expect TLS from the start, or not be an IMAP server.";
            throw new MailboxException(MailboxStep.Connect, $"{server} took the connection and then did not talk IMAP: {ServerText.Clean(e.Message)}." + hint, e);
        }
    }

    private static async Task SignInAsync(ReportImapClient client, MailboxSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            // Only mechanisms that take a password: the others would ask for tokens that are not there.
            foreach (var mechanism in client.AuthenticationMechanisms.Where(m => m is "XOAUTH2" or "OAUTHBEARER" or "GSSAPI" or "NTLM").ToList())
            {
                client.AuthenticationMechanisms.Remove(mechanism);
            }

            await client.AuthenticateAsync(settings.UserName, settings.Password, cancellationToken).ConfigureAwait(false);
        }
        catch (AuthenticationException e)
        {
            throw new MailboxException(MailboxStep.SignIn, $"{settings.Host} refuses the user name or the password of '{settings.UserName}': {ServerText.Clean(e.Message, settings.Password)}.", Redacted(e, settings));
        }
        catch (NotSupportedException e)
        {
            throw new MailboxException(MailboxStep.SignIn, $"{settings.Host} offers no way to sign in with a password{(client.IsSecure ? string.Empty : " on an unencrypted connection; use TLS")}.", Redacted(e, settings));
        }
        catch (ImapCommandException e)
        {
            throw new MailboxException(MailboxStep.SignIn, $"{settings.Host} does not sign '{settings.UserName}' in: {ServerText.Clean(e.ResponseText, settings.Password)}.", Redacted(e, settings));
        }
        catch (Exception e) when (e is IOException or SocketException or ImapProtocolException or TimeoutException)
        {
            throw new MailboxException(MailboxStep.SignIn, $"{settings.Host} broke off while '{settings.UserName}' was signing in: {ServerText.Clean(e.Message, settings.Password)}.", Redacted(e, settings));
        }
    }

    private static async Task SignInAsync(ReportImapClient client, MailboxSettings settings, TokenSource tokens, Action<MailboxStep, string>? done, CancellationToken cancellationToken)
    {
        var token = await tokens.GetAsync(cancellationToken).ConfigureAwait(false);
        done?.Invoke(MailboxStep.Token, $"There is a token, valid until {token.ExpiresAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC.");
        SaslMechanism mechanism = client.AuthenticationMechanisms.Contains("XOAUTH2") ? new SaslMechanismOAuth2(settings.UserName, token.Text)
            : client.AuthenticationMechanisms.Contains("OAUTHBEARER") ? new SaslMechanismOAuthBearer(settings.UserName, token.Text)
            : throw new MailboxException(MailboxStep.SignIn, $"{settings.Host} takes no tokens (neither XOAUTH2 nor OAUTHBEARER){(client.IsSecure ? string.Empty : " on an unencrypted connection; use TLS")}. Sign in with a password there.");
        try
        {
            await client.AuthenticateAsync(mechanism, cancellationToken).ConfigureAwait(false);
        }
        catch (AuthenticationException e)
        {
            tokens.Forget();
            throw new MailboxException(MailboxStep.SignIn, $"{settings.Host} refuses the token of '{settings.UserName}': {ServerText.Clean(e.Message, token.Text)}. Check the user name, the scope, and that the application may read this mailbox.");
        }
        catch (ImapCommandException e)
        {
            tokens.Forget();
            throw new MailboxException(MailboxStep.SignIn, $"{settings.Host} does not sign '{settings.UserName}' in: {ServerText.Clean(e.ResponseText, token.Text)}.");
        }
        catch (Exception e) when (e is IOException or SocketException or ImapProtocolException or TimeoutException)
        {
            throw new MailboxException(MailboxStep.SignIn, $"{settings.Host} broke off while '{settings.UserName}' was signing in: {ServerText.Clean(e.Message, token.Text)}.");
        }
    }

    // The cause is kept for the log only when the server did not put the password into its words.
    private static Exception? Redacted(Exception e, MailboxSettings settings) =>
        settings.Password.Length > 0 && e.ToString().Contains(settings.Password, StringComparison.Ordinal) ? null : e;

    private static async Task<ImapFolder> OpenFolderAsync(ReportImapClient client, MailboxSettings settings, FolderAccess access, CancellationToken cancellationToken)
    {
        try
        {
            var folder = await MailboxFolders.FindAsync(client, settings.Folder, cancellationToken).ConfigureAwait(false);
            await folder.OpenAsync(access, cancellationToken).ConfigureAwait(false);
            return (ImapFolder)folder;
        }
        catch (ImapCommandException e)
        {
            throw new MailboxException(MailboxStep.Folder, $"The folder '{settings.Folder}' cannot be opened: {ServerText.Clean(e.ResponseText, settings.Password)}.", e);
        }
        catch (Exception e) when (e is IOException or SocketException or ImapProtocolException or ServiceNotConnectedException or TimeoutException)
        {
            throw new MailboxException(MailboxStep.Folder, $"{settings.Host} broke off while the folder '{settings.Folder}' was being opened: {ServerText.Clean(e.Message, settings.Password)}.", e);
        }
    }
}
