using Auditor.Core.Findings;

namespace Auditor.Core.Reverse.Rules;

/// <summary>An own host has no PTR record, or its PTR name does not resolve back; receivers refuse or mistrust mail from it.</summary>
public sealed class ForwardConfirmationMissing : IRule<ReverseFacts>
{
    public RuleInfo Info { get; } = new("HOST-FCRDNS", Severity.Warning, "Reverse DNS of an own host is not confirmed", "RFC 1912 2.1, RFC 8601 2.7.3");

    public IEnumerable<Finding> Check(ReverseFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.Own
            .Where(a => a.Status is ForwardConfirmed.Missing or ForwardConfirmed.Mismatch)
            .Select(a => Info.Found(ReverseWords.Detail(a), ReverseWords.Fix(a), [a.Ptr, .. a.Forward]) with { Subject = a.Target.Address.ToString() });
    }
}
