using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>How far a new installation is.</summary>
/// <param name="Domains">Domains that are audited, paused ones apart.</param>
/// <param name="Audited">Those of them with an audit.</param>
/// <param name="Mailboxes">Mailboxes that shall be read.</param>
/// <param name="Read">Those of them that were read at least once.</param>
/// <param name="WithoutAddress">Audited domains whose record, as the audit found it, brings no report to anybody.</param>
/// <param name="WithReports">Domains with a report.</param>
/// <param name="HasNotices">True when somebody is told of mornings, by mail or webhook.</param>
public sealed record FirstSteps(int Domains, int Audited, int Mailboxes, int Read, int WithoutAddress, int WithReports, bool HasNotices)
{
    public bool DomainsDone => Domains > 0 && Audited == Domains;

    /// <summary>A mailbox is one way of several: reports that came by another are as good.</summary>
    public bool MailboxDone => Read > 0 || (Mailboxes == 0 && WithReports > 0);

    public bool AddressesDone => Audited > 0 && WithoutAddress == 0;

    public bool ReportsDone => WithReports > 0;

    /// <summary>True when nothing of it is left to do.</summary>
    public bool IsComplete => DomainsDone && MailboxDone && AddressesDone && ReportsDone && HasNotices;
}

/// <summary>Reads the checklist of a new installation, and keeps that somebody does not want to see it any more.</summary>
public sealed class FirstStepsQuery(IDbContextFactory<AuditorDbContext> contexts, TimeProvider clock)
{
    // Not a setting: a note of the overview's.
    private const string HiddenKey = "Internal:FirstSteps:Hidden";

    private const string Webhook = "Notices:Webhook";

    // Mail needs both.
    private static readonly string[] Mail = ["Notices:Smtp:Host", "Notices:To"];

    // With each of these receivers send no report to anybody.
    private static readonly string[] Silencing = ["DMARC-MISSING", "DMARC-NO-AGGREGATE-REPORTS", "DMARC-UNUSABLE", "DMARC-MISPLACED", "DMARC-RECORD-IGNORED"];

    /// <summary>Reads it; null when nothing of it is left, or somebody hid it.</summary>
    public async Task<FirstSteps?> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        if (await db.Settings.AnyAsync(s => s.Key == HiddenKey, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        var domains = db.Domains.Where(d => !d.Paused);
        var steps = new FirstSteps(
            await domains.CountAsync(cancellationToken).ConfigureAwait(false),
            await domains.CountAsync(d => d.LastAuditAt != null, cancellationToken).ConfigureAwait(false),
            await db.Mailboxes.CountAsync(m => m.Enabled, cancellationToken).ConfigureAwait(false),
            await db.Mailboxes.CountAsync(m => m.Enabled && m.LastSuccessAt != null, cancellationToken).ConfigureAwait(false),
            await db.Findings.Where(f => Silencing.Contains(f.Code) && db.Domains.Any(d => d.Id == f.DomainId && !d.Paused)).Select(f => f.DomainId).Distinct().CountAsync(cancellationToken).ConfigureAwait(false),
            await domains.CountAsync(d => d.LastReportAt != null, cancellationToken).ConfigureAwait(false),
            await HasNoticesAsync(db, cancellationToken).ConfigureAwait(false));
        return steps.IsComplete ? null : steps;
    }

    // A channel that the configuration gives shows with its first morning.
    private static async Task<bool> HasNoticesAsync(AuditorDbContext db, CancellationToken cancellationToken)
    {
        var set = await db.Settings.Where(s => (s.Key == Webhook || Mail.Contains(s.Key)) && s.Value != "").Select(s => s.Key).ToListAsync(cancellationToken).ConfigureAwait(false);
        return set.Contains(Webhook) || set.Count == Mail.Length || await db.Notices.AnyAsync(n => n.Channel != NoticeChannel.Heartbeat, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Hides the checklist for everybody, for good.</summary>
    public Task HideAsync(CancellationToken cancellationToken) => Collisions.WaitOutAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        if (!await db.Settings.AnyAsync(s => s.Key == HiddenKey, cancellationToken).ConfigureAwait(false))
        {
            db.Settings.Add(new Setting { Key = HiddenKey, Value = "true", ChangedAt = clock.GetUtcNow() });
        }

        return await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    });
}
