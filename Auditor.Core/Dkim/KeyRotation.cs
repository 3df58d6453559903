using System.Collections.Immutable;
using Auditor.Core.Findings;

namespace Auditor.Core.Dkim;

/// <summary>The steps of a rotation, in order.</summary>
public enum RotationStep
{
    /// <summary>Publish a new key under a new selector.</summary>
    Publish,

    /// <summary>An audit finds it in DNS.</summary>
    InDns,

    /// <summary>Reports show it on nearly all signed mail.</summary>
    InReports,

    /// <summary>The old key falls out of use.</summary>
    OldUnused,

    /// <summary>The old key is taken away.</summary>
    Remove,
}

/// <summary>How far a step is.</summary>
public enum RotationState
{
    /// <summary>Evidence shows that it is done.</summary>
    Done,

    /// <summary>The owner's turn.</summary>
    Yours,

    /// <summary>It comes by itself; <see cref="RotationLine.Until"/> says when, where that is known.</summary>
    Waiting,

    /// <summary>What would show it is missing.</summary>
    Unknown,

    /// <summary>A step before it comes first.</summary>
    Later,
}

/// <summary>One step of a rotation as evidence shows it.</summary>
/// <param name="Step">The step.</param>
/// <param name="State">How far it is.</param>
/// <param name="At">The day on which it was done; null while it is not, or when nobody knows.</param>
/// <param name="Until">The earliest day on which it can be done; null when only the owner or a report can tell.</param>
/// <param name="Share">Messages with the new key of the recent ones with either, 0 to 1; null for other steps, and without any.</param>
public sealed record RotationLine(RotationStep Step, RotationState State, DateOnly? At = null, DateOnly? Until = null, double? Share = null);

/// <summary>Why a key is due.</summary>
public enum RotationReason
{
    /// <summary>It stands for longer than a key should.</summary>
    Old,

    /// <summary>It is too short.</summary>
    Weak,

    /// <summary>It is not; a newer key stands beside it already.</summary>
    UnderWay,
}

/// <summary>The change from one key to a newer one.</summary>
/// <param name="Old">The key that goes.</param>
/// <param name="New">The key that comes; null before it is published.</param>
/// <param name="Reason">Why.</param>
/// <param name="Steps">The five steps, in order.</param>
public sealed record KeyRotation(KeyFacts Old, KeyFacts? New, RotationReason Reason, ImmutableArray<RotationLine> Steps)
{
    // A key of another rotation, years ago, is no successor; a finished one is shown for a while.
    private const int FinishedDays = 30;

    /// <summary>The rotations that are due or under way, those with the most mail first. Keys behind an alias are their owner's to rotate.</summary>
    /// <param name="keys">The keys in DNS, and those that went.</param>
    /// <param name="reports">How far reports reach.</param>
    /// <param name="today">The UTC day that it is.</param>
    /// <param name="thresholds">From when a key is due or unused; null for the defaults.</param>
    public static ImmutableArray<KeyRotation> Of(IEnumerable<KeyFacts> keys, KeyReports reports, DateOnly today, KeyThresholds? thresholds = null)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(reports);
        thresholds ??= KeyThresholds.Default;
        var own = keys.Where(k => k is { IsElsewhere: false, Since: not null }).ToList();
        var successors = own.Where(k => IsSuccessor(k, today, thresholds)).OrderByDescending(k => k.Since).ThenBy(k => k.Selector, StringComparer.Ordinal).ToList();
        var rotations = ImmutableArray.CreateBuilder<KeyRotation>();
        foreach (var old in own.Where(k => IsGoing(k, reports, today)).OrderByDescending(k => k.Messages).ThenBy(k => k.Since).ThenBy(k => k.Selector, StringComparer.Ordinal))
        {
            var next = successors.Find(k => Follows(k, old));
            if (ReasonOf(old, next, today, thresholds) is { } reason)
            {
                successors.RemoveAll(k => k == next);
                rotations.Add(new KeyRotation(old, next, reason, [.. Lines(old, next, reports, thresholds)]));
            }
        }

