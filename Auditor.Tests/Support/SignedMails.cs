using System.Text;
using Auditor.Core.Dns;
using Auditor.Core.Reports.Authenticity;
using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace Auditor.Tests.Support;

/// <summary>Report mails that reporters of our own sign, and the zone with their keys.</summary>
internal static class SignedMails
{
    public static readonly AsymmetricCipherKeyPair Rsa = MakeRsa(2048);
    public static readonly AsymmetricCipherKeyPair Rsa512 = MakeRsa(512);
    public static readonly AsymmetricCipherKeyPair Ed25519 = MakeEd25519();

    /// <summary>An aggregate report as XML.</summary>
    public static string Xml(string org, string? email, string id = "r1", string domain = "example.com", int count = 5, string aligned = "pass", string ip = "192.0.2.1") => $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <feedback><report_metadata><org_name>{org}</org_name>{(email is null ? "" : $"<email>{email}</email>")}
        <report_id>{id}</report_id><date_range><begin>1793404800</begin><end>1793491199</end></date_range></report_metadata>
        <policy_published><domain>{domain}</domain><p>none</p></policy_published>
        <record><row><source_ip>{ip}</source_ip><count>{count}</count><policy_evaluated><disposition>none</disposition><dkim>{aligned}</dkim><spf>fail</spf></policy_evaluated></row>
        <identifiers><header_from>{domain}</header_from></identifiers>
        <auth_results><dkim><domain>{domain}</domain><selector>s1</selector><result>{aligned}</result></dkim></auth_results></record></feedback>
        """;

    /// <summary>An unsigned mail with the report as its attachment.</summary>
    public static MimeMessage Mail(string from, string xml)
    {
        var message = new MimeMessage
        {
            MessageId = "m@" + from[(from.IndexOf('@', StringComparison.Ordinal) + 1)..],
            Date = new DateTimeOffset(2026, 11, 1, 1, 0, 0, TimeSpan.Zero),
            Subject = "Report Domain: example.com Submitter: google.com Report-ID: r1",
            Body = new Multipart("mixed")
            {
                new TextPart("plain") { Text = "This is an aggregate report.\r\n" },
                new MimePart("application", "gzip") { FileName = "report.xml.gz", ContentTransferEncoding = ContentEncoding.Base64, Content = new MimeContent(new MemoryStream(ReportMails.Gzip(Encoding.UTF8.GetBytes(xml)))) },
            },
        };
        message.From.Add(MailboxAddress.Parse(from));
        message.To.Add(MailboxAddress.Parse("reports@example.com"));
        return message;
    }

    /// <summary>The mail's bytes with a signature.</summary>
    public static byte[] Sign(
        MimeMessage message, string domain, AsymmetricCipherKeyPair? key = null, DkimSignatureAlgorithm algorithm = DkimSignatureAlgorithm.RsaSha256, string selector = "k1",
        DkimCanonicalizationAlgorithm canonicalization = DkimCanonicalizationAlgorithm.Relaxed)
    {
        var signer = new DkimSigner((key ?? Rsa).Private, domain, selector, algorithm)
        {
            HeaderCanonicalizationAlgorithm = canonicalization,
            BodyCanonicalizationAlgorithm = canonicalization,
        };
        message.Prepare(EncodingConstraint.SevenBit);
        signer.Sign(message, [HeaderId.From, HeaderId.To, HeaderId.Subject, HeaderId.Date, HeaderId.MessageId]);
        return Bytes(message);
    }

    public static byte[] Bytes(MimeMessage message)
    {
        var options = FormatOptions.Default.Clone();
        options.NewLineFormat = NewLineFormat.Dos;
        var raw = new MemoryStream();
        message.WriteTo(options, raw);
        return raw.ToArray();
    }

    /// <summary>A text in the mail replaced by another, as one on the way would.</summary>
    public static byte[] Replace(byte[] mail, string before, string after)
    {
        var text = Encoding.Latin1.GetString(mail);
        return text.Contains(before, StringComparison.Ordinal) ? Encoding.Latin1.GetBytes(text.Replace(before, after, StringComparison.Ordinal)) : throw new InvalidOperationException($"The mail has no '{before}'.");
    }

    public static string KeyRecord(AsymmetricCipherKeyPair key) => key.Public is Ed25519PublicKeyParameters ed25519
        ? $"v=DKIM1; k=ed25519; p={Convert.ToBase64String(ed25519.GetEncoded())}"
        : $"v=DKIM1; k=rsa; p={Convert.ToBase64String(Org.BouncyCastle.X509.SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(key.Public).GetDerEncoded())}";

    public static TestZone Keys(params string[] domains) => domains.Aggregate(new TestZone(), (zone, domain) => zone.Txt($"k1._domainkey.{domain}", KeyRecord(Rsa)));

    /// <summary>The same means for every run.</summary>
    public sealed class Source(IDnsResolver resolver, string? authServId = null, KnownReporters? reporters = null) : IAuthenticitySource
    {
        public ValueTask<AuthenticityMeans?> OpenAsync(CancellationToken cancellationToken) =>
            ValueTask.FromResult<AuthenticityMeans?>(new AuthenticityMeans(resolver, reporters ?? KnownReporters.Default, authServId));
    }

    private static AsymmetricCipherKeyPair MakeRsa(int bits)
    {
        var generator = new RsaKeyPairGenerator();
        generator.Init(new KeyGenerationParameters(new SecureRandom(), bits));
        return generator.GenerateKeyPair();
    }

    private static AsymmetricCipherKeyPair MakeEd25519()
    {
        var generator = new Ed25519KeyPairGenerator();
        generator.Init(new Ed25519KeyGenerationParameters(new SecureRandom()));
        return generator.GenerateKeyPair();
    }
}
