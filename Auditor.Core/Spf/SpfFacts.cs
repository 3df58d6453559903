using System.Collections.Immutable;
using Auditor.Core.Dns;
using Auditor.Core.Findings;
using Auditor.Core.Spf.Addresses;

namespace Auditor.Core.Spf;

/// <summary>All that an audit knows of a domain's SPF: what was published, what it costs, and where it breaks.</summary>
public sealed record SpfFacts
{
    /// <summary>The domain audited.</summary>
    public required DomainName Domain { get; init; }

    /// <summary>What is known of the record; <see cref="RecordStatus.Unknown"/> only for the domain's own TXT question.</summary>
    public required RecordStatus Status { get; init; }

    /// <summary>The answer to the domain's TXT question.</summary>
    public required DnsOutcome Lookup { get; init; }

    /// <summary>The texts that a receiver takes for SPF records (RFC 7208 4.5): one in a sound zone.</summary>
    public ImmutableArray<string> Records { get; init; } = [];

    /// <summary>The record, the first of several, also when it is invalid; null when there is none or DNS could not tell.</summary>
    public string? Record => Records.IsDefaultOrEmpty ? null : Records[0];

    /// <summary>The record read, with its syntax errors; null without a record.</summary>
    public SpfRecord? Parsed { get; init; }

    /// <summary>The tree of includes and redirects; null unless there is exactly one record.</summary>
    public SpfLookupTree? Tree { get; init; }

    /// <summary>The answer to the question for a record of the obsolete type SPF (99); null when it was not asked.</summary>
    public DnsOutcome? TypeSpf { get; init; }

    /// <summary>The answer to the question for the text that <c>exp</c> points at; null without one, with a macro in its name, and when it was not asked.</summary>
    public DnsOutcome? Explanation { get; init; }

    /// <summary>How many clients the record lets pass, with all that it includes; null unless there is exactly one record.</summary>
    public AddressCount? Addresses => Tree?.Addresses;

    /// <summary>Terms of the whole tree that cause DNS queries (RFC 7208 4.6.4), when nothing matches early; counted to <see cref="SpfLimits.CountedTerms"/>.</summary>
    public int Lookups => Tree?.Lookups ?? 0;

    /// <summary>True when <see cref="Lookups"/> is a lower bound: a macro, a DNS failure or the end of the count hides more.</summary>
    public bool LookupsAreMinimum { get; init; }

    /// <summary>The lookups of the tree that found nothing, in order of evaluation.</summary>
    public ImmutableArray<SpfVoidLookup> Voids { get; init; } = [];

    /// <summary>Number of <see cref="Voids"/>; more than two make a permerror.</summary>
    public int VoidLookups => Voids.Length;

    /// <summary>Every cause of a permerror, in order of evaluation.</summary>
    public ImmutableArray<SpfPermError> PermErrors { get; init; } = [];

    /// <summary>True when some message is bound to get permerror, which receivers may reject (RFC 7208 8.7).</summary>
    public bool PermError => !PermErrors.IsDefaultOrEmpty;

    /// <summary>The way to the first cause, such as <c>include:a.example > include:b.example</c>; empty in the record itself, null without a permerror.</summary>
    public string? PermErrorPath => PermError ? PermErrors[0].Path : null;

    /// <summary>The first cause as a sentence; null without a permerror.</summary>
    public string? PermErrorCause => PermError ? PermErrors[0].Message : null;

    /// <summary>The questions that DNS could not answer, of the record itself and of the tree.</summary>
    public ImmutableArray<DnsOutcome> Failures { get; init; } = [];

    /// <summary>True when DNS failed for something that the verdict needs and no permerror is certain without it.</summary>
    public bool IsUnknown => !Failures.IsDefaultOrEmpty && !PermError;

    /// <summary>The names that DNS failed for, for the reason in words.</summary>
    public IEnumerable<string> UnknownNames => Failures.Select(f => f.Name.ToString()).Distinct(StringComparer.Ordinal);

    /// <summary>The qualifier that applies when nothing else matches, redirects followed; null when no <c>all</c> is reached (neutral, RFC 7208 4.7) or DNS could not tell.</summary>
    public Qualifier? DefaultQualifier => Tree?.DefaultQualifier;

    /// <summary>True when a <c>+all</c> counts for the domain: its own, a redirect's, or one inside an include that passes.</summary>
    public bool PassesAll => Tree?.FindPassAll() is not null;

    /// <summary>The causes of one kind, each told once however often the tree meets it.</summary>
    public IEnumerable<SpfPermError> CausesOf(SpfPermErrorKind kind) => PermErrors.Where(e => e.Kind == kind).DistinctBy(e => e.Message);
}
