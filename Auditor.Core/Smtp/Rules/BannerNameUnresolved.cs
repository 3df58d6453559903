using Auditor.Core.Findings;

namespace Auditor.Core.Smtp.Rules;

/// <summary>The host greets with a name that has no address. Hosts say HELO with the same name as a rule, and receivers refuse names that do not resolve.</summary>
public sealed class BannerNameUnresolved : IRule<SmtpFacts>
{
    public RuleInfo Info { get; } = new("SMTP-BANNER-UNRESOLVED", Severity.Warning, "The name in the SMTP greeting has no address", "RFC 5321 2.3.5, 4.1.4");

    public IEnumerable<Finding> Check(SmtpFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.Hosts
            .Where(h => h.NameStatus == BannerNameStatus.Nothing)
            .Select(h => Info.Found(
                $"{h.Label} greets as {h.Result.BannerName}, and that name has neither A nor AAAA.",
                $"Publish an address record for {h.Result.BannerName} with {h.Target.Address}, or let the mail server greet with the name that its reverse DNS has.",
                h.NameLookups) with
            { Subject = h.Target.Address.ToString() });
    }
}