        return rotations.ToImmutable();
    }

    // A key that nobody signs with needs no successor: its verdict says that it may go.
    private static bool IsGoing(KeyFacts key, KeyReports reports, DateOnly today) => key switch
    {
        { Gone: { } gone } => key.LastUsed is not null && today.DayNumber - gone.DayNumber <= FinishedDays,
        { Status: RecordStatus.Found, Revoked: false } => key.LastUsed is not null || !reports.Suffice,
        { Status: RecordStatus.Unknown } => key.LastUsed is not null,
        _ => false,
    };

    private static bool IsSuccessor(KeyFacts key, DateOnly today, KeyThresholds thresholds) =>
        key is { Gone: null, Revoked: false, SinceAtLeast: false, IsWeak: false, Status: RecordStatus.Found or RecordStatus.Unknown } && key.Age(today) < thresholds.DueDays;

    // Of the same kind, and of the same stream as far as anyone can see: a key that other hosts sign with replaces nothing here.
    private static bool Follows(KeyFacts key, KeyFacts old) =>
        key != old && key.Since > old.Since && key.KeyType == old.KeyType && (key.Sources.IsEmpty || old.Sources.IsEmpty || key.Sources.Overlaps(old.Sources));

    private static RotationReason? ReasonOf(KeyFacts old, KeyFacts? next, DateOnly today, KeyThresholds thresholds) => old switch
    {
        { Gone: not null } => next is null ? null : RotationReason.UnderWay,
        { IsWeak: true } => RotationReason.Weak,
        _ when old.Age(today) >= thresholds.DueDays => RotationReason.Old,
        _ => next is null ? null : RotationReason.UnderWay,
    };

    private static IEnumerable<RotationLine> Lines(KeyFacts old, KeyFacts? next, KeyReports reports, KeyThresholds thresholds)
    {
        if (next is null)
        {
            yield return new RotationLine(RotationStep.Publish, RotationState.Yours);
            foreach (var later in new[] { RotationStep.InDns, RotationStep.InReports, RotationStep.OldUnused, RotationStep.Remove })
            {
                yield return new RotationLine(later, RotationState.Later);
            }

            yield break;
        }

        yield return new RotationLine(RotationStep.Publish, RotationState.Done, next.Since);
        yield return next.Status == RecordStatus.Unknown
            ? new RotationLine(RotationStep.InDns, RotationState.Unknown)
            : new RotationLine(RotationStep.InDns, RotationState.Done, next.Since);
        var carried = InReports(old, next, reports, thresholds.EnoughShare);
        yield return carried;
        var rests = OldUnused(old, reports, carried, thresholds.IdleDays);
        yield return rests;
        yield return old switch
        {
            { Gone: { } gone } => new RotationLine(RotationStep.Remove, RotationState.Done, gone),
            { Status: RecordStatus.Unknown } => new RotationLine(RotationStep.Remove, RotationState.Unknown),
            _ => new RotationLine(RotationStep.Remove, carried.State == RotationState.Done && rests.State == RotationState.Done ? RotationState.Yours : RotationState.Later),
        };
    }

    private static RotationLine InReports(KeyFacts old, KeyFacts next, KeyReports reports, double enough)
    {
        if (reports.Days == 0)
        {
            return new RotationLine(RotationStep.InReports, RotationState.Unknown);
        }

        var signed = old.Recent + next.Recent;
        var share = signed == 0 ? (double?)null : (double)next.Recent / signed;
        return new RotationLine(RotationStep.InReports, share >= enough ? RotationState.Done : next.Messages == 0 ? RotationState.Yours : RotationState.Waiting, Share: share);
    }

    private static RotationLine OldUnused(KeyFacts old, KeyReports reports, RotationLine carried, int idleDays)
    {
        if (KeyVerdict.UnusedFor(old, reports) is not { } unused)
        {
            return new RotationLine(RotationStep.OldUnused, RotationState.Unknown);
        }

        if (unused >= idleDays)
        {
            return new RotationLine(RotationStep.OldUnused, RotationState.Done, old.LastUsed?.AddDays(idleDays));
        }

        return carried.State == RotationState.Done
            ? new RotationLine(RotationStep.OldUnused, RotationState.Waiting, Until: old.LastUsed?.AddDays(idleDays))
            : new RotationLine(RotationStep.OldUnused, RotationState.Later);
    }
}
