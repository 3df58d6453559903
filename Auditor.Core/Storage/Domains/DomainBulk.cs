using Auditor.Core.Storage.Activity;
using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Domains;

/// <summary>What may be done with many domains at once.</summary>
public enum BulkAction
{
    AddTag,
    RemoveTag,
    SetGroup,
    SetPurpose,
    Pause,
    Resume,
    Delete,
}

/// <summary>An action with its value.</summary>
/// <param name="Action">Which.</param>
/// <param name="Value">The tag, the group (null or empty for none) or the purpose (null for the audit's own); null for actions without one.</param>
public sealed record BulkChange(BulkAction Action, string? Value);

/// <summary>What it came to.</summary>
/// <param name="Changed">Domains that are different now.</param>
/// <param name="Unchanged">Those that were so before, are not there any more, or stand under legal hold and cannot be deleted.</param>
public sealed record BulkResult(int Changed, int Unchanged);

/// <summary>
/// Changes many domains, some hundreds in a transaction, so that nobody waits long. Each change stands in the activity log with its before and after, in the
/// transaction of the change. Done again it changes nothing; stopped half-way, the next run does the rest. What somebody else makes at the same moment, a tag or a group, is
/// taken over.
/// </summary>
public sealed class DomainBulk(IDbContextFactory<AuditorDbContext> contexts, ActivityLog activity, TimeProvider clock)
{
    /// <summary>Characters of a tag or a group's name.</summary>
    public const int MaxLabel = 100;

    private const int AtOnce = 200;

    /// <summary>Does it.</summary>
    /// <param name="doer">Who wants it.</param>
    /// <param name="names">A-label names.</param>
    /// <param name="change">What.</param>
    /// <param name="progress">Is told how many are done.</param>
    /// <param name="cancellationToken">Stops between two transactions.</param>
    /// <exception cref="ArgumentException">A tag is empty, or a label is too long; the message says how to mend it.</exception>
    public async Task<BulkResult> ApplyAsync(Doer doer, IReadOnlyCollection<string> names, BulkChange change, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(change);
        var wanted = Checked(change);
        var (done, changed) = (0, 0);
        foreach (var some in names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Chunk(AtOnce))
        {
            changed += await Collisions.WaitOutAsync(() => ApplyAsync(doer, some, wanted, cancellationToken)).ConfigureAwait(false);
            done += some.Length;
            progress?.Report(done);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await db.Groups.Where(g => !g.Domains.Any()).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        await db.Tags.Where(t => !t.Domains.Any()).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        return new BulkResult(changed, done - changed);
    }

    private static BulkChange Checked(BulkChange change)
    {
        var value = change.Value?.Trim();
        value = string.IsNullOrEmpty(value) ? null : change.Action is BulkAction.AddTag or BulkAction.RemoveTag ? value.ToLowerInvariant() : value;
        if (value is null && change.Action is BulkAction.AddTag or BulkAction.RemoveTag)
        {
            throw new ArgumentException("Type the tag.", nameof(change));
        }

        return value is { Length: > MaxLabel } ? throw new ArgumentException($"Take a name of at most {MaxLabel} characters.", nameof(change)) : change with { Value = value };
    }

    private async Task<int> ApplyAsync(Doer doer, string[] names, BulkChange change, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        var domains = await db.Domains.Include(d => d.Tags).Include(d => d.Group).AsSplitQuery().Where(d => names.Contains(d.Name)).ToListAsync(cancellationToken).ConfigureAwait(false);
        var act = await PrepareAsync(db, change, cancellationToken).ConfigureAwait(false);
        var changed = 0;
        foreach (var domain in domains)
        {
            var before = Text(domain, change.Action);
            if (!act(domain))
            {
                continue;
            }

            changed++;
            activity.Add(db, doer, change.Action == BulkAction.Delete ? new Deed(ActivityActions.DomainRemoved, domain.Name) : new Deed(ActivityActions.DomainChanged, domain.Name, before, Text(domain, change.Action)));
        }

        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return changed;
    }

    /// <summary>What is done to each domain; it says whether anything changed.</summary>
    private async Task<Func<MonitoredDomain, bool>> PrepareAsync(AuditorDbContext db, BulkChange change, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        switch (change.Action)
        {
            case BulkAction.AddTag:
                var tag = await db.Tags.SingleOrDefaultAsync(t => t.Name == change.Value, cancellationToken).ConfigureAwait(false) ?? db.Tags.Add(new Tag { Name = change.Value! }).Entity;
                return domain => Does(domain.Tags.All(t => t.Name != change.Value), () => domain.Tags.Add(tag));
            case BulkAction.RemoveTag:
                return domain => domain.Tags.FirstOrDefault(t => t.Name == change.Value) is { } found && domain.Tags.Remove(found);
            case BulkAction.SetGroup when change.Value is { } name:
                var group = await db.Groups.SingleOrDefaultAsync(g => g.Name == name, cancellationToken).ConfigureAwait(false) ?? db.Groups.Add(new DomainGroup { Name = name, CreatedAt = now }).Entity;
                return domain => Does(domain.Group?.Name != name, () => domain.Group = group);
            case BulkAction.SetGroup:
                return domain => Does(domain.Group is not null, () => domain.Group = null);
            case BulkAction.SetPurpose:
                return domain => Does(domain.PurposeOverride != change.Value, () => domain.PurposeOverride = change.Value);
            case BulkAction.Pause:
                return domain => Does(!domain.Paused, () => domain.Paused = true);
            case BulkAction.Resume:
                return domain => Does(domain.Paused, () => (domain.Paused, domain.NextAuditAt) = (false, now));
            case BulkAction.Delete:
                // A domain on legal hold keeps everything.
                return domain => Does(!domain.LegalHold, () => db.Domains.Remove(domain));
            default:
                throw new ArgumentOutOfRangeException(nameof(change), change.Action, "There is no such action.");
        }
    }

    private static bool Does(bool isNeeded, Action act)
    {
        if (isNeeded)
        {
            act();
        }

        return isNeeded;
    }

    private static string Text(MonitoredDomain domain, BulkAction action) => action switch
    {
        BulkAction.AddTag or BulkAction.RemoveTag => $"tags {string.Join(", ", domain.Tags.Select(t => t.Name).Order(StringComparer.Ordinal))}".TrimEnd(),
        BulkAction.SetGroup => $"group {domain.Group?.Name ?? "none"}",
        BulkAction.SetPurpose => $"purpose {domain.PurposeOverride ?? "by the audit"}",
        _ => domain.Paused ? "paused" : "audited nightly",
    };
}
