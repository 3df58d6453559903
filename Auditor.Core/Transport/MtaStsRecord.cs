using System.Collections.Immutable;
using Auditor.Core.Findings;

namespace Auditor.Core.Transport;

/// <summary>The TXT record at <c>_mta-sts</c> (RFC 8461 3.1).</summary>
/// <param name="PolicyId">The id of the policy; null when the record cannot be used.</param>
/// <param name="Problems">What is wrong or odd.</param>
public sealed record MtaStsRecord(string? PolicyId, ImmutableArray<RecordProblem> Problems)
{
    private const int MaxIdLength = 32;

    /// <summary>True when senders use it.</summary>
    public bool IsValid => PolicyId is not null;

    /// <summary>Reads the TXT records of the name, each joined from its strings.</summary>
    public static MtaStsRecord Read(params IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var problems = new RecordProblems();
        string? id = null;
        if (StsText.Select(texts, "STSv1", problems) is { } text)
        {
            id = ReadId(text, problems);
        }

        return new MtaStsRecord(problems.HasErrors ? null : id, [.. problems.Items]);
    }

    private static string? ReadId(string text, RecordProblems problems)
    {
        string? id = null;
        foreach (var field in StsText.Fields(text, problems))
        {
            if (field.Name != "id")
            {
                StsText.CheckExtension(field, problems);
            }
            else if (id is not null)
            {
                problems.Note("duplicate:id", "'id' is there twice; the first counts (RFC 8461 3.1).");
            }
            else
            {
                id = field.Value!;
                if (id.Length is 0 or > MaxIdLength || !id.All(char.IsAsciiLetterOrDigit))
                {
                    problems.Error("invalid-id", $"The id must be 1 to {MaxIdLength} letters and digits.");
                }
            }
        }

        if (id is null)
        {
            problems.Error("missing-id", "The record has no 'id='.");
        }

        return id;
    }
}
