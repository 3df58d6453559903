using Auditor.Core.Findings;

namespace Auditor.Core.Dmarc.Rules;

/// <summary>Something stands at the name, but receivers do no DMARC processing with it.</summary>
public sealed class RecordUnusable : IRule<DmarcFacts>
{
    public RuleInfo Info { get; } = new("DMARC-UNUSABLE", Severity.Error, "The DMARC record is not usable", "RFC 9989 4.7, 4.10");

    public IEnumerable<Finding> Check(DmarcFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Status == RecordStatus.Multiple)
        {
            var texts = facts.OwnOutcome!.Texts.Where(DmarcParser.IsRecord).ToList();
            yield return Info.Found(
                $"{facts.OwnName()} has {texts.Count} DMARC records; receivers discard them all.",
                "Keep one record and delete the others.", facts.OwnOutcome)
                with
            { Publish = new RecordToPublish(facts.OwnName(), "TXT", Kept(texts)) };
        }
        else if (facts is { Status: RecordStatus.Invalid, PolicyApplies: false } || facts.HasMisstatedRecord)
        {
            yield return Info.Found($"{facts.RecordName()} holds a record that receivers do not process. {Cause(facts)}",
                "Publish the corrected record.", facts.RecordEvidence())
                with
            { Publish = new RecordToPublish(facts.RecordName(), "TXT", UsableText.From(facts.RecordText ?? string.Empty)) };
        }
    }

    // The strongest of them: whoever publishes reject and none side by side once meant to arrive at reject.
    private static string Kept(List<string> texts) => texts.Select(t => DmarcParser.Parse(t).Record!)
        .OrderByDescending(r => r.Applies).ThenByDescending(r => r.EffectiveP).ThenByDescending(r => r.Rua.Length)
        .Select(r => DmarcRecordWriter.Write(r)).First();

    private static string Cause(DmarcFacts facts)
    {
        var problems = DmarcParser.Parse(facts.RecordText!).Problems.Where(IsCause).Select(p => p.Detail).ToList();
        var rua = facts.Record is { HasDuplicateTag: false } ? ["Without a valid address in 'rua' that switches DMARC off (RFC 9989 4.10.1)."] : Array.Empty<string>();
        return string.Join(' ', problems.Concat(rua));
    }

    private static bool IsCause(DmarcProblem problem) => problem.Kind switch
    {
        DmarcProblemKind.InvalidValue => problem.Tag is "p" or "sp" or "np",
        DmarcProblemKind.NotDmarc or DmarcProblemKind.SpfRecord or DmarcProblemKind.VersionNotExact or DmarcProblemKind.VersionNotFirst
            or DmarcProblemKind.LeadingSpace or DmarcProblemKind.QuotesInData or DmarcProblemKind.BackslashEscape
            or DmarcProblemKind.DuplicateTag or DmarcProblemKind.MissingPolicy => true,
        _ => false,
    };
}
