using Auditor.Core.Findings;

namespace Auditor.Core.Mx.Rules;

/// <summary>A null MX stands beside real mail exchangers, so it says both "no mail" and "mail here".</summary>
public sealed class NullMxBesideOthers : IRule<MxFacts>
{
    public RuleInfo Info { get; } = new("MX-NULL-WITH-OTHERS", Severity.Error, "A null MX stands beside other MX records", "RFC 7505 3");

    public IEnumerable<Finding> Check(MxFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Exchangers.Length > 1 && facts.With(ExchangerStatus.NullMx).Any())
        {
            yield return Info.Found(
                $"{facts.Domain} publishes a null MX and {facts.Exchangers.Length - 1} more MX record(s). A domain with a null MX must not have any other.",
                "Remove the null MX if the domain takes mail, else remove all the others.",
                facts.Answer);
        }
    }
}
