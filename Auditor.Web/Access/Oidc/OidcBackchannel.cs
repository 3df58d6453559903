using System.Text;
using Auditor.Worker.Settings;

namespace Auditor.Web.Access.Oidc;

/// <summary>
/// How the provider is spoken to: bounded in time and size, without redirects, and never without TLS past this machine, whatever its description says.
/// A provider that sends the secret back in what it complains of does not bring it into a log.
/// </summary>
internal sealed class OidcBackchannel : DelegatingHandler
{
    /// <summary>For one request and its answer.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Bytes of one answer: descriptions and keys are a few KiB.</summary>
    public const int MostBytes = 1024 * 1024;

    private readonly string secret;

    private OidcBackchannel(string secret)
        : base(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(5), PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        this.secret = secret;
    }

    /// <param name="secret">What is taken out of complaints; empty where none is sent.</param>
    public static HttpClient CreateClient(string secret = "") => new(new OidcBackchannel(secret)) { Timeout = Limit, MaxResponseContentBufferSize = MostBytes };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is not { } uri || !OidcConfiguration.IsSafe(uri))
        {
            throw new HttpRequestException($"The provider names an address without https: {request.RequestUri?.Scheme}://{request.RequestUri?.Host}");
        }

        var response = await base.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode && secret.Length > 0)
        {
            await response.Content.LoadIntoBufferAsync(MostBytes, cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            if (text.Contains(secret, StringComparison.Ordinal))
            {
                using var before = response.Content;
                response.Content = new StringContent(text.Replace(secret, "(secret)", StringComparison.Ordinal), Encoding.UTF8, before.Headers.ContentType?.MediaType ?? "text/plain");
            }
        }

        return response;
    }
}
