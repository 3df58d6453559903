using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>What is known while a domain waits for its first report.</summary>
/// <param name="SeenAt">When an audit first saw the record as it is now; null when no audit is kept.</param>
/// <param name="Until">By when the first report should have come.</param>
/// <param name="IsOverdue">True when that time is past.</param>
/// <param name="Mailboxes">Mailboxes that are read.</param>
/// <param name="Parts">Report parts that came from mailboxes since the record was seen, whatever they were about.</param>
public sealed record AwaitedReports(DateTimeOffset? SeenAt, DateTimeOffset? Until, bool IsOverdue, int Mailboxes, long Parts);

/// <summary>Tells since when reports about a domain can be expected and whether any mail came.</summary>
public sealed class AwaitedReportsQuery(IDbContextFactory<AuditorDbContext> contexts, TimeProvider clock)
{
    /// <summary>Receivers send once a day, after the day is over: what they saw first comes, in the experience of their users, within two days.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromHours(48);

    /// <summary>Reads it; null when no such domain is kept.</summary>
    public async Task<AwaitedReports?> ReadAsync(string domain, string? policyDomain, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var id = await db.Domains.Where(d => d.Name == domain).Select(d => (int?)d.Id).SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (id is null)
        {
            return null;
        }

        var name = $"_dmarc.{policyDomain ?? domain}";
        var seen = await db.Changes.Where(c => c.DomainId == id && c.Name == name && c.Type == "TXT").MaxAsync(c => (DateTimeOffset?)c.ChangedAt, cancellationToken).ConfigureAwait(false)
            ?? await db.Audits.Where(a => a.DomainId == id).MinAsync(a => (DateTimeOffset?)a.AuditedAt, cancellationToken).ConfigureAwait(false);
        var until = seen + Usual;
        return new AwaitedReports(
            seen,
            until,
            until < clock.GetUtcNow(),
            await db.Mailboxes.CountAsync(m => m.Enabled, cancellationToken).ConfigureAwait(false),
            await db.IntakeRuns.Where(r => r.MailboxId != null && r.StartedAt >= (seen ?? DateTimeOffset.MinValue)).SumAsync(r => (long?)r.Seen, cancellationToken).ConfigureAwait(false) ?? 0);
    }
}
