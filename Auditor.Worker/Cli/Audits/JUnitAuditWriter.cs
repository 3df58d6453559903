using System.Globalization;
using System.Xml;
using Auditor.Core.Auditing;
using Auditor.Core.Findings;

namespace Auditor.Worker.Cli.Audits;

/// <summary>
/// JUnit XML for pipelines: a suite a domain, a case a part. Findings that fail the run fail their case, an unknown part is an error, and
/// a part that was not asked for is skipped.
/// </summary>
internal sealed class JUnitAuditWriter : IAuditWriter
{
    private const string OtherPart = "domain";

    // The last part takes every finding that belongs to none of the others, so that none that fails the run is lost.
    private static readonly (string Part, AuditChecks Check, string[] Prefixes)[] Parts =
    [
        ("spf", AuditChecks.Spf, ["SPF-"]),
        ("dkim", AuditChecks.Dkim, ["DKIM-"]),
        ("dmarc", AuditChecks.Dmarc, ["DMARC-"]),
        ("mx", AuditChecks.Mx, ["MX-"]),
        ("reverse", AuditChecks.Reverse, ["HOST-"]),
        ("transport", AuditChecks.Transport, ["MTA-STS-", "TLS-RPT-", "DANE-"]),
        ("bimi", AuditChecks.Bimi, ["BIMI-"]),
        ("zone", AuditChecks.Zone, ["DNSSEC-", "CAA-", "DNS-SERVER", "DNS-ONE-SERVER"]),
        ("smtp", AuditChecks.Smtp, ["SMTP-"]),
        ("blocklists", AuditChecks.Blocklists, ["BLOCKLIST-"]),
        (OtherPart, AuditChecks.None, [string.Empty]),
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
        var failing = document.Findings.Where(f => settings.Fails(document, f)).ToLookup(PartOf);

        // The scored parts are always there, skipped or not; what is optional only when it was asked for.
        var parts = Parts.Where(p => AuditChecks.Scored.HasFlag(p.Check) || settings.Checks.HasFlag(p.Check));
        var cases = parts.Select(p => new Case(p.Part, [.. failing[p.Part]], document.Unknown.Contains(p.Part), !settings.Checks.HasFlag(p.Check))).ToList();
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", document.Domain);
        xml.WriteAttributeString("timestamp", document.AuditedAt.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture));
        xml.WriteAttributeString("tests", Number(cases.Count));
        xml.WriteAttributeString("failures", Number(cases.Count(c => c.Fails)));
        xml.WriteAttributeString("errors", Number(cases.Count(c => c.IsError)));
        xml.WriteAttributeString("skipped", Number(cases.Count(c => c.IsSkipped)));
        xml.WriteAttributeString("time", (document.Dns.DurationMs / 1000.0).ToString("0.000", CultureInfo.InvariantCulture));
        cases.ForEach(c => WriteCase(document, c));
        xml.WriteEndElement();
    }

    public void Complete()
    {
        xml.WriteEndElement();
        xml.WriteWhitespace("\n");
        xml.Flush();
    }

    public void Dispose() => xml.Dispose();

    private static string PartOf(Finding finding) =>
        Parts.First(p => Array.Exists(p.Prefixes, prefix => finding.Code.StartsWith(prefix, StringComparison.Ordinal))).Part;

    private void WriteCase(AuditDocument document, Case part)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", document.Domain);
        xml.WriteAttributeString("name", part.Part);
        if (part.Fails)
        {
            xml.WriteStartElement("failure");
            xml.WriteAttributeString("type", part.Failing[0].Code);
            xml.WriteAttributeString("message", string.Join("; ", part.Failing.Select(f => f.Title).Distinct()));
            xml.WriteString(string.Join('\n', part.Failing.Select(f => SafeText.Of($"{f.Code} ({Words.Of(f.Severity)}): {f.Detail} {f.Fix}"))));
            xml.WriteEndElement();
        }
        else if (part.IsError)
        {
            xml.WriteStartElement("error");
            xml.WriteAttributeString("type", "unknown");
            xml.WriteAttributeString("message", "DNS could not tell.");
            xml.WriteEndElement();
        }
        else if (part.IsSkipped)
        {
            xml.WriteStartElement("skipped");
            xml.WriteAttributeString("message", "Not among --checks.");
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private sealed record Case(string Part, IReadOnlyList<Finding> Failing, bool IsUnknown, bool IsNotAsked)
    {
        public bool Fails => Failing.Count > 0;

        public bool IsError => !Fails && IsUnknown;

        public bool IsSkipped => !Fails && !IsUnknown && IsNotAsked;
    }
}
