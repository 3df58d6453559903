using System.Collections.Immutable;
using Auditor.Core.Auditing;
using Auditor.Core.Dns;
using Auditor.Core.Dns.PublicSuffix;
using Auditor.Core.Findings;
using Auditor.Core.Storage.Blocklists;
using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Audits;

/// <summary>Stores audits: the document, what changed in DNS, the findings that stand, and the columns that lists show.</summary>
public sealed class AuditWriter(AuditorDatabase database)
{
    // Questions remembered per domain. An audit asks a few dozen; selectors come and go.
    private const int MaxKnownRecords = 1_000;

    /// <summary>As the other, for an audit that was made once.</summary>
    public Task<SavedAudit?> SaveAsync(AuditDocument audit, DateTimeOffset nextAuditAt, CancellationToken cancellationToken) =>
        SaveAsync(audit, nextAuditAt, null, cancellationToken);

    /// <summary>
    /// Stores an audit in one transaction; the same audit stored again changes nothing. An audit whose score is null leaves the last known state
    /// in place and marks it as stale.
    /// </summary>
    /// <param name="audit">The audit; its domain is found by name.</param>
    /// <param name="nextAuditAt">When the next one is due.</param>
    /// <param name="firstLook">The first of two looks, when <paramref name="audit"/> is the second: what both saw is confirmed.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Null when the domain is not monitored (any more): then nothing is stored.</returns>
    /// <exception cref="StorageException">The database cannot do it.</exception>
    public Task<SavedAudit?> SaveAsync(AuditDocument audit, DateTimeOffset nextAuditAt, AuditDocument? firstLook, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(audit);
        return StorageFaults.GuardAsync(database.Options, async () =>
        {
            var context = database.CreateDbContext();
            await using (context.ConfigureAwait(false))
            {
                var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
                await using (transaction.ConfigureAwait(false))
                {
                    var saved = await SaveAsync(context, audit, nextAuditAt, firstLook, cancellationToken).ConfigureAwait(false);
                    await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                    return saved;
                }
            }
        });
    }

    private async Task<SavedAudit?> SaveAsync(
        AuditorDbContext context, AuditDocument audit, DateTimeOffset nextAuditAt, AuditDocument? firstLook, CancellationToken cancellationToken)
    {
        var domain = await LockAsync(context, audit.Domain).SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (domain is null)
        {
            return null;
        }

        var isFirst = domain.LastAuditAt is null;
        var stored = await StoreAsync(context, domain.Id, audit, cancellationToken).ConfigureAwait(false);
        if (domain.LastAuditAt > stored.AuditedAt)
        {
            return new SavedAudit(stored.Id, domain.Id, false, []);
        }

        var changes = await CompareAsync(context, domain.Id, audit, firstLook, stored.AuditedAt, cancellationToken).ConfigureAwait(false);
        await PolicyMoves.NoteAsync(context, domain.Id, audit, stored.AuditedAt, cancellationToken).ConfigureAwait(false);
        IReadOnlyCollection<DomainFinding> accepted = [];
        if (stored.Score is not null)
        {
            accepted = await ReplaceFindingsAsync(context, domain.Id, audit, stored.AuditedAt, cancellationToken).ConfigureAwait(false);
        }

        await BlocklistTargets.ReplaceAsync(context, domain.Id, audit, cancellationToken).ConfigureAwait(false);
        DomainColumns.Apply(domain, stored, audit, accepted);
        domain.NextAuditAt = nextAuditAt;
        domain.AuditLeaseUntil = null;
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        return new SavedAudit(stored.Id, domain.Id, isFirst, changes);
    }

    // On SQLite the transaction is the only writer already.
    private IQueryable<MonitoredDomain> LockAsync(AuditorDbContext context, string name) => database.IsSqlite
        ? context.Domains.Where(d => d.Name == name)
        : context.Domains.FromSql($"""SELECT * FROM "Domains" WHERE "Name" = {name} FOR UPDATE""");

    private static async Task<StoredAudit> StoreAsync(AuditorDbContext context, int domainId, AuditDocument audit, CancellationToken cancellationToken)
    {
        var auditedAt = DateTimeOffset.FromUnixTimeSeconds(audit.AuditedAt.ToUnixTimeSeconds());
        var stored = await context.Audits.SingleOrDefaultAsync(a => a.DomainId == domainId && a.AuditedAt == auditedAt, cancellationToken).ConfigureAwait(false);
        if (stored is null)
        {
            stored = new StoredAudit { DomainId = domainId, AuditedAt = auditedAt, Stage = audit.Dmarc.Stage };
            context.Audits.Add(stored);
        }

        stored.Rubric = audit.Score.Rubric;
        stored.Score = audit.Score.Value;
        stored.Grade = audit.Score.Grade;
        stored.Stage = audit.Dmarc.Stage;
        stored.AssessedShare = audit.Score.AssessedShare;
        stored.ErrorCount = audit.Findings.Count(f => f.Severity == Severity.Error);
        stored.WarningCount = audit.Findings.Count(f => f.Severity == Severity.Warning);
        stored.AdviceCount = audit.Findings.Count(f => f.Severity == Severity.Advice);
        stored.Document = AuditBlob.Pack(audit);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        return stored;
    }

