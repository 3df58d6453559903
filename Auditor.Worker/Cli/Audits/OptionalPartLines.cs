using System.Globalization;
using Auditor.Core.Auditing;
using Auditor.Core.Findings;

namespace Auditor.Worker.Cli.Audits;

/// <summary>Lines for the optional standards, where there is something to say: absence is none.</summary>
internal static class OptionalPartLines
{
    private const double SecondsOfDay = 24 * 60 * 60;

    public static IEnumerable<(string Label, string Text)> Of(AuditDocument document)
    {
        if (document.Transport.MtaSts is { Status: not RecordStatus.None } sts)
        {
            yield return ("MTA-STS", sts.Status == RecordStatus.Found ? Policy(sts.Policy) : Words.Of(sts.Status));
        }

        if (document.Transport.TlsRpt is { Status: not RecordStatus.None } tls)
        {
            yield return ("TLS-RPT", tls.Status == RecordStatus.Found ? string.Join(", ", tls.Rua) : Words.Of(tls.Status));
        }

        if (document.Bimi is { Status: { } status and not RecordStatus.None } bimi)
        {
            yield return ("BIMI", status == RecordStatus.Found ? Bimi(bimi) : Words.Of(status));
        }
    }

    private static string Policy(MtaStsPolicyDocument policy) => policy.Status switch
    {
        "found" => $"{policy.Mode}, {Days(policy.MaxAge)}: {string.Join(", ", policy.Mx)}",
        "not-fetched" => "record found, policy not fetched",
        _ => $"record found, policy {policy.Status}",
    };

    private static string Days(int? seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds / SecondsOfDay:0.#} days");

    private static string Bimi(BimiDocument bimi) => bimi switch
    {
        { Declined: true } => "declined",
        { Certificate: { } certificate, Logo: null } => $"certificate {certificate.Status}{Fetched(certificate.Status)}",
        { Certificate: { } certificate, Logo: { } logo } => $"logo {logo.Status}, certificate {certificate.Status}: {logo.Address}",
        _ => $"logo {bimi.Logo?.Status}, no certificate: {bimi.Logo?.Address}",
    };

    private static string Fetched(string status) => status == "found" ? ", with its logo" : string.Empty;
}
