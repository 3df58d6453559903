using System.Globalization;
using System.Xml;
using Auditor.Core.Auditing;
using Auditor.Core.Findings;

namespace Auditor.Worker.Cli.Audits;

/// <summary>JUnit XML for pipelines: a suite a domain, a case a part. Findings that fail the run fail their case; an unknown part is an error.</summary>
internal sealed class JUnitAuditWriter : IAuditWriter
{
    private static readonly (string Part, string[] Prefixes)[] Parts =
    [
        ("spf", ["SPF-"]),
        ("dkim", ["DKIM-"]),
        ("dmarc", ["DMARC-"]),
        ("mx", ["MX-"]),
        ("reverse", ["HOST-"]),
        ("domain", ["DNS-", "PARKED-"]),
    ];

    private readonly AuditSettings settings;
    private readonly XmlWriter xml;

    public JUnitAuditWriter(AuditSettings settings, TextWriter output)
    {
        this.settings = settings;
        xml = XmlWriter.Create(output, new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true });
        xml.WriteStartElement("testsuites");
        xml.WriteAttributeString("name", "auditor");
    }

    public bool IsOrdered => true;

    public void Write(AuditDocument document)
    {
        var cases = Parts.Select(p => (p.Part, Failing: Failing(document, p.Prefixes), IsUnknown: document.Unknown.Contains(p.Part))).ToList();
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", document.Domain);
        xml.WriteAttributeString("timestamp", document.AuditedAt.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture));
        xml.WriteAttributeString("tests", Number(cases.Count));
        xml.WriteAttributeString("failures", Number(cases.Count(c => c.Failing.Count > 0)));
        xml.WriteAttributeString("errors", Number(cases.Count(c => c.Failing.Count == 0 && c.IsUnknown)));
        xml.WriteAttributeString("time", (document.Dns.DurationMs / 1000.0).ToString("0.000", CultureInfo.InvariantCulture));
        foreach (var (part, failing, isUnknown) in cases)
        {
            WriteCase(document, part, failing, isUnknown);
        }

        xml.WriteEndElement();
    }

    public void Complete()
    {
        xml.WriteEndElement();
        xml.WriteWhitespace("\n");
        xml.Flush();
    }

    public void Dispose() => xml.Dispose();

    private void WriteCase(AuditDocument document, string part, List<Finding> failing, bool isUnknown)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", document.Domain);
        xml.WriteAttributeString("name", part);
        if (failing.Count > 0)
        {
            xml.WriteStartElement("failure");
            xml.WriteAttributeString("type", failing[0].Code);
            xml.WriteAttributeString("message", string.Join("; ", failing.Select(f => f.Title).Distinct()));
            xml.WriteString(string.Join('\n', failing.Select(f => SafeText.Of($"{f.Code} ({Words.Of(f.Severity)}): {f.Detail} {f.Fix}"))));
            xml.WriteEndElement();
        }
        else if (isUnknown)
        {
            xml.WriteStartElement("error");
            xml.WriteAttributeString("type", "unknown");
            xml.WriteAttributeString("message", "DNS could not tell.");
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private List<Finding> Failing(AuditDocument document, string[] prefixes) =>
        [.. document.Findings.Where(f => prefixes.Any(p => f.Code.StartsWith(p, StringComparison.Ordinal)) && settings.Fails(document, f))];

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
