using System.Globalization;
using System.IO.Compression;
using System.Text;
using MimeKit;

namespace Auditor.Tests.Support;

/// <summary>Makes report mails, always the same for the same seed.</summary>
internal static class ReportMails
{
    private static readonly string[] Reporters = ["google.example", "Enterprise Outlook", "Yahoo", "mail.ru.example", "fastmail.example"];

    /// <summary>A report of <paramref name="rows"/> rows as XML; number and rows decide its whole content.</summary>
    public static string Xml(int number, int rows = 4)
    {
        var random = new Random(number);
        var begin = 1_700_000_000 + (number % 60 * 86_400);
        var xml = new StringBuilder().Append(CultureInfo.InvariantCulture, $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <feedback><report_metadata><org_name>{Reporters[number % Reporters.Length]}</org_name><email>dmarc@reporter.example</email>
            <report_id>report-{number}</report_id><date_range><begin>{begin}</begin><end>{begin + 86_399}</end></date_range></report_metadata>
            <policy_published><domain>domain{number % 7}.example</domain><adkim>r</adkim><aspf>r</aspf><p>none</p><pct>100</pct></policy_published>

            """);
        for (var i = 0; i < rows; i++)
        {
            var aligned = random.Next(4) > 0 ? "pass" : "fail";
            xml.Append(CultureInfo.InvariantCulture, $"""
                <record><row><source_ip>192.0.2.{random.Next(1, 255)}</source_ip><count>{random.Next(1, 500)}</count>
                <policy_evaluated><disposition>none</disposition><dkim>{aligned}</dkim><spf>fail</spf></policy_evaluated></row>
                <identifiers><header_from>domain{number % 7}.example</header_from></identifiers>
                <auth_results><dkim><domain>domain{number % 7}.example</domain><selector>s1</selector><result>{aligned}</result></dkim>
                <spf><domain>bounce.example</domain><result>pass</result></spf></auth_results></record>

                """);
        }

        return xml.Append("</feedback>\n").ToString();
    }

    /// <summary>A mail with the report; gzip, zip or plain by turns.</summary>
    public static byte[] Report(int number, int rows = 4) => (number % 3) switch
    {
        0 => Mail($"report-{number}", "report.xml.gz", Gzip(Encoding.UTF8.GetBytes(Xml(number, rows)))),
        1 => Mail($"report-{number}", "report.zip", Zip("report.xml", Encoding.UTF8.GetBytes(Xml(number, rows)))),
        _ => Mail($"report-{number}", "report.xml", Encoding.UTF8.GetBytes(Xml(number, rows))),
    };

    /// <summary>The report of <see cref="Report"/> in a mail of its own: sent again by its reporter.</summary>
    public static byte[] SentAgain(int number) => Mail($"again-{number}", "report.xml.gz", Gzip(Encoding.UTF8.GetBytes(Xml(number))));

    /// <summary>A mail without any report.</summary>
    public static byte[] Chatter(int number) => Raw(new TextPart("plain") { Text = "Hello, are you there?" }, $"chatter-{number}");

    /// <summary>A small attachment that expands to 300 MiB.</summary>
    public static byte[] Bomb()
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write("<feedback>"u8);
            var block = Encoding.ASCII.GetBytes(new string(' ', 1 << 20));
            for (var i = 0; i < 300; i++)
            {
                gzip.Write(block);
            }
        }

        return Mail("bomb", "bomb.xml.gz", packed.ToArray());
    }

    /// <summary>A mail with one attachment.</summary>
    public static byte[] Mail(string id, string fileName, byte[] content) => Raw(
        new Multipart("mixed")
        {
            new TextPart("plain") { Text = "This is an aggregate report." },
            new MimePart("application", "octet-stream")
            {
                FileName = fileName,
                ContentTransferEncoding = ContentEncoding.Base64,
                Content = new MimeContent(new MemoryStream(content)),
            },
        },
        id);

    public static byte[] Gzip(byte[] content)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }

    private static byte[] Zip(string name, byte[] content)
    {
        var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            var entry = zip.CreateEntry(name);
            entry.LastWriteTime = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
            using var stream = entry.Open();
            stream.Write(content);
        }

        return packed.ToArray();
    }

    private static byte[] Raw(MimeEntity body, string id)
    {
        if (body is Multipart multipart)
        {
            multipart.Boundary = "boundary-of-" + id;
        }

        var message = new MimeMessage
        {
            MessageId = id + "@reporter.example",
            Date = new DateTimeOffset(2026, 11, 1, 8, 0, 0, TimeSpan.Zero),
            Subject = "Report Domain: example.com",
            Body = body,
        };
        message.From.Add(MailboxAddress.Parse("dmarc@reporter.example"));
        message.To.Add(MailboxAddress.Parse("reports@example.com"));
        var raw = new MemoryStream();
        message.WriteTo(raw);
        return raw.ToArray();
    }
}
