using System.Collections.Immutable;

namespace Auditor.Core.Reports.Tls;

/// <summary>A TLS report (RFC 8460 4.4): how the sessions that one sender opened to a domain's mail hosts went. Texts are untrusted and cut at the intake's limit.</summary>
public sealed record TlsReport
{
    /// <summary>The sender's name; null when it gives none.</summary>
    public string? OrganizationName { get; init; }

    /// <summary>The sender's id of the report; null when it gives none.</summary>
    public string? ReportId { get; init; }

    /// <summary>Start of the window, Unix seconds.</summary>
    public required long Begin { get; init; }

    /// <summary>End of the window, Unix seconds.</summary>
    public required long End { get; init; }

    public string? ContactInfo { get; init; }

    /// <summary>In the order of the report.</summary>
    public ImmutableArray<TlsPolicy> Policies { get; init; } = [];

    /// <summary>What the sender's sessions come to, all policies together; a session under two policies is in both.</summary>
    public long Successful => Policies.Sum(p => p.Successful);

    /// <summary>As <see cref="Successful"/>, for sessions that failed.</summary>
    public long Failed => Policies.Sum(p => p.Failed);

    /// <summary>True when it says that nothing happened: no session under any policy, and no failure.</summary>
    public bool IsEmpty => Policies.All(p => p.Successful == 0 && p.Failed == 0 && p.Failures.IsEmpty);
}

/// <summary>The sessions under one policy that the sender applied.</summary>
public sealed record TlsPolicy
{
    /// <summary><c>sts</c>, <c>tlsa</c> or <c>no-policy-found</c>, lower case; other text as sent; null when missing.</summary>
    public string? Type { get; init; }

    /// <summary>The domain that the policy is of, lower-case A-labels; null when missing.</summary>
    public string? Domain { get; init; }

    /// <summary>The policy's lines as sent.</summary>
    public ImmutableArray<string> PolicyStrings { get; init; } = [];

    /// <summary>Patterns of the mail hosts, lower case.</summary>
    public ImmutableArray<string> MxHosts { get; init; } = [];

    /// <summary>Sessions that succeeded.</summary>
    public long Successful { get; init; }

    /// <summary>Sessions that failed, by the report's own sum; its details may add up to another number.</summary>
    public long Failed { get; init; }

    public ImmutableArray<TlsFailure> Failures { get; init; } = [];
}

/// <summary>Sessions that failed in the same way (RFC 8460 4.4, failure-details).</summary>
public sealed record TlsFailure
{
    /// <summary>A result type of RFC 8460 4.3, lower case; other text as sent; null when missing.</summary>
    public string? ResultType { get; init; }

    /// <summary>Canonical address, or the text as sent when it is none.</summary>
    public string? SendingMtaIp { get; init; }

    public string? ReceivingMxHostname { get; init; }

    public string? ReceivingMxHelo { get; init; }

    /// <summary>As <see cref="SendingMtaIp"/>.</summary>
    public string? ReceivingIp { get; init; }

    /// <summary>Sessions.</summary>
    public long Count { get; init; }

    public string? AdditionalInformation { get; init; }

    public string? ReasonCode { get; init; }
}
