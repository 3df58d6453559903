using System.Collections.Immutable;
using Auditor.Core.Findings;

namespace Auditor.Core.Transport;

/// <summary>The TXT record at <c>_smtp._tls</c> (RFC 8460 3).</summary>
/// <param name="IsValid">True when senders use it.</param>
/// <param name="Rua">Where reports go, in order; empty when the record cannot be used.</param>
/// <param name="Problems">What is wrong or odd.</param>
public sealed record TlsRptRecord(bool IsValid, ImmutableArray<string> Rua, ImmutableArray<RecordProblem> Problems)
{
    /// <summary>Reads the TXT records of the name, each joined from its strings.</summary>
    public static TlsRptRecord Read(params IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var problems = new RecordProblems();
        var rua = new List<string>();
        if (StsText.Select(texts, "TLSRPTv1", problems) is { } text)
        {
            ReadFields(text, rua, problems);
        }

        var isValid = rua.Count > 0 && !problems.HasErrors;
        return new TlsRptRecord(isValid, isValid ? [.. rua] : [], [.. problems.Items]);
    }

    private static void ReadFields(string text, List<string> rua, RecordProblems problems)
    {
        var seen = false;
        foreach (var field in StsText.Fields(text, problems))
        {
            if (field.Name != "rua")
            {
                StsText.CheckExtension(field, problems);
                problems.Note($"unknown-field:{field.Name}", $"'{field.Name}' is unknown and ignored.");
                continue;
            }

            if (seen)
            {
                problems.Note("duplicate:rua", "'rua' is there twice; write one with the addresses parted by commas.");
            }

            seen = true;
            foreach (var uri in field.Value!.Split(',').Select(u => u.Trim(' ', '\t')))
            {
                if (ReportUri.Check(uri, problems))
                {
                    rua.Add(uri);
                }
            }
        }

        if (!seen)
        {
            problems.Error("missing-rua", "The record has no 'rua='.");
        }
        else if (rua.Count == 0 && !problems.HasErrors)
        {
            problems.Error("unsupported-scheme", "No address is a mailto: or https: URI (RFC 8460 3).");
        }
    }
}
