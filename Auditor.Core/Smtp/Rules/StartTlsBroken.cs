using Auditor.Core.Findings;

namespace Auditor.Core.Smtp.Rules;

/// <summary>A mail exchanger offers STARTTLS and cannot do it. Some senders then fall back to plain text, others do not deliver.</summary>
public sealed class StartTlsBroken : IRule<SmtpFacts>
{
    public RuleInfo Info { get; } = new("SMTP-STARTTLS-BROKEN", Severity.Warning, "A mail exchanger offers STARTTLS, and it fails", "RFC 3207 4");

    public IEnumerable<Finding> Check(SmtpFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.Hosts
            .Where(h => h.Target.Exchanger is not null && h.Result.TlsError is not null)
            .Select(h => Info.FoundInText(
                $"{h.Label} offers STARTTLS, and {h.Result.TlsError}.",
                "Mend the TLS settings of the mail server: a certificate with its key, and TLS 1.2 or newer.") with
            { Subject = h.Target.Address.ToString() });
    }
}
