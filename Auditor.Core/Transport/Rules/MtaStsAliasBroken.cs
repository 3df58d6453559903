using Auditor.Core.Findings;

namespace Auditor.Core.Transport.Rules;

/// <summary>The name is an alias to a provider, as the RFC provides for, and the target has no record.</summary>
public sealed class MtaStsAliasBroken : IRule<TransportFacts>
{
    public RuleInfo Info { get; } = new("MTA-STS-ALIAS", Severity.Warning, "The alias at _mta-sts leads to nothing", "RFC 8461 8.2");

    public IEnumerable<Finding> Check(TransportFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.MtaSts is { IsAliasBroken: true, Answer: { } answer })
        {
            yield return Info.Found(
                $"{answer.Name} is an alias of {answer.Aliases[^1]}, where there is no record: senders act as if there were no policy.",
                "Correct the target, or delete the alias; whoever gets hold of the target's name decides about your policy.",
                answer);
        }
    }
}
