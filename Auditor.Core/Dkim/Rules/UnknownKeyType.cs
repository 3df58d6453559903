using Auditor.Core.Findings;

namespace Auditor.Core.Dkim.Rules;

/// <summary>Verifiers ignore a key of a type that they do not know.</summary>
public sealed class UnknownKeyType : IRule<DkimFacts>
{
    public RuleInfo Info { get; } = new("DKIM-UNKNOWN-KEY-TYPE", Severity.Error, "A DKIM key has an unknown type", "RFC 6376 3.6.1, RFC 8463 4");

    public IEnumerable<Finding> Check(DkimFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var selector in facts.Selectors)
        {
            if (selector.Record?.Problems.FirstOrDefault(p => p.Kind == DkimProblemKind.UnknownKeyType) is { } problem)
            {
                yield return Info.Found($"{selector.Name}: {problem.Detail}", "Use k=rsa or k=ed25519.", selector.Outcome)
                    with
                { Subject = selector.Selector.Text };
            }
        }
    }
}
