using Auditor.Core.Findings;

namespace Auditor.Core.Mx.Rules;

/// <summary>An MX target is a CNAME, which the standard forbids; some senders refuse it.</summary>
public sealed class TargetIsAlias : IRule<MxFacts>
{
    public RuleInfo Info { get; } = new("MX-TARGET-ALIAS", Severity.Error, "A mail exchanger is an alias", "RFC 2181 10.3, RFC 5321 5.1");

    public IEnumerable<Finding> Check(MxFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var exchanger in facts.With(ExchangerStatus.Alias))
        {
            var finding = Info.Found(
                $"The MX target {exchanger.Exchange} is a CNAME for {exchanger.AliasTarget}. An MX record must name a host with address records of its own.",
                "Name the host behind the alias in the MX record.",
                exchanger.Answers) with
            { Subject = exchanger.Exchange.Value };
            yield return exchanger.IsReachable
                ? finding with { Publish = new RecordToPublish(facts.Domain.ToString(), "MX", $"{exchanger.Preference} {exchanger.AliasTarget}.") }
                : finding;
        }
    }
}
