using Auditor.Core.Findings;

namespace Auditor.Core.Dmarc.Rules;

/// <summary>A DMARC record at the domain itself is never asked for.</summary>
public sealed class RecordMisplaced : IRule<DmarcFacts>
{
    public RuleInfo Info { get; } = new("DMARC-MISPLACED", Severity.Warning, "A DMARC record stands at the wrong name", "RFC 9989 4.5");

    public IEnumerable<Finding> Check(DmarcFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.DomainTxt is { } answer && answer.Texts.FirstOrDefault(DmarcParser.IsRecord) is { } text)
        {
            yield return Info.Found($"A DMARC record is published at {facts.Domain}, where no receiver looks for it.",
                $"Publish it at {facts.OwnName()} and delete it at {facts.Domain}.", answer)
                with
            { Publish = new RecordToPublish(facts.OwnName(), "TXT", UsableText.From(text)) };
        }
    }
}
