using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Core.Transport;

/// <summary>The form that the TXT records of MTA-STS and TLS-RPT share: a version, then fields (RFC 8461 3.1, RFC 8460 3).</summary>
internal static class StsText
{
    /// <summary>The problem of several records where one may stand.</summary>
    public const string SeveralRecords = "multiple-records";

    private const int MaxNameLength = 32;

    /// <summary>The one text that is a record of this version; null, with the problem noted, when there is none or several.</summary>
    public static string? Select(IReadOnlyList<string> texts, string version, RecordProblems problems)
    {
        var records = texts.Where(t => IsRecord(t, version)).ToList();
        if (records.Count > 1)
        {
            problems.Error(SeveralRecords, $"There are {records.Count} records; senders take none of them.");
            return null;
        }

        if (records.Count == 0)
        {
            foreach (var text in texts)
            {
                Diagnose(text, version, problems);
            }

            return null;
        }

        if (texts.Count > 1)
        {
            problems.Note("extra-txt-record", "Another TXT record stands at the name; senders pass over it.");
        }

        return records[0];
    }

    /// <summary>The fields behind the version; malformed ones are noted and left out.</summary>
    public static IEnumerable<TagListItem> Fields(string text, RecordProblems problems)
    {
        foreach (var item in TagList.Split(text).Skip(1))
        {
            if (item.IsEmpty)
            {
                problems.Error("malformed-field", "There is an empty field: two semicolons in a row.");
            }
            else if (item.Value is null || !IsName(item.Name) || item.ValuePosition != item.Position + item.Name.Length + 1)
            {
                problems.Error("malformed-field", $"'{item.Name}' at character {item.Position + 1} is no field of the form name=value.");
            }
            else
            {
                yield return item;
            }
        }
    }

    /// <summary>An extension's value: printable, without space, semicolon or equals sign, and not empty.</summary>
    public static void CheckExtension(TagListItem field, RecordProblems problems)
    {
        if (field.Value!.Length == 0 || field.Value.Any(c => c is <= ' ' or >= '\x7f' or '='))
        {
            problems.Error("malformed-field", $"The value of '{field.Name}' is empty or has a character that may not stand there.");
        }
    }

    /// <summary>A letter or digit, then letters, digits, <c>_</c>, <c>-</c> or <c>.</c>; 32 characters at most.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= MaxNameLength && char.IsAsciiLetterOrDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');

    private static bool IsRecord(string text, string version)
    {
        var start = $"v={version}";
        return text.StartsWith(start, StringComparison.Ordinal) && (text.AsSpan(start.Length).TrimStart(" \t") is [] or [';', ..]);
    }

    private static void Diagnose(string text, string version, RecordProblems problems)
    {
        if (text.TrimStart().StartsWith('"'))
        {
            problems.Error("literal-quotes", "The text has quotation marks of its own; they belong to the zone file's form only.");
        }
        else if (TagList.Split(text).Skip(1).Any(f => f.Name == "v" && f.Value == version))
        {
            problems.Error("v-not-first", $"'v={version}' must come first.");
        }
        else
        {
            problems.Error("bad-version", $"The text does not begin with 'v={version};', in these very letters.");
        }
    }
}
