using System.Collections.Immutable;
using System.Globalization;
using Auditor.Core.Findings;

namespace Auditor.Core.Transport;

/// <summary>Reads policy files line by line (RFC 8461 3.2).</summary>
public static class MtaStsPolicyParser
{
    /// <summary>The problem of a policy that is forgotten within a week.</summary>
    public const string ShortMaxAge = "max_age-too-short";

    private const int Week = 7 * 24 * 60 * 60;
    private const int MaxAgeDigits = 10;

    /// <summary>Reads the body; what is wrong is part of the policy.</summary>
    public static MtaStsPolicy Parse(string body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var problems = new RecordProblems();
        var fields = ReadLines(body, problems);
        var version = fields.FirstOrDefault(f => f.Name == "version").Value;
        if (version is null)
        {
            problems.Error("missing:version", "The policy has no 'version:'.");
        }
        else if (version != "STSv1")
        {
            problems.Error("bad-version", "The version must be 'STSv1', in these very letters.");
        }

        var mode = ReadMode(fields, problems);
        var maxAge = ReadMaxAge(fields, problems);
        ImmutableArray<string> mx = [.. fields.Where(f => f.Name == "mx").Select(f => f.Value)];
        foreach (var pattern in mx.Where(p => !IsPattern(p)))
        {
            problems.Error("bad-mx", $"'{pattern}' is no host name, nor one with '*.' in front. Each mx stands on a line of its own.");
        }

        if (mx.IsEmpty && mode is "enforce" or "testing")
        {
            problems.Error("missing:mx", $"Mode {mode} needs at least one 'mx:'.");
        }

        if (maxAge < Week && mode != "none")
        {
            problems.Note(ShortMaxAge, "Senders forget the policy within a week; several weeks are usual.");
        }

        return new MtaStsPolicy { IsValid = !problems.HasErrors, Mode = mode, Mx = mx, MaxAgeSeconds = maxAge, Problems = [.. problems.Items] };
    }

    private static List<(string Name, string Value)> ReadLines(string body, RecordProblems problems)
    {
        var fields = new List<(string Name, string Value)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var lines = body.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].EndsWith('\r') ? lines[i][..^1] : lines[i];
            if (line.Length == 0 && i == lines.Length - 1)
            {
                break;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var name = colon < 0 ? line : line[..colon];
            var value = colon < 0 ? string.Empty : line[(colon + 1)..].Trim(' ', '\t');
            if (Defect(line, name, value, colon) is { } defect)
            {
                problems.Error(defect.Code, $"Line {i + 1}: {defect.Message}");
            }
            else if (name != "mx" && !seen.Add(name))
            {
                problems.Note($"duplicate:{name}", $"Line {i + 1}: '{name}' is there twice; the first counts.");
            }
            else
            {
                fields.Add((name, value));
                if (name is not ("version" or "mode" or "mx" or "max_age"))
                {
                    problems.Note($"unknown-field:{name}", $"Line {i + 1}: '{name}' is unknown and ignored.");
                }
            }
        }

        return fields;
    }

    private static (string Code, string Message)? Defect(string line, string name, string value, int colon) => line switch
    {
        _ when line.Trim(' ', '\t').Length == 0 => ("blank-line", "the line is blank."),
        [' ' or '\t', ..] => ("leading-whitespace", "the line begins with white space."),
        ['\uFEFF', ..] => ("bom", "the file begins with a byte order mark."),
        _ when colon < 0 || !StsText.IsName(name) => ("malformed-field", "this is no line of the form 'key: value'."),
        _ when value.Length == 0 && name != "mx" || value.Any(char.IsControl) => ("malformed-field", $"the value of '{name}' is empty or has a control character."),
        _ => null,
    };

    private static string? ReadMode(List<(string Name, string Value)> fields, RecordProblems problems)
    {
        var mode = fields.Find(f => f.Name == "mode").Value;
        if (mode is "enforce" or "testing" or "none")
        {
            return mode;
        }

        problems.Error(mode is null ? "missing:mode" : "bad-mode", "The policy needs 'mode: enforce', 'testing' or 'none', in small letters.");
        return null;
    }

    private static int? ReadMaxAge(List<(string Name, string Value)> fields, RecordProblems problems)
    {
        var text = fields.Find(f => f.Name == "max_age").Value;
        if (text is { Length: > 0 and <= MaxAgeDigits } && text.All(char.IsAsciiDigit)
            && long.Parse(text, CultureInfo.InvariantCulture) is <= MtaStsPolicy.MaxAgeLimit and var seconds)
        {
            return (int)seconds;
        }

        problems.Error(text is null ? "missing:max_age" : "bad-max_age", $"The policy needs 'max_age:' with 0 to {MtaStsPolicy.MaxAgeLimit} seconds.");
        return null;
    }

    // The Domain of RFC 5321 4.1.2, with "*." in front or not.
    private static bool IsPattern(string text) => (text.StartsWith("*.", StringComparison.Ordinal) ? text[2..] : text).Split('.').All(label =>
        label.Length is > 0 and <= Dns.DomainName.MaxLabelLength && label[0] != '-' && label[^1] != '-' && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'));
}
