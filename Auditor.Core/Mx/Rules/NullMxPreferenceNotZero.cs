using Auditor.Core.Findings;

namespace Auditor.Core.Mx.Rules;

/// <summary>A null MX has another preference than 0. Senders accept it; the standard writes 0.</summary>
public sealed class NullMxPreferenceNotZero : IRule<MxFacts>
{
    // Advice in spite of the RFC's wording: no sender is known to care about the number.
    public RuleInfo Info { get; } = new("MX-NULL-PREFERENCE", Severity.Advice, "A null MX has a preference other than 0", "RFC 7505 3");

    public IEnumerable<Finding> Check(MxFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts is { IsNullMx: true, Exchangers: [{ Preference: not 0 and var preference }] })
        {
            yield return Info.Found($"The null MX of {facts.Domain} has preference {preference}.", "Publish the null MX with preference 0.", facts.Answer)
                with
            { Publish = new RecordToPublish(facts.Domain.ToString(), "MX", "0 .") };
        }
    }
}
