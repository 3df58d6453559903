using Auditor.Worker.Settings;

namespace Auditor.Web.Access.Oidc;

/// <summary>How the provider is spoken to: bounded in time and size, without redirects, and never without TLS past this machine, whatever its description says.</summary>
internal sealed class OidcBackchannel : DelegatingHandler
{
    /// <summary>For one request and its answer.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Bytes of one answer: descriptions and keys are a few KiB.</summary>
    public const int MostBytes = 1024 * 1024;

    private OidcBackchannel()
        : base(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(5), PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
    }

    public static HttpClient CreateClient() => new(new OidcBackchannel()) { Timeout = Limit, MaxResponseContentBufferSize = MostBytes };

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        request.RequestUri is { } uri && OidcConfiguration.IsSafe(uri)
            ? base.SendAsync(request, cancellationToken)
            : throw new HttpRequestException($"The provider names an address without https: {request.RequestUri?.Scheme}://{request.RequestUri?.Host}");
}
