using Auditor.Core.Findings;

namespace Auditor.Core.Smtp.Rules;

/// <summary>The name of the greeting has other addresses. Behind a shared address that can be meant, so it is advice.</summary>
public sealed class BannerNameElsewhere : IRule<SmtpFacts>
{
    public RuleInfo Info { get; } = new("SMTP-BANNER-ELSEWHERE", Severity.Advice, "The name in the SMTP greeting has another address", "RFC 5321 4.1.4, RFC 1912 2.1");

    public IEnumerable<Finding> Check(SmtpFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.Hosts
            .Where(h => h.NameStatus == BannerNameStatus.Elsewhere)
            .Select(h => Info.Found(
                $"{h.Label} greets as {h.Result.BannerName}, which resolves to {string.Join(", ", h.NameLookups.SelectMany(l => l.Addresses).Distinct())} instead.",
                "Let the mail server greet, and say HELO, with a name that resolves to the address it sends from.",
                h.NameLookups) with
            { Subject = h.Target.Address.ToString() });
    }
}
