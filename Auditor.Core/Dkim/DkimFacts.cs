using System.Collections.Immutable;
using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Core.Dkim;

/// <summary>How the search for selectors ended. None of these says that the domain has no DKIM.</summary>
public enum SelectorDiscovery
{
    /// <summary>At least one selector was named to us, or found.</summary>
    Known,

    /// <summary>No selector was known, and none of those tried has a record.</summary>
    NothingFound,

    /// <summary>No selector was known, and <c>_domainkey</c> does not exist below the domain, so none can (RFC 8020).</summary>
    NoDomainKeyNode,

    /// <summary>Any selector whatever is answered, so trying names shows nothing.</summary>
    Wildcard,

    /// <summary>DNS could not tell.</summary>
    Unknown,
}

/// <summary>All that DNS says about the DKIM keys of one signing domain.</summary>
public sealed record DkimFacts
{
    /// <summary>The DKIM signing domain.</summary>
    public required DomainName Domain { get; init; }

    /// <summary>The selectors that are in use or were found, in the order of the candidates.</summary>
    public ImmutableArray<SelectorFacts> Selectors { get; init; } = [];

    public SelectorDiscovery Discovery { get; init; }

    /// <summary>The answer to a selector that nobody uses; null when it was not asked for.</summary>
    public DnsOutcome? WildcardOutcome { get; init; }

    /// <summary>What reports and earlier audits show of the selectors; null when there are no reports.</summary>
    public SelectorUse? Use { get; init; }

    /// <summary>True when a selector that nobody uses is answered with a key that works.</summary>
    public bool HasWildcardKey => WildcardOutcome is { Status: DnsStatus.Answer } wildcard
        && wildcard.Texts.Select(DkimKeyParser.Parse).Any(k => k is { IsValid: true, Revoked: false });

    /// <summary>Candidates that were not asked for, because the limit of questions was reached.</summary>
    public int SkippedCandidates { get; init; }

    /// <summary>
    /// The selectors that the domain's mail depends on: those configured or seen in reports, else every one found that is not revoked.
    /// </summary>
    public IEnumerable<SelectorFacts> InUse => Selectors.Any(s => s.Candidate.IsInUse)
        ? Selectors.Where(s => s.Candidate.IsInUse)
        : Selectors.Where(s => !s.Revoked);
}

/// <summary>One selector and the record behind it.</summary>
public sealed record SelectorFacts
{
    public required SelectorCandidate Candidate { get; init; }

    /// <summary>The name of the key record.</summary>
    public required DomainName Name { get; init; }

    /// <summary>Found for a record that parses (a revoked one too), Invalid, Multiple, None or Unknown.</summary>
    public RecordStatus Status { get; init; }

    public required DnsOutcome Outcome { get; init; }

    /// <summary>The parsed record; null without exactly one.</summary>
    public DkimKeyRecord? Record { get; init; }

    public Selector Selector => Candidate.Selector;

    public SelectorSource Source => Candidate.Source;

    /// <summary>The text; the texts joined by a line feed when there are several; null without any.</summary>
    public string? RecordText => Outcome.Texts.Any() ? string.Join('\n', Outcome.Texts) : null;

    /// <summary>rsa or ed25519; null when there is no key to read.</summary>
    public string? KeyType => Record?.Bits is null ? null : Record.KeyType;

    /// <summary>True length of the key; null when there is no key to read.</summary>
    public int? Bits => Record?.Bits;

    /// <summary>SHA-256 of the key, see <see cref="KeyFingerprint"/>; null when there is no key to read.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>An empty <c>p</c>.</summary>
    public bool Revoked => Record is { IsValid: true, Revoked: true };

    /// <summary><c>t=y</c>.</summary>
    public bool TestMode => Record is { TestMode: true };

    /// <summary><c>t=s</c>.</summary>
    public bool Strict => Record is { Strict: true };

    /// <summary>The last target of the alias behind which the key lies; null without one.</summary>
    public DomainName? Alias => Outcome.Aliases.IsEmpty ? null : Outcome.Aliases[^1];

    /// <summary>True for an alias whose target does not exist.</summary>
    public bool IsDangling => Alias is not null && Outcome.Status == DnsStatus.NxDomain;

    /// <summary>True when verifiers can use the key: it parses, is not revoked, and fits e-mail; its length is judged apart.</summary>
    public bool HasUsableKey => Status == RecordStatus.Found && Record is { Revoked: false, AllowsSha256: true, AllowsEmail: true };
}
