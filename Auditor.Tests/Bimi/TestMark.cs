using System.Formats.Asn1;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Auditor.Tests.Bimi;

/// <summary>Logos and mark certificates for tests.</summary>
internal sealed record TestMark
{
    public const string Logo = """
        <?xml version="1.0" encoding="UTF-8"?>
        <svg xmlns="http://www.w3.org/2000/svg" version="1.2" baseProfile="tiny-ps" viewBox="0 0 64 64">
          <title>Example</title>
          <defs><linearGradient id="g"><stop offset="0" stop-color="#fff"/></linearGradient></defs>
          <rect width="64" height="64" fill="url(#g)"/>
        </svg>
        """;

    public string[] Names { get; init; } = ["example.com"];

    public string? Purpose { get; init; } = "1.3.6.1.5.5.7.3.31";

    /// <summary>The file in the logotype; null for a certificate without the extension.</summary>
    public byte[]? Embedded { get; init; } = Packed(Logo);

    public DateTimeOffset NotAfter { get; init; } = new(2027, 6, 1, 0, 0, 0, TimeSpan.Zero);

    public bool WithIssuer { get; init; } = true;

    /// <summary>The evidence document.</summary>
    public string Pem()
    {
        var from = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var issuerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var root = new CertificateRequest("CN=Test Mark Authority", issuerKey, HashAlgorithmName.SHA256);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var issuer = root.CreateSelfSigned(from, from.AddYears(20));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(Subject(), key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        Array.ForEach(Names, names.AddDnsName);
        if (Names.Length > 0)
        {
            request.CertificateExtensions.Add(names.Build());
        }

        if (Purpose is not null)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(Purpose)], false));
        }

        if (Embedded is not null)
        {
            request.CertificateExtensions.Add(new X509Extension("1.3.6.1.5.5.7.1.12", Logotype(Embedded), false));
        }

        using var certificate = request.Create(issuer, from, NotAfter, [7]);
        return "Mark of Example Ltd\n" + certificate.ExportCertificatePem() + "\n" + (WithIssuer ? issuer.ExportCertificatePem() : string.Empty);
    }

    public static byte[] Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    private static X500DistinguishedName Subject()
    {
        var builder = new X500DistinguishedNameBuilder();
        builder.AddOrganizationName("Example Ltd");
        builder.Add("1.3.6.1.4.1.53087.1.13", "Registered Mark", UniversalTagNumber.UTF8String);
        return builder.Build();
    }

    // RFC 3709 4.1: LogotypeExtn > subjectLogo [2] EXPLICIT > direct [0] IMPLICIT LogotypeData > image > LogotypeImage > LogotypeDetails.
    private static byte[] Logotype(byte[] file)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 2)))
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteCharacterString(UniversalTagNumber.IA5String, "image/svg+xml");
            using (writer.PushSequence())
            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier("2.16.840.1.101.3.4.2.1");
                }

                writer.WriteOctetString(SHA256.HashData(file));
            }

            using (writer.PushSequence())
            {
                writer.WriteCharacterString(UniversalTagNumber.IA5String, "data:image/svg+xml;base64," + Convert.ToBase64String(file));
            }
        }

        return writer.Encode();
    }
}
