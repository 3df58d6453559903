using System.Collections.Immutable;
using System.Net;
using Auditor.Core.Auditing;
using Auditor.Core.Dns;
using Auditor.Core.Findings;
using Auditor.Core.Scoring;

namespace Auditor.Worker.Cli.Audits;

/// <summary>What <c>auditor audit</c> was asked to do.</summary>
internal sealed record AuditSettings
{
    public required ImmutableArray<DomainName> Domains { get; init; }

    public KnownSelectors Selectors { get; init; } = KnownSelectors.None;

    public ImmutableArray<IPAddress> Addresses { get; init; } = [];

    /// <summary>Null to tell it from the facts.</summary>
    public DomainPurpose? Purpose { get; init; }

    public AuditChecks Checks { get; init; } = AuditChecks.Scored;

    public AuditFormat Format { get; init; }

    /// <summary>Findings from this severity on fail the run; null for never.</summary>
    public Severity? Threshold { get; init; } = Severity.Error;

    /// <summary>Findings that an earlier audit had; null without one.</summary>
    public KnownFindings? Known { get; init; }

    public int Concurrency { get; init; } = AuditPass.DefaultConcurrency;

    /// <summary>True for a finding that fails the run.</summary>
    public bool Fails(AuditDocument document, Finding finding) =>
        Threshold is { } threshold && finding.Severity >= threshold && Known?.Contains(document, finding) != true;

    /// <summary>The request for one domain.</summary>
    public AuditRequest RequestFor(DomainName domain) => new(domain)
    {
        Purpose = Purpose,
        Selectors = Selectors.Of(domain),
        SendingAddresses = Addresses,
        Checks = Checks,
    };
}

/// <summary>Forms of output.</summary>
internal enum AuditFormat
{
    Table,
    Json,
    JsonLines,
    Csv,
    Sarif,
    JUnit,
}
