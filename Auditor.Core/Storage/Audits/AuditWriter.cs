using System.Collections.Immutable;
using Auditor.Core.Auditing;
using Auditor.Core.Dns;
using Auditor.Core.Findings;
using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Audits;

/// <summary>Stores audits: the document, what changed in DNS, the findings that stand, and the columns that lists show.</summary>
public sealed class AuditWriter(AuditorDatabase database)
{
    // Questions remembered per domain. An audit asks a few dozen; selectors come and go.
    private const int MaxKnownRecords = 1_000;

    /// <summary>
    /// Stores an audit in one transaction; the same audit stored again changes nothing. An audit whose score is null leaves the last known state
    /// in place and marks it as stale.
    /// </summary>
    /// <param name="audit">The audit; its domain is found by name.</param>
    /// <param name="nextAuditAt">When the next one is due.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Null when the domain is not monitored (any more): then nothing is stored.</returns>
    /// <exception cref="StorageException">The database cannot do it.</exception>
    public Task<SavedAudit?> SaveAsync(AuditDocument audit, DateTimeOffset nextAuditAt, CancellationToken cancellationToken)
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
                    var saved = await SaveAsync(context, audit, nextAuditAt, cancellationToken).ConfigureAwait(false);
                    await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                    return saved;
                }
            }
        });
    }

    private async Task<SavedAudit?> SaveAsync(AuditorDbContext context, AuditDocument audit, DateTimeOffset nextAuditAt, CancellationToken cancellationToken)
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

        var changes = await CompareAsync(context, domain.Id, audit, stored.AuditedAt, cancellationToken).ConfigureAwait(false);
        if (stored.Score is not null)
        {
            await ReplaceFindingsAsync(context, domain.Id, audit, stored.AuditedAt, cancellationToken).ConfigureAwait(false);
        }

        DomainColumns.Apply(domain, stored, audit);
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
        AuditorDbContext context, int domainId, AuditDocument audit, DateTimeOffset changedAt, CancellationToken cancellationToken)
    {
        var column = await context.KnownRecords.SingleOrDefaultAsync(k => k.DomainId == domainId, cancellationToken).ConfigureAwait(false);
        var known = column is null ? [] : AuditBlob.UnpackRecords(column.Content);
        var changes = AuditChanges.Between(audit with { Records = known }, audit);
        foreach (var change in changes)
        {
            context.Changes.Add(new StoredChange
            {
                DomainId = domainId,
                ChangedAt = changedAt,
                Name = StoredText.Key(change.Name),
                Type = change.Type,
                Before = Lines(change.Before),
                After = Lines(change.After),
            });
        }

        await ForgetSameSecondAsync(context, domainId, changedAt, changes, cancellationToken).ConfigureAwait(false);
        var answered = audit.Records.Where(r => r.Status is DnsStatus.Answer or DnsStatus.NoData or DnsStatus.NxDomain);
        var content = AuditBlob.PackRecords([.. answered.Concat(known).DistinctBy(r => (r.Name, r.Type)).Take(MaxKnownRecords)]);
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

    private static async Task ReplaceFindingsAsync(
        AuditorDbContext context, int domainId, AuditDocument audit, DateTimeOffset auditedAt, CancellationToken cancellationToken)
    {
        var standing = await context.Findings.Where(f => f.DomainId == domainId).ToDictionaryAsync(f => (f.Code, f.Subject), cancellationToken).ConfigureAwait(false);
        foreach (var finding in audit.Findings.DistinctBy(f => (f.Code, StoredText.Key(f.Subject))))
        {
            if (standing.Remove((finding.Code, StoredText.Key(finding.Subject)), out var stood))
            {
                stood.Severity = finding.Severity;
                stood.Title = finding.Title;
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

        context.Findings.RemoveRange(standing.Values);
    }

    private static string? Lines(ImmutableArray<string> records) => records.IsEmpty ? null : StoredText.Clean(string.Join('\n', records));
}
