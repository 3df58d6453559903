using Auditor.Core.Auditing;
using Auditor.Core.Findings;
using Auditor.Worker.Cli.Spf;

namespace Auditor.Worker.Cli.Audits;

/// <summary>One or more lines for each part of an audit.</summary>
internal static class PartLines
{
    public static IEnumerable<(string Label, string Text)> Of(AuditDocument document)
    {
        yield return ("SPF", Spf(document.Spf));
        if (document.Spf.Addresses is { } addresses)
        {
            yield return ("", $"{(document.Spf.PermError ? "would let" : "lets")} {AddressText.Sentence(addresses)} pass");
        }

        yield return ("DKIM", document.Dkim.IsDefaultOrEmpty ? "no selector known" : string.Join(", ", document.Dkim.Select(Dkim)));
        yield return ("DMARC", Dmarc(document));
        yield return ("MX", Mx(document));
        if (!document.Reverse.IsDefaultOrEmpty)
        {
            yield return ("PTR", string.Join(", ", document.Reverse.Select(r => $"{r.Address} {r.Status}")));
        }

        if (!document.BlocklistSubjects.IsDefaultOrEmpty)
        {
            yield return ("Lists", BlocklistLine.Of(document));
        }

        if (!document.Smtp.IsDefaultOrEmpty)
        {
            yield return ("SMTP", string.Join(", ", document.Smtp.Select(Smtp)));
        }

        foreach (var line in OptionalPartLines.Of(document))
        {
            yield return line;
        }

        if (document.Zone.Status != "not-asked")
        {
            yield return ("Zone", Zone(document.Zone));
        }

        if (document.Dane.Any(d => d.Status != RecordStatus.None))
        {
            yield return ("DANE", string.Join(", ", document.Dane.Select(d => $"{d.Host}: {Words.Of(d.Status)}{(d.Secure == false ? ", not secure" : string.Empty)}")));
        }
    }

    private static string Zone(ZoneDocument zone)
    {
        var servers = zone.Servers.GroupBy(s => s.Status).OrderBy(g => g.Key == "ok" ? 0 : 1).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Count()} {g.Key}");
        var agreement = zone.Agreement.Any(a => a.Status == "disagree") ? "they disagree" : zone.Agreement.Any(a => a.Status == "agree") ? "they agree" : "not compared";
        return zone.Status == "unknown" ? "unknown" : $"{zone.Name}, name servers: {string.Join(", ", servers)} ({agreement}), DNSSEC {zone.Dnssec}";
    }

    private static string Spf(SpfDocument spf) => spf.Status switch
    {
        RecordStatus.None => "no record",
        RecordStatus.Unknown => "unknown",
        _ => $"{spf.Record}  ({(spf.PermError ? "permerror, " : "")}{spf.Lookups} of 10 lookups, {spf.VoidLookups} void)",
    };

    private static string Dkim(DkimDocument key) => key switch
    {
        { Revoked: true } => $"{key.Selector}: revoked",
        { Bits: { } bits } => $"{key.Selector}: {key.KeyType} {bits}{(key.TestMode ? ", test mode" : "")}",
        _ => $"{key.Selector}: {Words.Of(key.Status)}",
    };

    private static string Dmarc(AuditDocument document)
    {
        var dmarc = document.Dmarc;
        return dmarc.Status switch
        {
            RecordStatus.None => "no record",
            RecordStatus.Unknown => "unknown",
            _ when dmarc.PolicyDomain is { } at && at != document.Domain => $"{dmarc.Stage}, from {at}: {dmarc.Record}",
            _ => $"{dmarc.Stage}: {dmarc.Record}",
        };
    }

    private static string Smtp(SmtpDocument host) => host.Status == "answered"
        ? $"{host.Address} {host.BannerName ?? "no name"} ({host.TlsVersion ?? (host.StartTls == true ? "STARTTLS fails" : "no STARTTLS")}{(host.Certificate is { Problems.IsEmpty: false } ? ", certificate doubtful" : "")})"
        : $"{host.Address} {host.Status}";

    private static string Mx(AuditDocument document) => document.MxStatus switch
    {
        "null-mx" => "null MX: takes no mail",
        "none" => "no record",
        "unknown" => "unknown",
        _ => string.Join(", ", document.Mx.Select(m => m.Status == "ok" ? $"{m.Preference} {m.Exchange}" : $"{m.Preference} {m.Exchange} ({m.Status})")),
    };
}
