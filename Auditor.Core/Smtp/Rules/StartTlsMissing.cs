using Auditor.Core.Findings;

namespace Auditor.Core.Smtp.Rules;

/// <summary>A mail exchanger does not offer encryption, so mail to the domain can be read on its way. A host that only sends need not offer it.</summary>
public sealed class StartTlsMissing : IRule<SmtpFacts>
{
    public RuleInfo Info { get; } = new("SMTP-NO-STARTTLS", Severity.Warning, "A mail exchanger does not offer STARTTLS", "RFC 3207 (practice), RFC 7435");

    public IEnumerable<Finding> Check(SmtpFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.Hosts
            .Where(h => h.Target.Exchanger is not null && h.Result.OffersStartTls == false)
            .Select(h => Info.FoundInText(
                $"{h.Label} offers {(h.Result.Capabilities.IsEmpty ? "no extension" : string.Join(", ", h.Result.Capabilities.Take(20)))}, and STARTTLS is not among them.",
                "Give the mail server a certificate and switch STARTTLS on for port 25.") with
            { Subject = h.Target.Address.ToString() });
    }
}
