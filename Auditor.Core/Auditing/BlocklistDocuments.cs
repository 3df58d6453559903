using Auditor.Core.Blocklists;

namespace Auditor.Core.Auditing;

/// <summary>The blocklist part of an audit's document.</summary>
internal static class BlocklistDocuments
{
    public static BlocklistDocument From(BlocklistAnswer answer) => new(
        answer.Zone.Zone.Value,
        answer.Zone.Name,
        answer.Subject.Text,
        answer.Subject.Kind == SubjectKind.Domain ? "domain" : "ip",
        answer.Status switch
        {
            BlocklistStatus.Listed => "listed",
            BlocklistStatus.Error => "error",
            _ => "clean",
        },
        answer.Codes,
        answer.Type.ToWord(),
        answer.Weight.ToWord())
    {
        Answer = [.. (answer.Lookup?.Returned ?? []).Select(a => a.ToString())],
        Reason = answer.Lookup?.Reason,
        AskedAt = answer.Lookup?.AskedAt,
        Detail = answer.Detail,
    };
}
