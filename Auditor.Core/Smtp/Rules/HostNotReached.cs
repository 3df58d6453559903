using Auditor.Core.Findings;

namespace Auditor.Core.Smtp.Rules;

/// <summary>A host did not let itself be looked at. Many networks block port 25, and many sending hosts do not listen: nothing follows from it.</summary>
public sealed class HostNotReached : IRule<SmtpFacts>
{
    public RuleInfo Info { get; } = new("SMTP-NO-ANSWER", Severity.Info, "A mail host could not be looked at over SMTP", "RFC 5321 3.1");

    public IEnumerable<Finding> Check(SmtpFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.Hosts
            .Where(h => h.Result.Status is not (SmtpProbeStatus.Answered or SmtpProbeStatus.NotAllowed))
            .Select(h => Info.FoundInText(
                $"{h.Label}: {h.Result.Reason ?? "no answer."} Its greeting, STARTTLS and certificate are unknown.",
                "Nothing to do if the host is not meant to take mail from here. Otherwise see whether this machine may connect to port 25.") with
            { Subject = h.Target.Address.ToString() });
    }
}
