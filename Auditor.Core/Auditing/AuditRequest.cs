using System.Collections.Immutable;
using System.Net;
using Auditor.Core.Dns;
using Auditor.Core.Scoring;

namespace Auditor.Core.Auditing;

/// <summary>What to audit, and what is known beforehand that DNS cannot tell.</summary>
/// <param name="Domain">The domain.</param>
public sealed record AuditRequest(DomainName Domain)
{
    /// <summary>people, machine, receive-only or parked, as its owner says; null to tell it from the facts.</summary>
    public DomainPurpose? Purpose { get; init; }

    /// <summary>DKIM selectors that the owner named.</summary>
    public ImmutableArray<string> Selectors { get; init; } = [];

    /// <summary>DKIM selectors that aggregate reports showed in use for this domain.</summary>
    public ImmutableArray<string> ReportedSelectors { get; init; } = [];

    /// <summary>Addresses that the owner says are his senders.</summary>
    public ImmutableArray<IPAddress> SendingAddresses { get; init; } = [];

    /// <summary>Own senders' addresses that aggregate reports showed.</summary>
    public ImmutableArray<IPAddress> ReportedAddresses { get; init; } = [];

    /// <summary>The parts to look at.</summary>
    public AuditChecks Checks { get; init; } = AuditChecks.All;
}

/// <summary>The parts of an audit.</summary>
[Flags]
public enum AuditChecks
{
    None = 0,
    Spf = 1,
    Dkim = 2,
    Dmarc = 4,
    Mx = 8,

    /// <summary>Reverse DNS of mail exchangers and of sending addresses.</summary>
    Reverse = 16,
    All = Spf | Dkim | Dmarc | Mx | Reverse,
}
