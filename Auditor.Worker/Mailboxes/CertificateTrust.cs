using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Auditor.Worker.Mailboxes;

/// <summary>
/// Judges the certificate of a mail server: the system's authorities, then what the user trusts besides. Keeps in words
/// why a certificate was refused.
/// </summary>
internal sealed class CertificateTrust
{
    private readonly string host;
    private readonly string? fingerprint;
    private readonly X509Certificate2Collection authorities = [];

    /// <exception cref="MailboxException">The trusted fingerprint or file cannot be read.</exception>
    public CertificateTrust(MailboxSettings settings)
    {
        host = settings.Host;
        fingerprint = Normalise(settings.TrustedFingerprint);
        if (fingerprint is not null && (fingerprint.Length != 64 || !fingerprint.All(char.IsAsciiHexDigit)))
        {
            throw new MailboxException(MailboxStep.Tls, "The trusted certificate fingerprint is no SHA-256 in hex (64 digits).");
        }

        if (!string.IsNullOrWhiteSpace(settings.TrustedCaFile))
        {
            try
            {
                authorities.ImportFromPemFile(settings.TrustedCaFile);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
            {
                throw new MailboxException(MailboxStep.Tls, $"The file of trusted authorities '{settings.TrustedCaFile}' cannot be read: {ServerText.Clean(e.Message)}.", e);
            }
        }
    }

    /// <summary>Why the last certificate was refused, as a clause; null when none was.</summary>
    public string? Refusal { get; private set; }

    /// <summary>For the TLS handshake.</summary>
    public bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        Refusal = null;
        if (certificate is null)
        {
            Refusal = "the server showed no certificate";
            return false;
        }

        var shown = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        if (fingerprint is not null && string.Equals(shown, fingerprint, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if ((errors & SslPolicyErrors.RemoteCertificateChainErrors) != 0 && IsSignedByOwnAuthority(certificate, chain))
        {
            errors &= ~SslPolicyErrors.RemoteCertificateChainErrors;
        }

        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        Refusal = Explain(certificate, chain, errors, shown);
        return false;
    }

    private static string? Normalise(string? text)
    {
        var hex = text?.Replace(":", string.Empty, StringComparison.Ordinal).Replace(" ", string.Empty, StringComparison.Ordinal);
        return string.IsNullOrEmpty(hex) ? null : hex;
    }

    private bool IsSignedByOwnAuthority(X509Certificate certificate, X509Chain? offered)
    {
        if (authorities.Count == 0)
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        foreach (var element in offered?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        using var leaf = new X509Certificate2(certificate);
        return chain.Build(leaf);
    }

    private string Explain(X509Certificate certificate, X509Chain? chain, SslPolicyErrors errors, string shown)
    {
        var reasons = new List<string>();
        if ((errors & SslPolicyErrors.RemoteCertificateNameMismatch) != 0)
        {
            reasons.Add($"it is not made out to {host} but to {Names(certificate)}");
        }

        if ((errors & SslPolicyErrors.RemoteCertificateChainErrors) != 0)
        {
            var statuses = chain?.ChainStatus ?? [];
            if (statuses.Any(s => s.Status == X509ChainStatusFlags.NotTimeValid))
            {
                reasons.Add($"it is valid from {certificate.GetEffectiveDateString()} to {certificate.GetExpirationDateString()} only");
            }

            if (statuses.Any(s => s.Status is X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.PartialChain))
            {
                reasons.Add(certificate.Subject == certificate.Issuer ? "it is signed by itself" : $"its authority ({certificate.Issuer}) is not known here");
            }

            if (reasons.Count == 0)
            {
                reasons.Add(ServerText.Clean(string.Join("; ", statuses.Select(s => s.StatusInformation))));
            }
        }

        var why = string.Join(", and ", reasons);
        return fingerprint is not null
            ? $"{why}, and its SHA-256 fingerprint {shown} is not the trusted one; take the new one over only if you know why it changed"
            : $"{why}; if it is your own server, trust its SHA-256 fingerprint {shown} or name the file of its authority";
    }

    private static string Names(X509Certificate certificate)
    {
        using var leaf = new X509Certificate2(certificate);
        var names = leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(e => e.EnumerateDnsNames()).Take(5).ToList();
        return names.Count > 0 ? string.Join(", ", names) : leaf.Subject;
    }
}
