using Auditor.Core.Auditing;

namespace Auditor.Worker.Cli.Audits;

/// <summary>The table's line about blocklists: what is listed first, then how many answers were clean or none.</summary>
internal static class BlocklistLine
{
    private const int MaxShown = 12;

    // As they matter: a listing for behaviour, for the kind of address, for information.
    private static readonly string[] Types = ["block", "policy", "info"];

    public static string Of(AuditDocument document)
    {
        var listed = document.Blocklists.Where(b => b.Status == "listed").OrderBy(b => Array.IndexOf(Types, b.ListType)).ToList();
        var clean = document.Blocklists.Count(b => b.Status == "clean");
        var open = document.Blocklists.Count(b => b.Status == "error");
        var hits = listed.Take(MaxShown).Select(Hit).Concat(listed.Count > MaxShown ? [$"{listed.Count - MaxShown} more listings"] : Array.Empty<string>());
        var counts = open == 0 ? $"{clean} clean" : $"{clean} clean, {open} could not tell";
        return listed.Count == 0 ? counts : $"{string.Join(", ", hits)}; {counts}";
    }

    private static string Hit(BlocklistDocument answer) =>
        $"{answer.Subject} on {answer.Name} ({string.Join(", ", answer.Codes)}{(answer.ListType == "block" ? string.Empty : answer.ListType == "policy" ? ", policy" : ", informational")})";
}
