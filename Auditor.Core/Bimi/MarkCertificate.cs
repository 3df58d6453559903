using System.Collections.Immutable;
using Auditor.Core.Findings;

namespace Auditor.Core.Bimi;

/// <summary>A mark certificate (VMC or CMC) with its logo, as the evidence document shows it.</summary>
public sealed record MarkCertificate
{
    /// <summary>The problem of a certificate whose time is over or has not come.</summary>
    public const string OutOfDate = "out-of-date";

    /// <summary>The subject's name; null when there is no certificate to read.</summary>
    public string? Subject { get; init; }

    public string? Issuer { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>The DNS names that it is for.</summary>
    public ImmutableArray<string> Names { get; init; } = [];

    /// <summary>Such as Registered Mark (a VMC) or Prior Use Mark (a CMC); null when it does not say.</summary>
    public string? MarkType { get; init; }

    /// <summary>The logo that it vouches for; null when there is none.</summary>
    public SvgTinyPs? Logo { get; init; }

    /// <summary>True when nothing keeps receivers from it.</summary>
    public bool IsValid => Problems.IsEmpty && Logo is { IsValid: true };

    /// <summary>What keeps receivers from it. Whether the issuer is one of their authorities is theirs to say.</summary>
    public ImmutableArray<RecordProblem> Problems { get; init; } = [];
}
