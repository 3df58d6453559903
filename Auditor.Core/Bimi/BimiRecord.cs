using System.Collections.Immutable;
using Auditor.Core.Findings;

namespace Auditor.Core.Bimi;

/// <summary>What a BIMI record says.</summary>
public enum BimiStatus
{
    /// <summary>A usable record.</summary>
    Ok,

    /// <summary>The domain declines to show a logo.</summary>
    Declined,

    /// <summary>A record that cannot be used.</summary>
    Invalid,

    /// <summary>No BIMI record.</summary>
    None,
}

/// <summary>A BIMI assertion record (draft-brand-indicators-for-message-identification 4.2).</summary>
public sealed record BimiRecord
{
    /// <summary>What it amounts to.</summary>
    public required BimiStatus Status { get; init; }

    /// <summary>Address of the logo; empty when declined or taken from the evidence, null without a usable record.</summary>
    public string? Location { get; init; }

    /// <summary>Address of the evidence document; empty without one, null without a usable record.</summary>
    public string? Evidence { get; init; }

    /// <summary>brand or personal; null when not said.</summary>
    public string? AvatarPreference { get; init; }

    /// <summary>Local-part selectors in lower case.</summary>
    public ImmutableArray<string> LocalPartSelectors { get; init; } = [];

    /// <summary>What is wrong or odd.</summary>
    public ImmutableArray<RecordProblem> Problems { get; init; } = [];

    /// <summary>True for a record that receivers use, declining included.</summary>
    public bool IsValid => Status is BimiStatus.Ok or BimiStatus.Declined;
}
