using System.Collections.Immutable;
using Auditor.Core.Dns;

namespace Auditor.Core.Zone;

/// <summary>Who may issue certificates for the domain (RFC 8659).</summary>
/// <param name="Name">The name whose CAA records apply: the domain, or the nearest above it that has any.</param>
/// <param name="Answers">The answers on the way up; the last one has the records.</param>
/// <param name="Records">The records; empty when there are none, or DNS could not tell.</param>
public sealed record CaaFacts(DomainName Name, ImmutableArray<DnsOutcome> Answers, ImmutableArray<CaaRecord> Records)
{
    /// <summary>True when DNS could not tell whether there are any.</summary>
    public bool IsUnknown => Answers.Any(a => a.IsUnknown);

    /// <summary>True when no name up to the organization's has any: every authority may issue.</summary>
    public bool IsAbsent => Records.IsEmpty && !IsUnknown;
}
