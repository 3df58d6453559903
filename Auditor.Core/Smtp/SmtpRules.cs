using System.Collections.Immutable;
using Auditor.Core.Findings;
using Auditor.Core.Smtp.Rules;

namespace Auditor.Core.Smtp;

/// <summary>The checks of what mail hosts say over SMTP; all of them information beside the score.</summary>
public static class SmtpRules
{
    /// <summary>Every rule, in the order of docs/findings.md.</summary>
    public static ImmutableArray<IRule<SmtpFacts>> All { get; } =
    [
        new BannerNameUnresolved(),
        new BannerNameElsewhere(),
        new BannerIsNoHostName(),
        new StartTlsMissing(),
        new StartTlsBroken(),
        new RequiredCertificateRefused(),
        new CertificateDoubtful(),
        new HostNotReached(),
    ];
}
