using System.Globalization;
using System.IO.Compression;
using System.Text;
using Auditor.Core.Reports.Intake;
using Auditor.Tests.Reports;

namespace Auditor.Tests.Worker.Settings;

/// <summary>An input that one limit is there for.</summary>
/// <param name="Value">A value of the limit that stops it; the product's own lets it pass.</param>
/// <param name="Code">The reason code, or the code of the repair, that it is stopped or cut with.</param>
/// <param name="Make">Makes the input.</param>
internal sealed record LimitInput(string Value, string Code, Func<byte[]> Make);

/// <summary>For each limit of the intake an input that is stopped by it alone.</summary>
internal static class LimitInputs
{
    private const string TlsHead = """{"organization-name":"Sender","date-range":{"start-datetime":"2026-01-01T00:00:00Z","end-datetime":"2026-01-01T23:59:59Z"},"report-id":"id-1",""";

    private const string TlsPolicy =
        """{"policy":{"policy-type":"sts","policy-string":["a","b","c"],"policy-domain":"example.com"},"summary":{"total-successful-session-count":5,"total-failure-session-count":2},"failure-details":[{"result-type":"certificate-expired","failed-session-count":1},{"result-type":"starttls-not-supported","failed-session-count":1}]}""";

    private static readonly string Xml = Encoding.UTF8.GetString(SampleReport.Xml);

