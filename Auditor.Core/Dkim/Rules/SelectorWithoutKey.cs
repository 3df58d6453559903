using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Core.Dkim.Rules;

/// <summary>Mail is, or should be, signed with a selector at which nothing is published.</summary>
public sealed class SelectorWithoutKey : IRule<DkimFacts>
{
    public RuleInfo Info { get; } = new("DKIM-SELECTOR-MISSING", Severity.Warning, "A DKIM selector in use has no key", "RFC 6376 3.6.2");

    public IEnumerable<Finding> Check(DkimFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var selector in facts.Selectors.Where(s => s is { Status: RecordStatus.None, Candidate.IsInUse: true, IsDangling: false }))
        {
            var origin = selector.Source == SelectorSource.Reports ? "Aggregate reports show mail signed with it." : "Signatures with this selector cannot be verified.";
            yield return Info.Found(
                selector.Alias is { } alias ? $"Nothing is published at {selector.Name} (an alias of {alias}). {origin}" : $"Nothing is published at {selector.Name}. {origin}",
                "Publish the key, or drop the selector if no mail is signed with it any more.", selector.Outcome)
                with
            { Subject = selector.Selector.Text };
        }
    }
}
