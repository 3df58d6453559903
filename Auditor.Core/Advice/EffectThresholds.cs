namespace Auditor.Core.Advice;

/// <summary>From when the aligned share is said to have moved after a change; an installation may have figures of its own.</summary>
public sealed record EffectThresholds
{
    /// <summary>What counts where nobody says otherwise.</summary>
    public static EffectThresholds Default { get; } = new();

    /// <summary>Messages of one side below which its share says little.</summary>
    public int FewestMessages { get; init; } = 100;

    /// <summary>Points of a hundred that the share has to move by; less is what weeks differ by anyway.</summary>
    public double FewestPoints { get; init; } = 2;
}
