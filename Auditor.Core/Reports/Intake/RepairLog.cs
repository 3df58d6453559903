using System.Collections.Immutable;

namespace Auditor.Core.Reports.Intake;

/// <summary>Collects repairs: equal ones are counted, and their number is bounded.</summary>
internal sealed class RepairLog(int maxRepairs)
{
    private const int MaxTextChars = 200;

    private List<Repair>? repairs;
    private int unlisted;

    public void Add(string code, string text, int? line)
    {
        repairs ??= [];
        text = text.Length > MaxTextChars ? text[..MaxTextChars] : text;
        for (var i = 0; i < repairs.Count; i++)
        {
            if (repairs[i].Code == code && repairs[i].Text == text)
            {
                repairs[i] = repairs[i] with { Count = repairs[i].Count + 1 };
                return;
            }
        }

        if (repairs.Count < maxRepairs)
        {
            repairs.Add(new Repair(code, text, line));
        }
        else
        {
            unlisted++;
        }
    }

    public ImmutableArray<Repair> ToArray() => repairs is null
        ? []
        : unlisted == 0 ? [.. repairs] : [.. repairs, new Repair("more-repairs", "more repairs than are listed", null, unlisted)];
}
