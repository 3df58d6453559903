using Auditor.Core.Findings;
using Auditor.Core.Reverse;

namespace Auditor.Core.Auditing.Rules;

/// <summary>A host greets with one name and has another in reverse DNS. Both may be sound; filters give a host a better name when they agree.</summary>
public sealed class GreetingDiffersFromReverseName : IRule<DomainFacts>
{
    public RuleInfo Info { get; } = new("SMTP-HELO-NOT-PTR", Severity.Advice, "A mail host's greeting and its reverse name differ", "RFC 1912 2.1 (practice)");

    public IEnumerable<Finding> Check(DomainFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return from host in facts.Smtp?.Hosts ?? []
               where SmtpDocuments.HeloMatchesPtr(host, facts.Reverse) == false
               let reverse = Reverse(facts.Reverse!, host.Target.Address)
               select Info.Found(
                   $"{host.Label} greets as {host.Result.BannerName}, and its reverse name is {string.Join(", ", reverse.ConfirmedNames)}.",
                   "Let the mail server greet, and say HELO, with the reverse name, or have the reverse name changed to the one that it uses.",
                   [reverse.Ptr, .. host.NameLookups]) with
               { Subject = host.Target.Address.ToString() };
    }

    private static ReverseAddress Reverse(ReverseFacts facts, System.Net.IPAddress address) => facts.Addresses.First(a => a.Target.Address.Equals(address));
}
