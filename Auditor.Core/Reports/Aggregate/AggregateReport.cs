using System.Collections.Immutable;

namespace Auditor.Core.Reports.Aggregate;

/// <summary>The head of an aggregate report (RFC 9990 3.1, RFC 7489 appendix C): everything but its rows. Empty text is null.</summary>
public sealed record AggregateReport
{
    /// <summary>Reporter as it names itself.</summary>
    public string? OrgName { get; init; }

    public string? Email { get; init; }

    public string? ExtraContactInfo { get; init; }

    /// <summary>The format's version as written, null when absent.</summary>
    public string? Version { get; init; }

    /// <summary>Errors that the reporter met, in order.</summary>
    public ImmutableArray<string> Errors { get; init; } = [];

    /// <summary>Report id as written, trimmed.</summary>
    public string? ReportId { get; init; }

    /// <summary>Start of the reporter's window, Unix seconds, UTC.</summary>
    public long Begin { get; init; }

    /// <summary>End of the reporter's window, Unix seconds, UTC.</summary>
    public long End { get; init; }

    /// <summary>Which specification the text follows.</summary>
    public ReportVariant Variant { get; init; }

    /// <summary>Software that wrote the report (RFC 9990 only).</summary>
    public string? Generator { get; init; }

    public PolicyPublished PolicyPublished { get; init; } = new();
}

/// <summary>The specification that a report follows, told by its namespace and elements.</summary>
public enum ReportVariant
{
    Rfc7489,
    Rfc9990,
}

/// <summary>The policy as the reporter saw it in DNS. Values are lower-case text, null when absent; unknown ones are kept.</summary>
public sealed record PolicyPublished
{
    /// <summary>Policy domain, lower-case A-labels where the text allows.</summary>
    public string? Domain { get; init; }

    public string? P { get; init; }

    public string? Sp { get; init; }

    public string? Np { get; init; }

    public string? Adkim { get; init; }

    public string? Aspf { get; init; }

    /// <summary>Percentage (RFC 7489 only); null when absent or no number.</summary>
    public int? Pct { get; init; }

    public string? Fo { get; init; }

    public string? Testing { get; init; }

    public string? DiscoveryMethod { get; init; }
}

/// <summary>One row: messages from one address with one outcome.</summary>
public sealed record ReportRow
{
    /// <summary>Canonical text of the address; the text as written when it is none (then noted as a repair).</summary>
    public required string SourceIp { get; init; }

    /// <summary>Number of messages.</summary>
    public long Count { get; init; }

    /// <summary>What the receiver did: none, pass (RFC 9990), quarantine or reject; unknown text is kept.</summary>
    public string? Disposition { get; init; }

    /// <summary>The aligned DKIM verdict of policy_evaluated: pass or fail; unknown text is kept.</summary>
    public string? Dkim { get; init; }

    /// <summary>The aligned SPF verdict of policy_evaluated.</summary>
    public string? Spf { get; init; }

    public ImmutableArray<PolicyOverrideReason> Reasons { get; init; } = [];

    public string? HeaderFrom { get; init; }

    public string? EnvelopeFrom { get; init; }

    public string? EnvelopeTo { get; init; }

    /// <summary>Raw DKIM results, not aligned.</summary>
    public ImmutableArray<DkimAuthResult> DkimResults { get; init; } = [];

    /// <summary>Raw SPF results, not aligned.</summary>
    public ImmutableArray<SpfAuthResult> SpfResults { get; init; } = [];
}

/// <summary>Why the receiver did not apply the policy.</summary>
public sealed record PolicyOverrideReason(string? Type, string? Comment);

/// <summary>One signature's raw result.</summary>
public sealed record DkimAuthResult(string? Domain, string? Selector, string? Result, string? HumanResult);

/// <summary>The raw SPF result of one identity; the scope is mfrom or helo.</summary>
public sealed record SpfAuthResult(string? Domain, string? Scope, string? Result);
