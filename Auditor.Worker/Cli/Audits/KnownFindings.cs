using Auditor.Core.Auditing;
using Auditor.Core.Findings;

namespace Auditor.Worker.Cli.Audits;

/// <summary>The findings of an earlier audit (<c>--baseline</c>): they are shown, and do not fail the run.</summary>
internal sealed class KnownFindings
{
    private readonly HashSet<(string Domain, string Code, string? Subject)> known = [];

    /// <summary>Reads a file that <c>--format json</c> or <c>jsonl</c> wrote; null without one.</summary>
    public static KnownFindings? Read(string? file)
    {
        if (file is null)
        {
            return null;
        }

        var result = new KnownFindings();
        foreach (var document in AuditFile.Read("--baseline", file).Values)
        {
            result.known.UnionWith(document.Findings.OfType<Finding>().Select(f => (document.Domain, f.Code, f.Subject)));
        }

        return result;
    }

    /// <summary>True when the earlier audit had this finding for the same subject.</summary>
    public bool Contains(AuditDocument document, Finding finding) => known.Contains((document.Domain, finding.Code, finding.Subject));
}
