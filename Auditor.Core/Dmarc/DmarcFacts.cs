using System.Collections.Immutable;
using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Core.Dmarc;

/// <summary>All that DNS says about DMARC of one author domain.</summary>
public sealed record DmarcFacts
{
    /// <summary>The author domain.</summary>
    public required DomainName Domain { get; init; }

    /// <summary>
    /// Found when a policy applies, wherever it was found; Invalid for a record whose policy cannot be read, whether receivers then act as if
    /// it said none or do nothing; Multiple for several at the domain's own name; Unknown when DNS could not tell; else None, also beside a
    /// text that was meant as a record but is none to receivers.
    /// </summary>
    public RecordStatus Status { get; init; }

    /// <summary>Where the record was found; null when no policy applies.</summary>
    public DomainName? PolicyDomain { get; init; }

    /// <summary>Where <see cref="Record"/> stands, also when it does not apply; null without one.</summary>
    public DomainName? RecordDomain { get; init; }

    /// <summary>Result of the tree walk; null when DNS could not tell.</summary>
    public DomainName? OrganizationalDomain { get; init; }

    /// <summary>The text that was found or meant; the texts joined by a line feed when there are several; null without any.</summary>
    public string? RecordText { get; init; }

    /// <summary>True when no record applies, but a text stands there that was meant as one.</summary>
    public bool HasMisstatedRecord => Status == RecordStatus.None && RecordText is not null;

    /// <summary>The parsed record; null unless a receiver would take the text for a DMARC record.</summary>
    public DmarcPolicyRecord? Record { get; init; }

    /// <summary>True when receivers do DMARC processing with a known policy.</summary>
    public bool PolicyApplies => PolicyTag is not null;

    /// <summary>p, sp or np: the tag that applies to the domain; null when no policy applies.</summary>
    public string? PolicyTag { get; init; }

    /// <summary>The value of the tag that applies, before test mode; null when no policy applies.</summary>
    public AssessmentPolicy? EffectivePolicy { get; init; }

    /// <summary>What remains of it in test mode; null when no policy applies.</summary>
    public AssessmentPolicy? AppliedPolicy { get; init; }

    /// <summary><c>t=y</c> in the record that applies.</summary>
    public bool TestMode => PolicyApplies && Record is { TestMode: true };

    public PolicyStage Stage { get; init; }

    /// <summary>What a subdomain without a record of its own inherits.</summary>
    public InheritedPolicy Below { get; init; } = InheritedPolicy.None;

    /// <summary>The questions of discovery and tree walk with their answers, in order.</summary>
    public ImmutableArray<DnsOutcome> Queries { get; init; } = [];

    /// <summary>TXT of the domain itself, asked for misplaced records and for existence; null when it was not asked.</summary>
    public DnsOutcome? DomainTxt { get; init; }

    /// <summary>TXT answers at names where a record is put by mistake; asked only while the domain has none.</summary>
    public ImmutableArray<DnsOutcome> WrongNames { get; init; } = [];

    /// <summary>Destinations outside the organizational domain, each once, in the order of the record.</summary>
    public ImmutableArray<ExternalDestination> ExternalDestinations { get; init; } = [];

    /// <summary>Hosts of report addresses, each once.</summary>
    public ImmutableArray<DestinationHost> DestinationHosts { get; init; } = [];

    /// <summary>True when the record that applies is the domain's own.</summary>
    public bool IsOwnRecord => PolicyDomain == Domain;

    /// <summary>The TXT answer at <c>_dmarc.</c> of the domain itself; null when the name would be too long.</summary>
    public DnsOutcome? OwnOutcome => Queries.IsEmpty ? null : Queries[0];

    /// <summary>The answer that the record came from, for evidence; the domain's own when no record was found.</summary>
    public DnsOutcome? RecordOutcome =>
        RecordDomain is { } at ? Queries.FirstOrDefault(q => q.Name.IsBelow(at) && q.Name.Parent == at) : OwnOutcome;
}
