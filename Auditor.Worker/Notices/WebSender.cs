using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Auditor.Core.Fetching;
using Auditor.Worker.Fetching;
using Auditor.Worker.Mailboxes;

namespace Auditor.Worker.Notices;

/// <summary>
/// Requests the addresses of the settings: the very address that is dialled is checked to be public, unless the configuration allows private ones; no redirects, no proxy, no
/// cookies, and over after ten seconds.
/// </summary>
/// <param name="root">The only authority to trust; null for the system's. For tests.</param>
/// <param name="time">Counts the seconds; null for the system's clock.</param>
public sealed class WebSender(X509Certificate2? root = null, TimeProvider? time = null)
{
    /// <summary>One request with DNS, handshake and answer: what the threat list allows.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private const int MaxAnswerBytes = 64 << 10;
    private const int MaxHeaderKilobytes = 16;

    /// <summary>Posts a body, signed when there is a secret.</summary>
    /// <exception cref="NoticeException">A step failed, or the answer is no success.</exception>
    public Task PostAsync(Uri address, bool allowPrivate, byte[] body, string? secret, Action<NoticeStep, string>? done, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(body);
        return SendAsync(address, allowPrivate, Request, done, cancellationToken);

        HttpRequestMessage Request()
        {
            var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
            if (!string.IsNullOrEmpty(secret))
            {
                request.Headers.Add("X-Auditor-Signature", NoticeJson.Sign(body, secret));
            }

            return request;
        }
    }

    /// <summary>Requests an address.</summary>
    /// <exception cref="NoticeException">A step failed, or the answer is no success.</exception>
    public Task GetAsync(Uri address, bool allowPrivate, Action<NoticeStep, string>? done, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        return SendAsync(address, allowPrivate, () => new HttpRequestMessage(HttpMethod.Get, address), done, cancellationToken);
    }

    private async Task SendAsync(Uri address, bool allowPrivate, Func<HttpRequestMessage> request, Action<NoticeStep, string>? done, CancellationToken cancellationToken)
    {
        if (address.Scheme != Uri.UriSchemeHttps && !allowPrivate)
        {
            throw new NoticeException(NoticeStep.Settings, $"{address.Authority} is not asked over plain HTTP: write https, or set Notices:AllowPrivate in the configuration for a server in your own network.");
        }

        using var patience = new CancellationTokenSource(Limit, time ?? TimeProvider.System);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            var addresses = await ResolveAsync(address, limit.Token).ConfigureAwait(false);
            var options = new HttpsFetcherOptions { Port = address.Port, MayDial = allowPrivate ? _ => true : PublicAddress.IsPublic };
            if (!addresses.Any(options.MayDial))
            {
                throw new NoticeException(NoticeStep.Connect, $"{address.IdnHost} has no public address ({addresses[0]}) and was not connected to; set Notices:AllowPrivate in the configuration for a server in your own network.");
            }

            done?.Invoke(NoticeStep.Resolve, $"Addresses of {address.IdnHost}: {string.Join(", ", addresses.Take(4).Select(a => a.ToString()))}.");
            using var message = request();
            await AskAsync(address, new GuardedDialer(options, addresses), message, done, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new NoticeException(NoticeStep.Send, $"{address.Authority} did not answer within {Limit.TotalSeconds:0} seconds.", e);
        }
    }

    // By the system's resolver, as mail servers are: names of the own network are known there. Whatever it says, the dialler looks at the address.
    private static async Task<ImmutableArray<IPAddress>> ResolveAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            ImmutableArray<IPAddress> addresses = [.. await Dns.GetHostAddressesAsync(address.DnsSafeHost, cancellationToken).ConfigureAwait(false)];
            return addresses.IsEmpty ? throw new NoticeException(NoticeStep.Resolve, $"The host name '{address.IdnHost}' has no address; check its spelling.") : addresses;
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            throw new NoticeException(NoticeStep.Resolve, $"The host name '{address.IdnHost}' cannot be resolved ({ServerText.Clean(e.Message)}); check its spelling and this machine's DNS.", e);
        }
    }

    private async Task AskAsync(Uri address, GuardedDialer dialer, HttpRequestMessage request, Action<NoticeStep, string>? done, CancellationToken cancellationToken)
    {
        SslPolicyErrors? defect = null;
        using var invoker = new HttpMessageInvoker(Handler(dialer, errors => defect = errors));
        request.Version = HttpVersion.Version11;
        request.Headers.TryAddWithoutValidation("User-Agent", "auditor");
        try
        {
            using var response = await invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
            done?.Invoke(NoticeStep.Connect, $"{dialer.Server} took the connection.");
            var code = (int)response.StatusCode;
            if (code is >= 300 and < 400)
            {
                throw new NoticeException(NoticeStep.Send, $"{address.Authority} answers {code} and sends elsewhere, which is not followed: write the address that it leads to.");
            }

            if (!response.IsSuccessStatusCode)
            {
                throw new NoticeException(NoticeStep.Send, $"{address.Authority} answers {code}: {ServerText.Clean(await ReadAsync(response.Content, cancellationToken).ConfigureAwait(false))}.");
            }

            done?.Invoke(NoticeStep.Send, $"{address.Authority} answers {code}.");
        }
        catch (HttpRequestException e)
        {
            throw defect is { } wrong
                ? new NoticeException(NoticeStep.Tls, $"The certificate of {address.Authority} is not trusted ({Words(wrong)}).", e)
                : e.InnerException is SocketException socket
                    ? new NoticeException(NoticeStep.Connect, $"{address.Authority} does not take the connection ({socket.SocketErrorCode}).", e)
                    : e.HttpRequestError == HttpRequestError.SecureConnectionError
                        ? new NoticeException(NoticeStep.Tls, $"The TLS handshake with {address.Authority} failed.", e)
                        : new NoticeException(NoticeStep.Send, $"What {address.Authority} answers is no HTTP, or broke off.", e);
        }
        catch (IOException e)
        {
            throw new NoticeException(NoticeStep.Send, $"The answer of {address.Authority} broke off.", e);
        }
    }

    private SocketsHttpHandler Handler(GuardedDialer dialer, Action<SslPolicyErrors> defect) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = false,
        Credentials = null,
        PreAuthenticate = false,
        ActivityHeadersPropagator = null,
        MaxResponseHeadersLength = MaxHeaderKilobytes,
        MaxResponseDrainSize = 0,
        PooledConnectionLifetime = TimeSpan.Zero,
        SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = Policy(),
            RemoteCertificateValidationCallback = (_, _, _, errors) =>
            {
                if (errors != SslPolicyErrors.None)
                {
                    defect(errors);
                }

                return errors == SslPolicyErrors.None;
            },
        },
        ConnectCallback = (_, cancellationToken) => dialer.ConnectAsync(cancellationToken),
    };

    // Fetching what a certificate names would let its author choose where we connect to.
    private X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck };
        if (root is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.Add(root);
        }

        return policy;
    }

    private static string Words(SslPolicyErrors errors) =>
        errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? "it is made out to another name" : errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) ? "there is none" : "its authority is not known here, or it is out of date";

    private static async Task<string> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxAnswerBytes];
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = stream.ConfigureAwait(false);
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
