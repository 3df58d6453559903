namespace Auditor.Core.Dkim;

/// <summary>From when a key is called due or unused; an installation may have figures of its own.</summary>
public sealed record KeyThresholds
{
    /// <summary>What counts where nobody says otherwise.</summary>
    public static KeyThresholds Default { get; } = new();

    /// <summary>Age in days at which a key is due: half a year, as M3AAWG advises.</summary>
    public int DueDays { get; init; } = 180;

    /// <summary>Days without a signature after which a key is called unused; at most <see cref="KeyVerdict.RetireDays"/>.</summary>
    public int IdleDays { get; init; } = 14;

    /// <summary>Share of the signed mail, 0 to 1, that a new key must carry before the old one may rest.</summary>
    public double EnoughShare { get; init; } = 0.95;
}
