using Auditor.Core.Findings;

namespace Auditor.Core.Auditing.Rules;

/// <summary>
/// A record relies on a name under a domain that nobody holds. Whoever registers it may send as the domain, read its
/// mail or its reports, or sign for it. No RFC forbids it; it is an error because it is a way in.
/// </summary>
public sealed class NameIsDangling : IRule<DomainFacts>
{
    public RuleInfo Info { get; } = new("DNS-DANGLING-NAME", Severity.Error, "A record relies on a domain that anyone can register", "RFC 7208 11.1 (practice)");

    public IEnumerable<Finding> Check(DomainFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.DanglingNames.Select(name => Info.Found(
            $"{name.Name} is used by {name.UsedBy}, and {name.Registrable} does not exist. Whoever registers it takes over what the record grants.",
            "Remove the name from the record today, or register the domain.",
            name.Proof) with
        { Subject = name.Name.Value });
    }
}
