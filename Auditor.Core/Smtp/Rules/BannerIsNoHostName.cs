using Auditor.Core.Findings;

namespace Auditor.Core.Smtp.Rules;

/// <summary>The greeting gives no name, an address, or a name without a dot such as <c>localhost</c>. The RFC's words are MUST; nothing breaks by a greeting, so it is advice.</summary>
public sealed class BannerIsNoHostName : IRule<SmtpFacts>
{
    public RuleInfo Info { get; } = new("SMTP-BANNER-NO-NAME", Severity.Advice, "The SMTP greeting does not give a host name", "RFC 5321 2.3.5, 4.2");

    public IEnumerable<Finding> Check(SmtpFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.Hosts
            .Where(h => h.Result is { Status: SmtpProbeStatus.Answered, BannerName: null })
            .Select(h => Info.FoundInText(
                h.Result.BannerWord is { } word
                    ? $"{h.Label} greets with \"{h.Result.Banner}\": '{word}' is no full host name."
                    : $"{h.Label} greets with \"{h.Result.Banner}\": there is no full host name.",
                "Set the host's full name in the mail server (Postfix: myhostname), the one that its reverse DNS has.") with
            { Subject = h.Target.Address.ToString() });
    }
}
