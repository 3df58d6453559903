using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Auditor.Core.Dns;
using Auditor.Core.Fetching;

namespace Auditor.Worker.Fetching;

/// <summary>
/// Gets files from servers of strangers: to port 443 of public addresses only, resolved by our own resolver; no proxy, no cookies, no
/// redirects, no decompression, a few at a time, and over as soon as time or size are up.
/// </summary>
public sealed class HttpsFetcher : IHttpsFetcher, IDisposable
{
    private const int MaxHeaderKilobytes = 16;
    private const int MaxShownHeader = 300;

    private readonly HttpsFetcherOptions options;
    private readonly SemaphoreSlim slots;

    /// <summary>With the usual limits.</summary>
    public HttpsFetcher()
        : this(new HttpsFetcherOptions())
    {
    }

    /// <summary>With limits of one's own.</summary>
    public HttpsFetcher(HttpsFetcherOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        slots = new SemaphoreSlim(options.MaxAtOnce);
    }

    /// <inheritdoc />
    public async Task<HttpsAnswer> GetAsync(string address, int maxBytes, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(resolver);
        if (HttpsAddress.Refusal(address, out var target) is { } refusal)
        {
            return refusal;
        }

        if (!await slots.WaitAsync(options.QueueTimeout, cancellationToken).ConfigureAwait(false))
        {
            return new HttpsAnswer(address, HttpsStatus.NotTried) { Error = "Too many other fetches were under way." };
        }

        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(options.Timeout);
            return await ResolveAsync(address, target, maxBytes, resolver, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new HttpsAnswer(address, HttpsStatus.TimedOut) { Error = $"{target.Host} did not deliver within {options.Timeout.TotalSeconds:0.#} seconds." };
        }
        finally
        {
            slots.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => slots.Dispose();

    private async Task<HttpsAnswer> ResolveAsync(string address, HttpsAddress target, int maxBytes, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        var a = resolver.QueryAsync(target.Host, DnsRecordType.A, cancellationToken).AsTask();
        var aaaa = resolver.QueryAsync(target.Host, DnsRecordType.Aaaa, cancellationToken).AsTask();
        DnsOutcome[] answers = await Task.WhenAll(a, aaaa).ConfigureAwait(false);
        ImmutableArray<IPAddress> addresses = [.. answers.SelectMany(o => o.Addresses)];
        if (addresses.IsEmpty)
        {
            return answers.Any(o => o.IsUnknown)
                ? new HttpsAnswer(address, HttpsStatus.NameUnresolved) { Error = $"DNS could not tell the addresses of {target.Host}." }
                : new HttpsAnswer(address, HttpsStatus.NameUnknown) { Error = $"{target.Host} has no address." };
        }

        return addresses.Any(options.MayDial)
            ? await FetchAsync(address, target, maxBytes, new GuardedDialer(options, addresses), cancellationToken).ConfigureAwait(false)
            : new HttpsAnswer(address, HttpsStatus.AddressRefused) { Error = $"{target.Host} has no public address ({addresses[0]}): it was not connected to." };
    }

    private async Task<HttpsAnswer> FetchAsync(string address, HttpsAddress target, int maxBytes, GuardedDialer dialer, CancellationToken cancellationToken)
    {
        var check = new ServerCertificateCheck(target.Host, options.Root);
        HttpsAnswer Ended(HttpsStatus status, string? error) => new(address, status) { Error = error, Server = dialer.Server?.ToString(), Certificate = check.Certificate };
        try
        {
            using var invoker = new HttpMessageInvoker(Handler(dialer, check));
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"https://{target.Host.Value}{target.PathAndQuery}")) { Version = HttpVersion.Version11 };
            request.Headers.TryAddWithoutValidation("User-Agent", "auditor");
            using var response = await invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var (body, isTooLarge) = response.StatusCode == HttpStatusCode.OK
                ? await ReadAsync(response.Content, maxBytes, cancellationToken).ConfigureAwait(false)
                : ([], false);
            return Ended(isTooLarge ? HttpsStatus.TooLarge : HttpsStatus.Answered, isTooLarge ? $"The file is larger than {maxBytes / 1024} KiB." : null) with
            {
                Code = (int)response.StatusCode,
                ContentType = First(response.Content.Headers, "Content-Type"),
                Location = First(response.Headers, "Location"),
                Body = body,
            };
        }
        catch (HttpRequestException e)
        {
            return check.Defect is { } defect ? Ended(defect, check.Describe())
                : e.InnerException is SocketException socket ? Ended(HttpsStatus.ConnectFailed, $"{target.Host} does not take the connection ({socket.SocketErrorCode}).")
                : e.HttpRequestError == HttpRequestError.SecureConnectionError ? Ended(HttpsStatus.TlsFailed, $"The TLS handshake with {target.Host} failed.")
                : Ended(HttpsStatus.Broken, $"What {target.Host} answers is no HTTP, or broke off.");
        }
        catch (IOException)
        {
            return Ended(HttpsStatus.Broken, $"The answer of {target.Host} broke off.");
        }
    }

    private static SocketsHttpHandler Handler(GuardedDialer dialer, ServerCertificateCheck check) => new()
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
        SslOptions = check.Options,
        ConnectCallback = (_, cancellationToken) => dialer.ConnectAsync(cancellationToken),
    };

    // As sent: a value that .NET would not parse is a value still. Cut, since it is shown to people.
    private static string? First(HttpHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) && values.FirstOrDefault() is { } value ? value[..Math.Min(value.Length, MaxShownHeader)] : null;

    private static async Task<(ImmutableArray<byte> Body, bool IsTooLarge)> ReadAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > maxBytes)
        {
            return ([], true);
        }

        var buffer = new byte[maxBytes + 1];
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return length > maxBytes ? ([], true) : ([.. buffer.AsSpan(0, length)], false);
        }
    }
}
