using Auditor.Core.Findings;

namespace Auditor.Core.Spf.Rules;

/// <summary>The owner publishes an explanation that receivers cannot use; they go on as if there were none. Practice: the result is the same.</summary>
public sealed class ExplanationUnusable : IRule<SpfFacts>
{
    public RuleInfo Info { get; } = new("SPF-EXPLANATION", Severity.Advice, "The explanation of the record cannot be used", "RFC 7208 6.2");

    public IEnumerable<Finding> Check(SpfFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Explanation is { IsKnown: true } outcome && Problem([.. outcome.Texts]) is { } problem)
        {
            yield return Info.Found(
                $"'exp' in the record of {facts.Domain} points at {outcome.Name}, {problem}.",
                "Publish one TXT record of printable US-ASCII there, with macros as in RFC 7208 7, or delete 'exp'.",
                outcome);
        }
    }

    private static string? Problem(string[] texts) => texts switch
    {
        [] => "which has no TXT record",
        [var text] => MacroStringParser.TryParse(text, MacroRules.Explanation, out _, out var wrong) ? null : $"whose text is wrong at character {wrong.Offset + 1}: {wrong.Message}",
        _ => $"which has {texts.Length} TXT records",
    };
}
