using Auditor.Core.Auditing;
using Auditor.Core.Findings;
using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Audits;

/// <summary>Writes down which errors and warnings are gone. A finding that an audit does not have because DNS or a list did not answer has not ended.</summary>
internal static class FindingEnds
{
    private const string Listing = "BLOCKLIST-";

    private static readonly HashSet<string> Rules = [.. RuleCatalogue.All.Select(r => r.Code)];

    /// <summary>Notes those of <paramref name="gone"/> that the audit could tell to be gone.</summary>
    public static async Task NoteAsync(AuditorDbContext context, IReadOnlyCollection<DomainFinding> gone, AuditDocument audit, DateTimeOffset endedAt, CancellationToken cancellationToken)
    {
        foreach (var finding in gone.Where(f => f.Severity >= Severity.Warning && f.FirstSeenAt < endedAt && HasEnded(f, audit)))
        {
            // Two audits within one second: the later one knows the same end.
            if (!await context.EndedFindings.AnyAsync(e => e.DomainId == finding.DomainId && e.Code == finding.Code && e.Subject == finding.Subject && e.EndedAt == endedAt, cancellationToken).ConfigureAwait(false))
            {
                context.EndedFindings.Add(new EndedFinding
                {
                    DomainId = finding.DomainId,
                    Code = finding.Code,
                    Subject = finding.Subject,
                    Severity = finding.Severity,
                    Title = finding.Title,
                    FirstSeenAt = finding.FirstSeenAt,
                    EndedAt = endedAt,
                });
            }
        }
    }

    // A rule that this version does not have any more says nothing about the domain.
    private static bool HasEnded(DomainFinding finding, AuditDocument audit) =>
        Rules.Contains(finding.Code) && (finding.Code.StartsWith(Listing, StringComparison.Ordinal) ? IsDelisted(finding.Subject, audit) : audit.Stale.IsEmpty && audit.Score.AssessedShare >= 1);

    // Each list that was asked about it answered, and none lists it in a way that is worth a warning. One that is asked about no more did not end: nobody looked.
    private static bool IsDelisted(string subject, AuditDocument audit)
    {
        var answers = audit.Blocklists.Where(b => StoredText.Key(b.Subject) == subject).ToList();
        return answers.Count > 0 && answers.All(b => b.Status != "error")
            && !audit.Findings.Any(f => f.Severity >= Severity.Warning && f.Code.StartsWith(Listing, StringComparison.Ordinal) && StoredText.Key(f.Subject) == subject);
    }
}
