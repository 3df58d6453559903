using Auditor.Core.Findings;

namespace Auditor.Core.Smtp.Rules;

/// <summary>The domain tells senders to check the certificates of its mail exchangers, and one of them does not pass: such senders do not deliver.</summary>
public sealed class RequiredCertificateRefused : IRule<SmtpFacts>
{
    public RuleInfo Info { get; } = new("SMTP-CERTIFICATE-REFUSED", Severity.Warning, "A certificate that senders must check does not pass", "RFC 8461 4.1, 4.2");

    public IEnumerable<Finding> Check(SmtpFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.CertificatesRequiredBy is null ? [] : CertificateDoubtful.Of(facts).Select(x => Info.FoundInText(
            $"{x.Host.Label}: the certificate {string.Join(", and ", x.Problems)}. {facts.CertificatesRequiredBy} tells senders not to deliver then.",
            $"Install a certificate of a public authority that covers {x.Host.Target.Exchanger}, with its whole chain.") with
        { Subject = x.Host.Target.Address.ToString() });
    }
}