    public static IReadOnlyDictionary<string, LimitInput> All { get; } = new Dictionary<string, LimitInput>
    {
        [nameof(IntakeLimits.MaxMessageBytes)] = new("1KiB", IntakeReason.MessageTooLarge, () => SampleReport.Mail),
        [nameof(IntakeLimits.MaxInputBytes)] = new("1 KiB", IntakeReason.InputTooLarge, () => SampleReport.Xml),
        [nameof(IntakeLimits.MaxMailboxMessages)] = new("2", IntakeReason.MailboxTooLong, () => File.ReadAllBytes(SampleReport.Fixture("quirky/three-mails.mbox"))),
        [nameof(IntakeLimits.MaxMimeDepth)] = new("2", IntakeReason.MimeTooDeep, () => NestedMail(6)),
        [nameof(IntakeLimits.MaxMimeParts)] = new("2", IntakeReason.MimeTooManyParts, () => WideMail(6)),
        [nameof(IntakeLimits.MaxHeaderBytes)] = new("1024", IntakeReason.MimeHeaderTooLarge, () => Bytes($"From: a@example.org\r\nX-Filler: {new string('x', 900)}\r\n {new string('y', 900)}\r\nSubject: x\r\n\r\nbody\r\n")),
        [nameof(IntakeLimits.MaxExpandedBytes)] = new("1KiB", IntakeReason.ExpandedTooLarge, () => SampleReport.Gzipped),
        [nameof(IntakeLimits.MaxExpandedTotalBytes)] = new("2KiB", IntakeReason.ExpandedTooLarge, () => Zip(3, SampleReport.Xml)),
        [nameof(IntakeLimits.MaxArchiveEntries)] = new("2", IntakeReason.ArchiveTooManyEntries, () => Zip(3, SampleReport.Xml)),
        [nameof(IntakeLimits.MaxArchiveDepth)] = new("1", IntakeReason.ArchiveTooDeep, () => Zip(1, SampleReport.Gzipped)),
        [nameof(IntakeLimits.MaxExpansionRatio)] = new("10", IntakeReason.ExpansionRatio, () => SampleReport.Gzip(s => s.Write(VariedReport(12_000)))),
        [nameof(IntakeLimits.RatioFreeBytes)] = new("1KiB", IntakeReason.ExpansionRatio, () => SampleReport.Gzip(s => s.Write(Bytes(Xml.Replace("<record>", string.Concat(Enumerable.Repeat("<x/>" + new string('\n', 60_000), 30)) + "<record>", StringComparison.Ordinal))))),
        [nameof(IntakeLimits.MaxXmlDepth)] = new("8", IntakeReason.XmlTooDeep, () => InReport(string.Concat(Enumerable.Repeat("<x>", 12)) + string.Concat(Enumerable.Repeat("</x>", 12)))),
        [nameof(IntakeLimits.MaxXmlAttributes)] = new("4", IntakeReason.XmlTooManyAttributes, () => InReport("<x a=\"\" b=\"\" c=\"\" d=\"\" e=\"\"/>")),
        [nameof(IntakeLimits.MaxXmlTokenChars)] = new("1024", IntakeReason.XmlTokenTooLong, () => InReport($"<x a=\"{new string('y', 20_000)}\"/>")),
        [nameof(IntakeLimits.MaxTextChars)] = new("255", "text-cut", () => Bytes(Xml.Replace("<org_name>", "<org_name>" + new string('o', 300), StringComparison.Ordinal))),
        [nameof(IntakeLimits.MaxRows)] = new("1", IntakeReason.TooManyRows, () => SampleReport.Xml),
        [nameof(IntakeLimits.MaxResultsPerRow)] = new("2", "results-dropped", () => Bytes(Xml.Replace("<auth_results>", "<auth_results>" + Results("pass", "pass", "pass"), StringComparison.Ordinal))),
        [nameof(IntakeLimits.MaxWindow)] = new("1", IntakeReason.DateRangeTooLong, () => Bytes(Xml.Replace("1700092799", "1700265599", StringComparison.Ordinal))),
        [nameof(IntakeLimits.MaxRepairs)] = new("2", "more-repairs", () => Bytes(Xml.Replace("<auth_results>", "<auth_results>" + Results("odd", "odder", "oddest"), StringComparison.Ordinal))),
        [nameof(IntakeLimits.MaxJsonDepth)] = new("8", IntakeReason.JsonTooDeep, () => Bytes(TlsHead + $"\"more\":{new string('[', 12)}{new string(']', 12)},\"policies\":[{TlsPolicy}]}}")),
        [nameof(IntakeLimits.MaxJsonTokenBytes)] = new("64KiB", IntakeReason.JsonTokenTooLong, () => Bytes(TlsHead + $"\"contact-info\":\"{new string('c', 200_000)}\",\"policies\":[{TlsPolicy}]}}")),
        [nameof(IntakeLimits.MaxTlsBytes)] = new("1KiB", IntakeReason.ExpandedTooLarge, () => Tls(8)),
        [nameof(IntakeLimits.MaxTlsPolicies)] = new("1", IntakeReason.TooManyRows, () => Tls(2)),
        [nameof(IntakeLimits.MaxTlsFailures)] = new("1", IntakeReason.TooManyRows, () => Tls(1)),
        [nameof(IntakeLimits.MaxListItems)] = new("2", "list-cut", () => Tls(1)),
    };

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] InReport(string xml) => Bytes(Xml.Replace("<record>", xml + "<record>", StringComparison.Ordinal));

    private static string Results(params string[] words) => string.Concat(words.Select(w => $"<dkim><domain>example.org</domain><result>{w}</result></dkim>"));

    private static byte[] Tls(int policies) => Bytes(TlsHead + $"\"policies\":[{string.Join(',', Enumerable.Repeat(TlsPolicy, policies))}]}}");

    private static byte[] NestedMail(int depth)
    {
        var mail = new StringBuilder("From: a@example.org\r\nMIME-Version: 1.0\r\n");
        for (var i = 0; i < depth; i++)
        {
            mail.Append(CultureInfo.InvariantCulture, $"Content-Type: multipart/mixed; boundary=b{i}\r\n\r\n--b{i}\r\n");
        }

        mail.Append("Content-Type: text/xml\r\n\r\n").Append(Xml);
        for (var i = depth - 1; i >= 0; i--)
        {
            mail.Append(CultureInfo.InvariantCulture, $"\r\n--b{i}--\r\n");
        }

        return Bytes(mail.ToString());
    }

    private static byte[] WideMail(int parts) => Bytes("From: a@example.org\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        + string.Concat(Enumerable.Repeat("--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n", parts)) + "--b\r\nContent-Type: text/xml\r\n\r\n" + Xml + "\r\n--b--\r\n");

    // Compresses some twentyfold, as real reports do.
    private static byte[] VariedReport(int rows)
    {
        var random = new Random(1);
        var start = Xml.IndexOf("  <record>", StringComparison.Ordinal);
        var record = Xml[start..(Xml.IndexOf("</record>", StringComparison.Ordinal) + "</record>\n".Length)];
        var text = new StringBuilder(Xml[..start]);
        for (var i = 0; i < rows; i++)
        {
            text.Append(record.Replace("192.0.2.1", $"10.{random.Next(256)}.{random.Next(256)}.{random.Next(256)}", StringComparison.Ordinal).Replace(">3<", $">{random.Next(1_000_000)}<", StringComparison.Ordinal));
        }

        return Bytes(text.Append("</feedback>\n").ToString());
    }

    private static byte[] Zip(int entries, byte[] content)
    {
        using var target = new MemoryStream();
        using (var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (var i = 0; i < entries; i++)
            {
                using var entry = zip.CreateEntry($"{i}").Open();
                entry.Write(content);
            }
        }

        return target.ToArray();
    }
}
