using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Auditor.Core.Findings;

namespace Auditor.Core.Bimi;

/// <summary>
/// Reads an evidence document: the mark certificate first, then its issuers (draft-fetch-validation-vmc-wchuang). Nothing is looked up
/// anywhere: the certificate of a stranger must not choose whom we connect to.
/// </summary>
public static class MarkCertificateReader
{
    private const int MaxCertificates = 10;
    private const string BimiPurpose = "1.3.6.1.5.5.7.3.31";
    private const string LogotypeExtension = "1.3.6.1.5.5.7.1.12";
    private const string MarkTypeAttribute = "1.3.6.1.4.1.53087.1.13";

    /// <summary>Reads the document; what is wrong is part of the result.</summary>
    /// <param name="pem">The document.</param>
    /// <param name="names">The names of which the certificate must carry one.</param>
    /// <param name="at">The time that it is held against.</param>
    public static MarkCertificate Read(string pem, IReadOnlyCollection<string> names, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(pem);
        ArgumentNullException.ThrowIfNull(names);
        var problems = new RecordProblems();
        var chain = Load(pem, problems);
        try
        {
            if (chain is [var first, ..])
            {
                return Judge(first, chain, names, at, problems);
            }

            problems.Error("no-certificate", "The file holds no certificate in PEM form ('-----BEGIN CERTIFICATE-----').");
            return new MarkCertificate { Problems = [.. problems.Items] };
        }
        catch (CryptographicException)
        {
            // Dates, names and extensions are decoded when they are looked at, so damage shows this late.
            problems.Error("damaged", "The mark certificate has a part that cannot be read.");
            return new MarkCertificate { Problems = [.. problems.Items] };
        }
        finally
        {
            chain.ForEach(c => c.Dispose());
        }
    }

    private static MarkCertificate Judge(
        X509Certificate2 certificate, List<X509Certificate2> chain, IReadOnlyCollection<string> names, DateTimeOffset at, RecordProblems problems)
    {
        var carried = DnsNames(certificate);
        if (!carried.Exists(c => names.Contains(c.TrimEnd('.'), StringComparer.OrdinalIgnoreCase)))
        {
            problems.Error("other-domain", $"The certificate is for {(carried.Count == 0 ? "no domain" : string.Join(", ", carried.Take(5)))}, not for {names.First()}.");
        }

        if (at < certificate.NotBefore || at > certificate.NotAfter)
        {
            problems.Error(MarkCertificate.OutOfDate, FormattableString.Invariant(
                $"The certificate is in force from {certificate.NotBefore.ToUniversalTime():yyyy-MM-dd} to {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd} only."));
        }

        if (!certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Any(e => e.EnhancedKeyUsages.Cast<Oid>().Any(o => o.Value == BimiPurpose)))
        {
            problems.Error("purpose", $"The certificate is no mark certificate: its extended key usage lacks {BimiPurpose}.");
        }

        CheckOrder(chain, problems);
        return new MarkCertificate
        {
            Subject = certificate.Subject,
            Issuer = certificate.Issuer,
            NotBefore = certificate.NotBefore,
            NotAfter = certificate.NotAfter,
            Names = [.. carried],
            MarkType = MarkType(certificate.SubjectName),
            Logo = ReadLogo(certificate, problems),
            Problems = [.. problems.Items],
        };
    }

    private static List<X509Certificate2> Load(string pem, RecordProblems problems)
    {
        var chain = new List<X509Certificate2>();
        var rest = pem.AsSpan();
        while (chain.Count < MaxCertificates && PemEncoding.TryFind(rest, out var fields))
        {
            if (rest[fields.Label] is "CERTIFICATE")
            {
                try
                {
                    chain.Add(X509CertificateLoader.LoadCertificate(Convert.FromBase64String(rest[fields.Base64Data].ToString())));
                }
                catch (CryptographicException)
                {
                    problems.Error("damaged", $"Certificate {chain.Count + 1} of the file cannot be read.");
                    break;
                }
            }

            rest = rest[fields.Location.End..];
        }

        return chain;
    }

    // Each issuer stands behind what it issued; the root may be left out.
    private static void CheckOrder(List<X509Certificate2> chain, RecordProblems problems)
    {
        for (var i = 0; i + 1 < chain.Count; i++)
        {
            if (!chain[i].IssuerName.RawData.AsSpan().SequenceEqual(chain[i + 1].SubjectName.RawData))
            {
                problems.Error("order", $"Certificate {i + 2} of the file is not the issuer of certificate {i + 1}.");
                return;
            }
        }

        if (chain is [var only] && !only.IssuerName.RawData.AsSpan().SequenceEqual(only.SubjectName.RawData))
        {
            problems.Error("issuer-missing", "The file holds the mark certificate alone; the certificates of its issuers must follow.");
        }
    }

    private static SvgTinyPs? ReadLogo(X509Certificate2 certificate, RecordProblems problems)
    {
        if (certificate.Extensions.FirstOrDefault(e => e.Oid?.Value == LogotypeExtension) is not { } extension)
        {
            problems.Error("no-logotype", $"The certificate has no logotype ({LogotypeExtension}).");
            return null;
        }

        if (Logotype.FindSvg(extension.RawData) is { } file)
        {
            return SvgTinyPsReader.Read(file);
        }

        problems.Error("no-embedded-logo", "The certificate's logotype holds no SVG as a data: URI.");
        return null;
    }

    private static List<string> DnsNames(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault()?.EnumerateDnsNames().ToList() ?? [];

    private static string? MarkType(X500DistinguishedName subject) => subject.EnumerateRelativeDistinguishedNames()
        .FirstOrDefault(r => !r.HasMultipleElements && r.GetSingleElementType().Value == MarkTypeAttribute)?.GetSingleElementValue();
}
