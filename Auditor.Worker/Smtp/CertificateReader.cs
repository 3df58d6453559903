using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using Auditor.Core.Smtp;
using Auditor.Worker.Mailboxes;

namespace Auditor.Worker.Smtp;

/// <summary>The facts of a certificate and of its chain.</summary>
internal static class CertificateReader
{
    private const int MaxNames = 100;

    public static SmtpCertificate Read(X509Certificate2 leaf, X509Chain? chain) => new()
    {
        Subject = ServerText.Clean(leaf.Subject),
        Issuer = ServerText.Clean(leaf.Issuer),
        Names = [.. leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(e => e.EnumerateDnsNames())
            .Take(MaxNames).Select(n => ServerText.Clean(n).ToLowerInvariant())],
        NotBefore = new DateTimeOffset(leaf.NotBefore.ToUniversalTime()),
        NotAfter = new DateTimeOffset(leaf.NotAfter.ToUniversalTime()),
        TrustProblems = chain is null ? [] : [.. Problems(leaf, chain).Distinct()],
    };

    private static IEnumerable<string> Problems(X509Certificate2 leaf, X509Chain chain)
    {
        var flags = chain.ChainElements.SelectMany((element, depth) => element.ChainElementStatus.Select(s => (s.Status, Depth: depth, Name: ServerText.Clean(element.Certificate.Subject))))
            .Concat(chain.ChainStatus.Where(s => s.Status == X509ChainStatusFlags.PartialChain).Select(s => (s.Status, Depth: 0, Name: ServerText.Clean(leaf.Issuer))));
        foreach (var (status, depth, name) in flags)
        {
            var problem = status switch
            {
                X509ChainStatusFlags.UntrustedRoot => leaf.Subject == leaf.Issuer ? "is signed by itself" : $"is signed by an authority that is not known here ({name})",
                X509ChainStatusFlags.PartialChain => $"comes without the certificate of its issuer ({ServerText.Clean(chain.ChainElements.LastOrDefault()?.Certificate.Issuer ?? leaf.Issuer)})",
                X509ChainStatusFlags.NotTimeValid => depth == 0 ? null : $"has an issuing certificate that is out of date ({name})",
                X509ChainStatusFlags.NoError or X509ChainStatusFlags.RevocationStatusUnknown or X509ChainStatusFlags.OfflineRevocation => null,
                _ => $"does not form a valid chain ({status})",
            };
            if (problem is not null)
            {
                yield return problem;
            }
        }
    }
}
