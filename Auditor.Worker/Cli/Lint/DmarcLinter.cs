using System.Collections.Immutable;
using Auditor.Core.Dmarc;
using Auditor.Core.Findings;

namespace Auditor.Worker.Cli.Lint;

/// <summary>Says what receivers would make of a DMARC record.</summary>
internal sealed class DmarcLinter : ILinter
{
    public string Kind => "dmarc";

    public LintReport Lint(string text)
    {
        var facts = DmarcFactsText.FromText(text);
        ImmutableArray<Finding> findings = [.. DmarcRules.All.SelectMany(r => r.Check(facts))];
        var record = facts.Record;
        var applies = record is { Applies: true };
        var document = new
        {
            Kind,
            IsRecord = record is not null,
            Applies = applies,
            Effective = applies ? EffectiveOf(record!) : null,
            Findings = findings,
        };
        return new LintReport(document, [.. Summarise(record)], findings);
    }

    private static object EffectiveOf(DmarcPolicyRecord record) => new
    {
        P = record.EffectiveP.ToWord(),
        Sp = record.EffectiveSp.ToWord(),
        Np = record.EffectiveNp.ToWord(),
        Adkim = record.Adkim.ToWord(),
        Aspf = record.Aspf.ToWord(),
        record.Fo,
        T = record.TestMode ? "y" : "n",
        Psd = record.Psd.ToWord(),
        Rua = record.Rua.Select(u => u.Uri),
        Ruf = record.Ruf.Select(u => u.Uri),
    };

    private static IEnumerable<string> Summarise(DmarcPolicyRecord? record)
    {
        if (record is null)
        {
            yield return "No DMARC record: receivers discard the text.";
            yield break;
        }

        yield return record.Applies ? "A DMARC record, and DMARC applies." : "A DMARC record, but receivers do no DMARC processing with it.";
        if (record.Applies)
        {
            yield return $"p={record.EffectiveP.ToWord()} sp={record.EffectiveSp.ToWord()} np={record.EffectiveNp.ToWord()} "
                + $"adkim={record.Adkim.ToWord()} aspf={record.Aspf.ToWord()} fo={string.Join(':', record.Fo)} t={(record.TestMode ? "y" : "n")} psd={record.Psd.ToWord()}";
            yield return $"rua={string.Join(',', record.Rua.Select(u => u.Uri))} ruf={string.Join(',', record.Ruf.Select(u => u.Uri))}";
        }
    }
}
