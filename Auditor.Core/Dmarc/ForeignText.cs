using System.Collections.Immutable;
using Auditor.Core.Dns;

namespace Auditor.Core.Dmarc;

/// <summary>Says why a text is no DMARC record, so that an owner who meant one can mend it.</summary>
internal static class ForeignText
{
    /// <summary>True when somebody meant the text to be a DMARC record.</summary>
    public static bool LooksMeant(string text) =>
        text.Contains("DMARC1", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("v=DMARC", StringComparison.OrdinalIgnoreCase)
        || TagList.Split(text).Any(t => t.Name == "p" && DmarcValues.Policy(t.Value) is not null);

    public static ImmutableArray<DmarcProblem> Explain(string text, ImmutableArray<TagListItem> tags)
    {
        var problems = ImmutableArray.CreateBuilder<DmarcProblem>();
        if (text.StartsWith("v=spf1", StringComparison.OrdinalIgnoreCase))
        {
            problems.Add(new(DmarcProblemKind.SpfRecord, "v", 0, "This is an SPF record; it belongs at the domain itself."));
            return problems.ToImmutable();
        }

        if (text.Length > 0 && char.IsWhiteSpace(text[0]))
        {
            problems.Add(new(DmarcProblemKind.LeadingSpace, null, 0, "White space stands before the version; the record must begin with 'v=DMARC1'."));
        }

        AddQuoting(text, problems);
        var version = tags.FirstOrDefault(t => t.Name.Trim('"') is "v" or "V");
        if (version.Value is null)
        {
            problems.Add(new(DmarcProblemKind.NotDmarc, null, 0, "The text has no version tag; a DMARC record begins with 'v=DMARC1'."));
        }
        else if (version.Position != tags[0].Position)
        {
            problems.Add(new(DmarcProblemKind.VersionNotFirst, "v", version.Position, "The version tag is not the first one; receivers ignore the record."));
        }
        else if (version.Value != "DMARC1")
        {
            problems.Add(new(DmarcProblemKind.VersionNotExact, "v", version.ValuePosition,
                $"The version is '{version.Value}' and not exactly 'DMARC1' (case matters); receivers ignore the record."));
        }

        return problems.ToImmutable();
    }

    private static void AddQuoting(string text, ImmutableArray<DmarcProblem>.Builder problems)
    {
        var quote = text.IndexOf('"', StringComparison.Ordinal);
        if (quote >= 0)
        {
            problems.Add(new(DmarcProblemKind.QuotesInData, null, quote, "A quotation mark is part of the data; enter the record without quotes."));
        }

        var backslash = text.IndexOf('\\', StringComparison.Ordinal);
        if (backslash >= 0)
        {
            problems.Add(new(DmarcProblemKind.BackslashEscape, null, backslash, "A backslash is part of the data; enter semicolons without escaping them."));
        }
    }
}
