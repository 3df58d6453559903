using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Auditor.Core.Dns;
using Auditor.Core.Fetching;

namespace Auditor.Worker.Fetching;

/// <summary>Judges a server's certificate and tells the causes apart: authority, date, name.</summary>
internal sealed class ServerCertificateCheck(DomainName host, X509Certificate2? root)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>What the server showed; null before the handshake.</summary>
    public ServerCertificate? Certificate { get; private set; }

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public HttpsStatus? Defect { get; private set; }

    public SslClientAuthenticationOptions Options => new()
    {
        TargetHost = host.Value,
        CertificateChainPolicy = Policy(),
        RemoteCertificateValidationCallback = (_, certificate, chain, errors) => Accept(certificate, chain, errors),
    };

    /// <summary>One sentence on the defect.</summary>
    public string Describe() => Defect switch
    {
        HttpsStatus.CertificateExpired => $"The certificate of {host} is in force from {Certificate?.NotBefore:yyyy-MM-dd} to {Certificate?.NotAfter:yyyy-MM-dd} only.",
        HttpsStatus.CertificateWrongName => Certificate is { Names: [] }
            ? $"The certificate of {host} carries no DNS-ID."
            : $"The certificate of {host} is for {string.Join(", ", Certificate?.Names.Take(5) ?? [])}.",
        _ => $"The certificate of {host} does not come from a trusted authority, or intermediate certificates are missing (issuer: {Certificate?.Issuer}).",
    };

    // Fetching missing certificates or revocation lists would let the certificate's author choose where we connect to.
    private X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck };
        policy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        if (root is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.Add(root);
        }

        return policy;
    }

    private bool Accept(X509Certificate? presented, X509Chain? chain, SslPolicyErrors errors)
    {
        try
        {
            Defect = presented is X509Certificate2 certificate ? Judge(certificate, chain, errors) : HttpsStatus.CertificateNotTrusted;
        }
        catch (CryptographicException)
        {
            // Dates, names and extensions are decoded when they are looked at: one that cannot be read is no certificate to trust.
            Defect = HttpsStatus.CertificateNotTrusted;
        }

        return Defect is null;
    }

    private HttpsStatus? Judge(X509Certificate2 certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        Certificate = new ServerCertificate(certificate.Subject, certificate.Issuer, certificate.NotBefore, certificate.NotAfter, [.. DnsNames(certificate)]);
        return ChainDefect(chain, errors) ?? (IsForHost(certificate) ? null : HttpsStatus.CertificateWrongName);
    }

    private static HttpsStatus? ChainDefect(X509Chain? chain, SslPolicyErrors errors)
    {
        if (!errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
        {
            return errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) ? HttpsStatus.CertificateNotTrusted : null;
        }

        var states = (chain?.ChainStatus ?? []).Aggregate(X509ChainStatusFlags.NoError, (all, state) => all | state.Status);
        return states == X509ChainStatusFlags.NotTimeValid ? HttpsStatus.CertificateExpired : HttpsStatus.CertificateNotTrusted;
    }

    // The DNS-ID alone counts: the common name must not stand in for it (RFC 8461 3.3, RFC 9525 6.3).
    private bool IsForHost(X509Certificate2 certificate) => certificate.MatchesHostname(host.Value, allowWildcards: true, allowCommonName: false);

    private static List<string> DnsNames(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault()?.EnumerateDnsNames().ToList() ?? [];
}
