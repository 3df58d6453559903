using Auditor.Core.Findings;

namespace Auditor.Core.Dmarc.Rules;

/// <summary>A DMARC record stands at the domain itself, or at a name that was entered wrongly; it is never asked for.</summary>
public sealed class RecordMisplaced : IRule<DmarcFacts>
{
    public RuleInfo Info { get; } = new("DMARC-MISPLACED", Severity.Warning, "A DMARC record stands at the wrong name", "RFC 9989 4.5");

    public IEnumerable<Finding> Check(DmarcFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var answers = facts.DomainTxt is { } own ? facts.WrongNames.Prepend(own) : facts.WrongNames;
        foreach (var answer in answers)
        {
            if (answer.Texts.FirstOrDefault(DmarcParser.IsRecord) is { } text)
            {
                yield return Info.Found($"A DMARC record is published at {answer.Name}, where no receiver looks for it.",
                    $"Publish it at {facts.OwnName()} and delete it at {answer.Name}.", answer)
                    with
                {
                    Subject = answer.Name == facts.Domain ? null : answer.Name.Value,
                    Publish = new RecordToPublish(facts.OwnName(), "TXT", UsableText.From(text)),
                };
            }
        }
    }
}
