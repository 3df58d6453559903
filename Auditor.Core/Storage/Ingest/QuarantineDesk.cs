using System.Globalization;
using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage.Activity;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Ingest;

/// <summary>What people do with quarantined parts, beside having them read again. Everything can be undone until retention takes the bytes.</summary>
public sealed class QuarantineDesk(IDbContextFactory<AuditorDbContext> contexts, ActivityLog log, TimeProvider time)
{
    private static readonly TimeSpan ReleasedWindow = TimeSpan.FromDays(3660);

    /// <summary>The word for a part that a person put aside.</summary>
    public const string Discarded = "discarded";

    /// <summary>
    /// The reasons that are a limit of ours and not a defect of the part: a person who knows the reporter may lift the limit for one part. What is malformed stays out.
    /// </summary>
    public static IReadOnlySet<string> Releasable { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        IntakeReason.TooManyRows, IntakeReason.ExpandedTooLarge, IntakeReason.ExpansionRatio, IntakeReason.DateRangeTooLong, IntakeReason.ArchiveTooManyEntries,
        IntakeReason.ArchiveTooDeep, IntakeReason.MimeTooManyParts, IntakeReason.MailboxTooLong,
    };

    /// <summary>The limits for a part that a person released: still bounded, ten to a hundred times higher than those that the product ships with, and never lower than those in force.</summary>
    /// <param name="limits">Those in force.</param>
    public static IntakeLimits ReleasedLimits(IntakeLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return limits with
        {
            MaxRows = Math.Max(limits.MaxRows, 5_000_000),
            MaxExpandedBytes = Math.Max(limits.MaxExpandedBytes, 4L << 30),
            MaxExpandedTotalBytes = Math.Max(limits.MaxExpandedTotalBytes, 4L << 30),
            MaxExpansionRatio = Math.Max(limits.MaxExpansionRatio, 30_000),
            MaxWindow = limits.MaxWindow > ReleasedWindow ? limits.MaxWindow : ReleasedWindow,
            MaxArchiveEntries = Math.Max(limits.MaxArchiveEntries, 1_000),
            MaxArchiveDepth = Math.Max(limits.MaxArchiveDepth, 4),
            MaxMimeParts = Math.Max(limits.MaxMimeParts, 1_000),
            MaxMailboxMessages = Math.Max(limits.MaxMailboxMessages, 1_000_000),
        };
    }

    /// <summary>Ids of the parts that wait, of one reason or of all, oldest first.</summary>
    public async Task<IReadOnlyList<long>> WaitingAsync(string? reason, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            return await context.Quarantine.Where(q => q.ResolvedAt == null && q.IsComplete && (string.IsNullOrEmpty(reason) || q.ReasonCode == reason))
                .OrderBy(q => q.Id).Select(q => q.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Puts a part aside: it no longer waits. Its bytes stay until retention takes them.</summary>
    /// <returns>False when it does not wait any more.</returns>
    public Task<bool> DiscardAsync(long id, Doer doer, CancellationToken cancellationToken) => ChangeAsync(id, doer, ActivityActions.QuarantineDiscarded, null, Discarded, cancellationToken);

    /// <summary>Takes a discarded part back: it waits again.</summary>
    /// <returns>False when it is not discarded.</returns>
    public Task<bool> RestoreAsync(long id, Doer doer, CancellationToken cancellationToken) => ChangeAsync(id, doer, ActivityActions.QuarantineDiscarded, Discarded, null, cancellationToken);

    private async Task<bool> ChangeAsync(long id, Doer doer, string action, string? from, string? to, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var part = await context.Quarantine.Where(q => q.Id == id && q.Resolution == from).SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
            if (part is null)
            {
                return false;
            }

            (part.Resolution, part.ResolvedAt) = (to, to is null ? null : time.GetUtcNow());
            log.Add(context, doer, new Deed(action, string.Create(CultureInfo.InvariantCulture, $"part {id}, {part.Name}"), from ?? "waits", to ?? "waits"));
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
    }
}
