using System.Collections.Immutable;
using Auditor.Core.Reverse;
using Auditor.Core.Smtp;

namespace Auditor.Core.Auditing;

/// <summary>The SMTP part of an audit's document.</summary>
internal static class SmtpDocuments
{
    public static ImmutableArray<SmtpDocument> From(SmtpFacts? smtp, ReverseFacts? reverse) =>
        smtp is null ? [] : [.. smtp.Hosts.Select(h => From(h, smtp.AuditedAt, reverse))];

    /// <summary>True when the greeting's name is a confirmed reverse name of the address; null while either is not known.</summary>
    public static bool? HeloMatchesPtr(SmtpHost host, ReverseFacts? reverse) =>
        host.Result.BannerName is { } name
            && reverse?.Addresses.FirstOrDefault(a => a.Target.Address.Equals(host.Target.Address)) is { Status: ForwardConfirmed.Confirmed } address
                ? address.ConfirmedNames.Contains(name)
                : null;

    private static SmtpDocument From(SmtpHost host, DateTimeOffset now, ReverseFacts? reverse) => new()
    {
        Address = host.Target.Address.ToString(),
        Host = host.Target.Exchanger?.ToString(),
        Status = host.Result.Status switch
        {
            SmtpProbeStatus.Answered => "answered",
            SmtpProbeStatus.TurnedAway => "turned-away",
            SmtpProbeStatus.Refused => "refused",
            SmtpProbeStatus.TimedOut => "timed-out",
            SmtpProbeStatus.Unreachable => "unreachable",
            SmtpProbeStatus.NotSmtp => "not-smtp",
            _ => "not-allowed",
        },
        Reason = host.Result.Reason,
        Banner = host.Result.Banner,
        BannerName = host.Result.BannerWord,
        EhloName = host.Result.EhloName,
        Capabilities = host.Result.Capabilities,
        StartTls = host.Result.OffersStartTls,
        TlsVersion = host.Result.TlsVersion,
        TlsError = host.Result.TlsError,
        Certificate = host.Result.Certificate is { } certificate ? From(certificate, host.CertificateProblems(now)) : null,
        HeloMatchesPtr = HeloMatchesPtr(host, reverse),
    };

    private static SmtpCertificateDocument From(SmtpCertificate certificate, ImmutableArray<string> problems) => new()
    {
        Subject = certificate.Subject,
        Names = certificate.Names,
        Issuer = certificate.Issuer,
        NotBefore = certificate.NotBefore,
        NotAfter = certificate.NotAfter,
        Problems = problems,
    };
}
