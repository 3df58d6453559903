using System.Collections.Immutable;
using System.Net;
using Auditor.Core.Dkim;
using Auditor.Core.Dmarc;
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

    /// <summary>DKIM selectors at which earlier audits found keys that still stood.</summary>
    public ImmutableArray<string> EarlierSelectors { get; init; } = [];

    /// <summary>When reports showed each selector in use; null when there are no reports.</summary>
    public SelectorUse? SelectorUse { get; init; }

    /// <summary>Addresses that the owner says are his senders.</summary>
    public ImmutableArray<IPAddress> SendingAddresses { get; init; } = [];

    /// <summary>Own senders' addresses that aggregate reports showed.</summary>
    public ImmutableArray<IPAddress> ReportedAddresses { get; init; } = [];

    /// <summary>The stage of DMARC before this audit, or before it was weakened a short while ago; null when it is not known.</summary>
    public PolicyStage? EarlierStage { get; init; }

    /// <summary>What earlier audits learnt: it stands in where DNS does not answer.</summary>
    public KnownAnswers Known { get; init; } = KnownAnswers.None;

    /// <summary>True to give all that DNS answered along with the document, for the memory of the next audit.</summary>
    public bool Remembers { get; init; }

    /// <summary>The parts to look at.</summary>
    public AuditChecks Checks { get; init; } = AuditChecks.Scored;
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

    /// <summary>MTA-STS, TLS-RPT and DANE: information, never a loss of points.</summary>
    Transport = 32,

    /// <summary>BIMI: information.</summary>
    Bimi = 64,

    /// <summary>Name servers that agree, DNSSEC, CAA.</summary>
    Zone = 128,

    /// <summary>IP and domain blocklists; they have a queue and a budget of their own.</summary>
    Blocklists = 256,

    /// <summary>What the declared sending hosts say over SMTP: banner, STARTTLS, certificate.</summary>
    Smtp = 512,

    /// <summary>All that the rubric charges for every domain: the fewest questions for a score.</summary>
    Scored = Spf | Dkim | Dmarc | Mx | Reverse,

    /// <summary>All that DNS and the domain's own web hosts tell.</summary>
    Full = Scored | Transport | Bimi | Zone,
}
