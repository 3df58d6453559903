using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Auditor.Core.Dns;
using Auditor.Core.Smtp;
using Auditor.Worker.Mailboxes;

namespace Auditor.Worker.Smtp;

/// <summary>What a handshake led to: a version with a certificate, or an error.</summary>
internal sealed record TlsOutcome(string? Version, SmtpCertificate? Certificate, string? Error);

/// <summary>
/// The TLS handshake after STARTTLS. It takes any certificate, to look at it. It fetches nothing that the certificate names
/// (no missing issuers, no revocation lists): those addresses are the host's to choose.
/// </summary>
internal sealed class TlsHandshake(SmtpProbeOptions options, TimeProvider time)
{
    private SmtpCertificate? shown;

    /// <summary>Shakes hands, says QUIT, and leaves the connection open.</summary>
    public async Task<TlsOutcome> RunAsync(Stream connection, DomainName? host, CancellationToken cancellationToken)
    {
        var tls = new SslStream(connection, leaveInnerStreamOpen: true);
        await using (tls.ConfigureAwait(false))
        {
            try
            {
                await tls.AuthenticateAsClientAsync(Options(host), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is AuthenticationException or IOException or InvalidOperationException)
            {
                return new TlsOutcome(null, shown, $"the TLS handshake fails ({ServerText.Clean((e.InnerException ?? e).Message)})");
            }

            var version = Version(tls.SslProtocol);
            await QuitAsync(tls, cancellationToken).ConfigureAwait(false);
            return new TlsOutcome(version, shown, null);
        }
    }

    private SslClientAuthenticationOptions Options(DomainName? host)
    {
        var policy = new X509ChainPolicy
        {
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            VerificationTime = time.GetUtcNow().UtcDateTime,
            VerificationTimeIgnored = false,
        };
        if (options.Authorities.Count > 0)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(options.Authorities);
        }

        return new SslClientAuthenticationOptions
        {
            TargetHost = host?.Value ?? string.Empty,
            CertificateChainPolicy = policy,
            RemoteCertificateValidationCallback = Look,
        };
    }

    // Whatever is shown is good enough to be looked at; nothing is sent over the connection but QUIT.
    private bool Look(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        shown = certificate is X509Certificate2 leaf ? CertificateReader.Read(leaf, chain) : null;
        return shown is not null;
    }

    // The host may close first; nothing more is wanted of it.
    private static async Task QuitAsync(SslStream tls, CancellationToken cancellationToken)
    {
        try
        {
            await tls.WriteAsync("QUIT\r\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
            await tls.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            return;
        }
    }

    private static string Version(SslProtocols protocol) => protocol switch
    {
        SslProtocols.Tls12 => "TLS 1.2",
        SslProtocols.Tls13 => "TLS 1.3",
        _ => protocol.ToString(),
    };
}
