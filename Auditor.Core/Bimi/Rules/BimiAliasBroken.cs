using Auditor.Core.Findings;

namespace Auditor.Core.Bimi.Rules;

/// <summary>The name is an alias to a provider, and the target has no record: no logo is shown.</summary>
public sealed class BimiAliasBroken : IRule<BimiFacts>
{
    public RuleInfo Info { get; } = new("BIMI-ALIAS", Severity.Warning, "The alias at default._bimi leads to nothing", "draft-brand-indicators-for-message-identification 4.3");

    public IEnumerable<Finding> Check(BimiFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var answer in facts.Answers.Where(a => a is { IsVoid: true, Aliases.IsEmpty: false }))
        {
            yield return Info.Found(
                $"{answer.Name} is an alias of {answer.Aliases[^1]}, where there is no record.",
                "Correct the target, or delete the alias; whoever gets hold of the target's name chooses your logo.",
                answer);
        }
    }
}
