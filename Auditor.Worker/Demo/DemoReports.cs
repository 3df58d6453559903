using System.IO.Compression;
using System.Xml;

namespace Auditor.Worker.Demo;

/// <summary>Writes the aggregate reports that the demo's receivers would have sent. The same day always gives the same bytes.</summary>
internal sealed class DemoReports(DemoScenario scenario)
{
    /// <summary>The reports of one UTC day, gzipped, each with the name that receivers give such files (RFC 9990 3.5.2).</summary>
    /// <param name="day">The day that the reports cover.</param>
    /// <param name="daysAgo">Its age in days; senders and policies come and go by age.</param>
    public IEnumerable<(string FileName, byte[] Content)> Of(DateOnly day, int daysAgo)
    {
        foreach (var (domain, policies) in scenario.Policies)
        {
            var policy = policies.Where(p => p.UntilDaysAgo <= daysAgo).MaxBy(p => p.UntilDaysAgo) ?? policies[^1];
            foreach (var reporter in scenario.Reporters)
            {
                var rows = Rows(domain, policy, reporter, day, daysAgo).ToList();
                if (rows.Count > 0)
                {
                    yield return Write(domain, policy, reporter, day, rows);
                }
            }
        }
    }

    private IEnumerable<DemoRow> Rows(string domain, DemoPolicy policy, DemoReporter reporter, DateOnly day, int daysAgo)
    {
        // Seeded by day, domain and reporter: a repeated start writes the same reports, which the ledger then knows.
        var random = new Random(day.DayNumber ^ StableHash(domain) ^ (StableHash(reporter.OrgName) << 1));
        var isWeekend = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        foreach (var sender in scenario.Traffic.Where(t => t.PolicyDomain == domain && daysAgo <= t.SinceDaysAgo && daysAgo >= t.UntilDaysAgo))
        {
            foreach (var address in sender.Addresses)
            {
                var expected = sender.PerDay * reporter.Share * (isWeekend ? sender.WeekendShare : 1) / sender.Addresses.Count;
                var count = (long)Math.Floor((expected * (0.75 + (0.5 * random.NextDouble()))) + random.NextDouble());
                if (count > 0)
                {
                    yield return new DemoRow(sender, address, count, Disposition(sender, policy));
                }
            }
        }
    }

    private static string Disposition(DemoTraffic sender, DemoPolicy policy)
    {
        if (sender.Spf.Aligned || sender.DkimAligned || sender.Reason is not null)
        {
            return "none";
        }

        return (policy.Policy, policy.Testing) switch
        {
            ("reject", false) => "reject",
            ("reject", true) or ("quarantine", false) => "quarantine",
            _ => "none",
        };
    }

    private static (string FileName, byte[] Content) Write(
        string domain, DemoPolicy policy, DemoReporter reporter, DateOnly day, IReadOnlyList<DemoRow> rows)
    {
        var begin = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeSeconds();
        var end = begin + 86399;
        var isNew = reporter.Variant == "rfc9990";
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Optimal))
        using (var xml = XmlWriter.Create(gzip, new XmlWriterSettings { Indent = true }))
        {
            xml.WriteStartElement("feedback", isNew ? "urn:ietf:params:xml:ns:dmarc-2.0" : string.Empty);
            xml.WriteElementString("version", "1.0");
            xml.WriteStartElement("report_metadata");
            xml.WriteElementString("org_name", reporter.OrgName);
            xml.WriteElementString("email", reporter.Email);
            if (reporter.ExtraContactInfo is not null)
            {
                xml.WriteElementString("extra_contact_info", reporter.ExtraContactInfo);
            }

            xml.WriteElementString("report_id", $"{day:yyyyMMdd}.{StableHash(domain + reporter.OrgName):x8}");
            xml.WriteStartElement("date_range");
            WriteNumber(xml, "begin", begin);
            WriteNumber(xml, "end", end);
            xml.WriteEndElement();
            xml.WriteEndElement();
            WritePolicy(xml, domain, policy, isNew);
            foreach (var row in rows)
            {
                WriteRow(xml, row, reporter);
            }

            xml.WriteEndElement();
        }

        return ($"{reporter.Email.Split('@')[1]}!{domain}!{begin}!{end}.xml.gz", buffer.ToArray());
    }

    private static void WritePolicy(XmlWriter xml, string domain, DemoPolicy policy, bool isNew)
    {
        xml.WriteStartElement("policy_published");
        xml.WriteElementString("domain", domain);
        if (isNew)
        {
            xml.WriteElementString("discovery_method", "treewalk");
        }

        xml.WriteElementString("p", policy.Policy);
        xml.WriteElementString("sp", policy.Policy);
        xml.WriteElementString("adkim", "r");
        xml.WriteElementString("aspf", "r");
        if (isNew)
        {
            xml.WriteElementString("testing", policy.Testing ? "y" : "n");
        }
        else
        {
            WriteNumber(xml, "pct", 100);
        }

        xml.WriteEndElement();
    }

    private static void WriteRow(XmlWriter xml, DemoRow row, DemoReporter reporter)
    {
        var sender = row.Sender;
        xml.WriteStartElement("record");
        xml.WriteStartElement("row");
        xml.WriteElementString("source_ip", row.Address);
        WriteNumber(xml, "count", row.Count);
        xml.WriteStartElement("policy_evaluated");
        xml.WriteElementString("disposition", row.Disposition);
        xml.WriteElementString("dkim", sender.DkimAligned ? "pass" : "fail");
        xml.WriteElementString("spf", sender.Spf.Aligned ? "pass" : "fail");
        if (sender.Reason is not null)
        {
            xml.WriteStartElement("reason");
            xml.WriteElementString("type", sender.Reason);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteStartElement("identifiers");
        if (reporter.WritesEnvelopeTo)
        {
            xml.WriteElementString("envelope_to", "outlook.example");
            xml.WriteElementString("envelope_from", sender.Spf.Domain);
        }

        xml.WriteElementString("header_from", sender.HeaderFrom);
        xml.WriteEndElement();
        xml.WriteStartElement("auth_results");
        foreach (var signature in sender.Dkim)
        {
            xml.WriteStartElement("dkim");
            xml.WriteElementString("domain", signature.Domain);
            xml.WriteElementString("selector", signature.Selector);
            xml.WriteElementString("result", signature.Result);
            xml.WriteEndElement();
        }

        xml.WriteStartElement("spf");
        xml.WriteElementString("domain", sender.Spf.Domain);
        xml.WriteElementString("scope", "mfrom");
        xml.WriteElementString("result", sender.Spf.Result);
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteNumber(XmlWriter xml, string name, long value)
    {
        xml.WriteStartElement(name);
        xml.WriteValue(value);
        xml.WriteEndElement();
    }

    // FNV-1a: string.GetHashCode differs between processes.
    private static int StableHash(string text)
    {
        var hash = 2166136261u;
        foreach (var c in text)
        {
            hash = (hash ^ c) * 16777619u;
        }

        return (int)hash;
    }

    private sealed record DemoRow(DemoTraffic Sender, string Address, long Count, string Disposition);
}