    private static async Task<ImmutableArray<RecordChange>> CompareAsync(
        AuditorDbContext context, int domainId, AuditDocument audit, AuditDocument? firstLook, DateTimeOffset changedAt, CancellationToken cancellationToken)
    {
        var column = await context.KnownRecords.SingleOrDefaultAsync(k => k.DomainId == domainId, cancellationToken).ConfigureAwait(false);
        var known = AuditBlob.UnpackAnswers(column?.Content);
        var changes = AuditChanges.Between(known, audit);
        var first = firstLook is null ? null : AuditChanges.KnownOf(firstLook);
        context.Changes.AddRange(changes.Select(change => Row(domainId, changedAt, change, first)));
        await KeyLog.WriteAsync(context, domainId, audit, known, changedAt, cancellationToken).ConfigureAwait(false);
        await ForgetSameSecondAsync(context, domainId, changedAt, changes, cancellationToken).ConfigureAwait(false);
        var content = AuditBlob.PackAnswers(Remembered(known, audit));
        if (column is null)
        {
            context.KnownRecords.Add(new KnownRecords { DomainId = domainId, Content = content });
        }
        else
        {
            column.Content = content;
        }

        return changes;
    }

    // Of the owner's own names everything is remembered, for the history; of others only what may still stand in.
    private static IEnumerable<KnownAnswer> Remembered(KnownAnswers known, AuditDocument audit)
    {
        var domain = DomainName.Parse(audit.Domain);
        var organization = PublicSuffixList.Default.RegistrableDomain(domain) ?? domain;
        var fresh = audit.Answers.IsEmpty ? AuditChanges.KnownOf(audit).All : audit.Answers;
        return known.With(fresh).All
            .Where(a => IsOwn(a, organization) || audit.AuditedAt - a.AnsweredAt <= KnownAnswers.StandsFor)
            .OrderByDescending(a => IsOwn(a, organization))
            .ThenByDescending(a => a.AnsweredAt)
            .Take(MaxKnownRecords);
    }

    private static bool IsOwn(KnownAnswer answer, DomainName organization) =>
        answer.Type == "PTR" || (DomainName.TryParse(answer.Name, out var name) && name.IsAtOrBelow(organization));

    private static StoredChange Row(int domainId, DateTimeOffset changedAt, RecordChange change, KnownAnswers? first) => new()
    {
        DomainId = domainId,
        ChangedAt = changedAt,
        Name = StoredText.Key(change.Name),
        Type = change.Type,
        Before = Lines(change.Before),
        After = Lines(change.After),
        BeforeServer = change.OldAnswer.Resolver,
        BeforeAt = change.OldAnswer.AnsweredAt,
        BeforeTtl = change.OldAnswer.TtlSeconds,
        AfterServer = change.NewAnswer.Resolver,
        AfterTtl = change.NewAnswer.TtlSeconds,
        ConfirmedBy = first?.Find(change.Name, change.Type) is { } look && AuditChanges.SameAnswer(look, change.NewAnswer) ? look.Resolver ?? "unnamed" : null,
    };

    // Two audits within one second: the later answer replaces the earlier one.
    private static async Task ForgetSameSecondAsync(
        AuditorDbContext context, int domainId, DateTimeOffset changedAt, ImmutableArray<RecordChange> changes, CancellationToken cancellationToken)
    {
        foreach (var change in changes)
        {
            var name = StoredText.Key(change.Name);
            await context.Changes.Where(c => c.DomainId == domainId && c.ChangedAt == changedAt && c.Name == name && c.Type == change.Type)
                .ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // Gives those that stand and whose risk somebody accepts on the day of the audit.
    private static async Task<IReadOnlyCollection<DomainFinding>> ReplaceFindingsAsync(
        AuditorDbContext context, int domainId, AuditDocument audit, DateTimeOffset auditedAt, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(auditedAt.UtcDateTime);
        var accepted = new List<DomainFinding>();
        var standing = await context.Findings.Where(f => f.DomainId == domainId).ToDictionaryAsync(f => (f.Code, f.Subject), cancellationToken).ConfigureAwait(false);
        foreach (var finding in audit.Findings.DistinctBy(f => (f.Code, StoredText.Key(f.Subject))))
        {
            if (standing.Remove((finding.Code, StoredText.Key(finding.Subject)), out var stood))
            {
                stood.Severity = finding.Severity;
                stood.Title = finding.Title;
                if (stood.IsAccepted(today))
                {
                    accepted.Add(stood);
                }

                continue;
            }

            context.Findings.Add(new DomainFinding
            {
                DomainId = domainId,
                Code = finding.Code,
                Subject = StoredText.Key(finding.Subject),
                Severity = finding.Severity,
                Title = finding.Title,
                FirstSeenAt = auditedAt,
            });
        }

        await FindingEnds.NoteAsync(context, standing.Values, audit, auditedAt, cancellationToken).ConfigureAwait(false);
        context.Findings.RemoveRange(standing.Values);
        return accepted;
    }

    private static string? Lines(ImmutableArray<string> records) => records.IsEmpty ? null : StoredText.Clean(string.Join('\n', records));
}
