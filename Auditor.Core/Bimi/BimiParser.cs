using System.Collections.Immutable;
using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Core.Bimi;

/// <summary>Reads BIMI records.</summary>
public static class BimiParser
{
    /// <summary>The problem of several records where one may stand.</summary>
    public const string SeveralRecords = "multiple-records";

    private const string Version = "BIMI1";

    /// <summary>Reads the TXT records of the name, each joined from its strings.</summary>
    public static BimiRecord Read(params IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var problems = new RecordProblems();
        var lists = texts.Select(TagList.Split).ToList();
        var records = lists.Where(l => l is [{ Name: "v", Value: Version }, ..]).ToList();
        if (records.Count > 1)
        {
            problems.Error(SeveralRecords, $"There are {records.Count} records; receivers take none of them.");
            return Invalid(problems);
        }

        if (records.Count == 1)
        {
            if (texts.Count > 1)
            {
                problems.Note("extra-txt-record", "Another TXT record stands at the name; receivers pass over it.");
            }

            return ReadTags(records[0], problems);
        }

        if (lists.FirstOrDefault(IsMeantAsBimi) is not { IsDefault: false } meant)
        {
            return new BimiRecord { Status = BimiStatus.None };
        }

        if (meant.Any(t => t.Name == "v"))
        {
            problems.Error("bad-version", "The record must begin with 'v=BIMI1', in capitals.");
        }
        else
        {
            problems.Error("missing-v", "The record does not begin with 'v=BIMI1'.");
        }

        return Invalid(problems);
    }

    private static bool IsMeantAsBimi(ImmutableArray<TagListItem> tags) =>
        tags.Any(t => t is { Name: "l", Value: not null } || (t.Name == "v" && t.Value?.StartsWith("bimi", StringComparison.OrdinalIgnoreCase) == true));

    private static BimiRecord ReadTags(ImmutableArray<TagListItem> tags, RecordProblems problems)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in tags)
        {
            if (tag.Value is null || tag.Name.Length == 0 || !char.IsAsciiLetter(tag.Name[0]) || !tag.Name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            {
                problems.Error("malformed-tag", $"'{tag.Name}' at character {tag.Position + 1} is no tag of the form name=value.");
            }
            else if (!values.TryAdd(tag.Name, tag.Value))
            {
                problems.Error($"duplicate-tag:{tag.Name}", $"'{tag.Name}' is there twice.");
            }
            else if (tag.Name is not ("v" or "l" or "a" or "avp" or "lps"))
            {
                problems.Note($"unknown-tag:{tag.Name}", $"'{tag.Name}' is unknown and ignored.");
            }
        }

        var evidence = values.GetValueOrDefault("a", string.Empty);
        if (!values.TryGetValue("l", out var location))
        {
            problems.Error("missing-l", "The record has no 'l='.");
            return Invalid(problems);
        }

        CheckAddress("l", location, problems);
        CheckAddress("a", evidence, problems);
        var preference = values.GetValueOrDefault("avp");
        if (preference is not (null or "brand" or "personal"))
        {
            problems.Error("invalid-value:avp", "'avp' must be 'brand' or 'personal'.");
        }

        var selectors = ReadSelectors(values.GetValueOrDefault("lps"), problems);
        if (problems.HasErrors)
        {
            return Invalid(problems);
        }

        var declined = location.Length == 0 && evidence.Length == 0;
        AddNotes(location, evidence, declined, problems);
        return new BimiRecord
        {
            Status = declined ? BimiStatus.Declined : BimiStatus.Ok,
            Location = location,
            Evidence = evidence,
            AvatarPreference = preference,
            LocalPartSelectors = selectors,
            Problems = [.. problems.Items],
        };
    }

    private static void CheckAddress(string tag, string value, RecordProblems problems)
    {
        if (value.Length > 0 && !(Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri.Host.Length > 0 && !value.Any(char.IsWhiteSpace)))
        {
            problems.Error($"not-https:{tag}", $"'{tag}=' must be an https: address.");
        }
    }

    private static ImmutableArray<string> ReadSelectors(string? text, RecordProblems problems)
    {
        if (string.IsNullOrEmpty(text))
        {
            return [];
        }

        ImmutableArray<string> selectors = [.. text.Split(',').Select(s => s.Trim().ToLowerInvariant())];
        if (selectors.Any(s => s.Length is 0 or > DomainName.MaxLabelLength || !s.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')))
        {
            problems.Error("invalid-value:lps", "'lps' must be a list of labels of letters, digits and hyphens, parted by commas.");
        }

        return selectors;
    }

    private static void AddNotes(string location, string evidence, bool declined, RecordProblems problems)
    {
        if (location.Length > 0 && !new Uri(location).AbsolutePath.EndsWith(".svg", StringComparison.OrdinalIgnoreCase))
        {
            problems.Note("not-svg-extension", "The logo's address does not end in .svg; only SVG Tiny PS is shown.");
        }

        if (evidence.Length == 0 && !declined)
        {
            problems.Note("no-evidence", "Without 'a=' (a mark certificate), Gmail and Apple show no logo.");
        }
    }

    private static BimiRecord Invalid(RecordProblems problems) => new() { Status = BimiStatus.Invalid, Problems = [.. problems.Items] };
}
