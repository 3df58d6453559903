using System.Collections.Immutable;
using Auditor.Core.Findings;

namespace Auditor.Core.Dkim;

/// <summary>What DNS, the log of keys and reports know of one selector.</summary>
public sealed record KeyFacts
{
    /// <summary>The selector.</summary>
    public required string Selector { get; init; }

    /// <summary>What the last audit found at it.</summary>
    public required RecordStatus Status { get; init; }

    /// <summary>rsa or ed25519; null when there is no key to read.</summary>
    public string? KeyType { get; init; }

    /// <summary>Length of the key; null when there is no key to read.</summary>
    public int? Bits { get; init; }

    /// <summary>True for a record that says that its key is withdrawn (an empty <c>p=</c>).</summary>
    public bool Revoked { get; init; }

    /// <summary>True when the key lies behind an alias: who it leads to rotates it.</summary>
    public bool IsElsewhere { get; init; }

    /// <summary>The day of the first audit that found the key; null when none did.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>True when the key may be older than <see cref="Since"/>: it stood before anyone looked.</summary>
    public bool SinceAtLeast { get; init; }

    /// <summary>The day of the first audit that was answered without the key; null while it stands.</summary>
    public DateOnly? Gone { get; init; }

    /// <summary>The last day on which reports showed a signature with the selector; null when they never did.</summary>
    public DateOnly? LastUsed { get; init; }

    /// <summary>Messages of the window whose signature with the selector passed.</summary>
    public long Messages { get; init; }

    /// <summary>Messages of the window whose signature with the selector did not pass.</summary>
    public long Failed { get; init; }

    /// <summary>Those of <see cref="Messages"/> that fall into the last <see cref="KeyReports.RecentDays"/> days of reports.</summary>
    public long Recent { get; init; }

    /// <summary>Addresses that mail with a passing signature came from, some of them.</summary>
    public ImmutableHashSet<string> Sources { get; init; } = [];

    /// <summary>True for an RSA key shorter than what RFC 8301 3.2 recommends.</summary>
    public bool IsWeak => KeyType == "rsa" && Bits < Rules.RsaKeyBelowRecommended.RecommendedBits;

    /// <summary>Whole days for which the key is known to stand; null when no audit found it.</summary>
    public int? Age(DateOnly today) => Since is { } since ? Math.Max(0, today.DayNumber - since.DayNumber) : null;
}

/// <summary>How far reports reach: what says whether silence means anything.</summary>
/// <param name="Days">Days of the window with reports.</param>
/// <param name="First">The first day that any report of the domain covers; null without reports.</param>
/// <param name="Last">The last one; null without reports.</param>
public sealed record KeyReports(int Days, DateOnly? First, DateOnly? Last)
{
    /// <summary>Days of the window.</summary>
    public const int Window = 30;

    /// <summary>Days of the window that need reports before a key may be called unused.</summary>
    public const int FewestDays = 14;

    /// <summary>Days over which the share of a new key is taken.</summary>
    public const int RecentDays = 7;

    /// <summary>There are no reports.</summary>
    public static KeyReports None { get; } = new(0, null, null);

    /// <summary>True when reports came on days enough for silence to count.</summary>
    public bool Suffice => Days >= FewestDays && Last is not null;
}
