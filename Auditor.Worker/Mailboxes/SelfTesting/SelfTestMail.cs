using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Auditor.Core.Storage.Ingest;
using MimeKit;

namespace Auditor.Worker.Mailboxes.SelfTesting;

/// <summary>The report of a self-test (RFC 9990) and the mail around it, as a reporter would send it. The number and the time decide every octet of the report.</summary>
internal sealed record SelfTestMail(string Nonce, DateTimeOffset StartedAt)
{
    /// <summary>128 random bits.</summary>
    public static string NewNonce() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Without angle brackets, as the ledger has it.</summary>
    public string MessageId => $"{Nonce}@{SelfTestDomain.Name}";

    /// <summary>SHA-256 of <see cref="Xml"/>.</summary>
    public byte[] ContentHash => SHA256.HashData(Encoding.UTF8.GetBytes(Xml));

    /// <summary>One message from an address that is reserved for documentation (RFC 5737), on the day before.</summary>
    public string Xml
    {
        get
        {
            var end = StartedAt.ToUnixTimeSeconds() / 86_400 * 86_400;
            return string.Create(CultureInfo.InvariantCulture, $"""
                <?xml version="1.0" encoding="UTF-8"?>
                <feedback xmlns="urn:ietf:params:xml:ns:dmarc-2.0">
                  <version>1.0</version>
                  <report_metadata>
                    <org_name>Auditor</org_name>
                    <email>self-test@{SelfTestDomain.Name}</email>
                    <report_id>self-test-{Nonce}</report_id>
                    <date_range>
                      <begin>{end - 86_400}</begin>
                      <end>{end - 1}</end>
                    </date_range>
                  </report_metadata>
                  <policy_published>
                    <domain>{SelfTestDomain.Name}</domain>
                    <discovery_method>treewalk</discovery_method>
                    <p>reject</p>
                    <testing>n</testing>
                  </policy_published>
                  <record>
                    <row>
                      <source_ip>192.0.2.1</source_ip>
                      <count>1</count>
                      <policy_evaluated>
                        <disposition>pass</disposition>
                        <dkim>pass</dkim>
                        <spf>pass</spf>
                      </policy_evaluated>
                    </row>
                    <identifiers>
                      <header_from>{SelfTestDomain.Name}</header_from>
                    </identifiers>
                    <auth_results>
                      <dkim>
                        <domain>{SelfTestDomain.Name}</domain>
                        <selector>self-test</selector>
                        <result>pass</result>
                      </dkim>
                      <spf>
                        <domain>{SelfTestDomain.Name}</domain>
                        <scope>mfrom</scope>
                        <result>pass</result>
                      </spf>
                    </auth_results>
                  </record>
                </feedback>

                """).ReplaceLineEndings("\n");
        }
    }

    /// <summary>The mail with the report, packed.</summary>
    public MimeMessage ToMessage()
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(Xml));
        }

        packed.Position = 0;
        var end = StartedAt.ToUnixTimeSeconds() / 86_400 * 86_400;
        return new MimeMessage(
            [new MailboxAddress("Auditor self-test", $"self-test@{SelfTestDomain.Name}")],
            [new MailboxAddress(null, $"reports@{SelfTestDomain.Name}")],
            $"Report Domain: {SelfTestDomain.Name} Submitter: {SelfTestDomain.Name} Report-ID: <self-test-{Nonce}>",
            new MimePart("application", "gzip")
            {
                Content = new MimeContent(packed),
                ContentDisposition = new ContentDisposition(ContentDisposition.Attachment),
                ContentTransferEncoding = ContentEncoding.Base64,
                FileName = string.Create(CultureInfo.InvariantCulture, $"{SelfTestDomain.Name}!{SelfTestDomain.Name}!{end - 86_400}!{end - 1}.xml.gz"),
            })
        {
            MessageId = MessageId,
            Date = StartedAt,
        };
    }
}
