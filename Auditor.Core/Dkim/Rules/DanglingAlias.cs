using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Core.Dkim.Rules;

/// <summary>The selector is an alias of a name that does not exist: broken, and whoever gets hold of that name can sign as the domain.</summary>
public sealed class DanglingAlias : IRule<DkimFacts>
{
    // Microsoft 365 creates the target of the spare selector at the first rotation.
    private static readonly DomainName[] CreatedOnRotation =
        [DomainName.Parse("onmicrosoft.com"), DomainName.Parse("dkim.mail.microsoft")];

    public RuleInfo Info { get; } = new("DKIM-DANGLING-ALIAS", Severity.Error, "A DKIM selector is an alias of a name that does not exist", "RFC 6376 3.6.2.1");

    public IEnumerable<Finding> Check(DkimFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var selector in facts.Selectors.Where(s => s.IsDangling && !IsSpare(s, facts)))
        {
            yield return Info.Found(
                $"{selector.Name} is an alias of {selector.Alias}, which does not exist.",
                "Delete the alias, or have the service behind it publish its key again.", selector.Outcome)
                with
            { Subject = selector.Selector.Text };
        }
    }

    private static bool IsSpare(SelectorFacts selector, DkimFacts facts) =>
        selector.Source != SelectorSource.Reports
        && CreatedOnRotation.Any(selector.Alias!.Value.IsBelow)
        && facts.Selectors.Any(s => s.HasUsableKey && s.Alias is not null);
}
