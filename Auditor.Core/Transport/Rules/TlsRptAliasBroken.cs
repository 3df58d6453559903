using Auditor.Core.Findings;

namespace Auditor.Core.Transport.Rules;

/// <summary>The name is an alias to a provider, and the target has no record: nobody sends reports.</summary>
public sealed class TlsRptAliasBroken : IRule<TransportFacts>
{
    public RuleInfo Info { get; } = new("TLS-RPT-ALIAS", Severity.Warning, "The alias at _smtp._tls leads to nothing", "RFC 8460 3");

    public IEnumerable<Finding> Check(TransportFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.TlsRpt is { IsAliasBroken: true, Answer: { } answer })
        {
            yield return Info.Found(
                $"{answer.Name} is an alias of {answer.Aliases[^1]}, where there is no record: nobody sends reports.",
                "Correct the target, or delete the alias; whoever gets hold of the target's name gets your reports.",
                answer);
        }
    }
}
