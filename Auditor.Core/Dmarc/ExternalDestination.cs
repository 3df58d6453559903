using System.Collections.Immutable;
using Auditor.Core.Dns;

namespace Auditor.Core.Dmarc;

/// <summary>Whether a destination in another organizational domain agreed to take reports (RFC 9990 4).</summary>
public enum DestinationAuthorization
{
    /// <summary>At least one record that begins with <c>v=DMARC1</c>.</summary>
    Yes,

    /// <summary>DNS says that there is none: receivers must drop the destination.</summary>
    No,

    /// <summary>DNS could not tell.</summary>
    Unknown,
}

/// <summary>A destination host outside the policy domain's organizational domain.</summary>
/// <param name="Host">The destination host.</param>
/// <param name="QueryName">The name asked for; null when it would be longer than DNS allows.</param>
/// <param name="Authorization">What came out.</param>
/// <param name="Outcome">The answer; null when it was not asked for.</param>
public sealed record ExternalDestination(DomainName Host, DomainName? QueryName, DestinationAuthorization Authorization, DnsOutcome? Outcome)
{
    /// <summary>An address of the authorisation record at another host than this one, which makes receivers send no report at all (RFC 9990 4); null without one.</summary>
    public string? OverrideElsewhere { get; init; }

    /// <summary>yes, no or unknown.</summary>
    public string Word => Authorization switch
    {
        DestinationAuthorization.Yes => "yes",
        DestinationAuthorization.No => "no",
        _ => "unknown",
    };
}

/// <summary>Whether the host of a report address can take mail at all (RFC 5321 5.1).</summary>
/// <param name="Host">The destination host.</param>
/// <param name="AcceptsMail">Null when DNS could not tell.</param>
/// <param name="Outcomes">The answers that say so, the host's own MX first.</param>
public sealed record DestinationHost(DomainName Host, bool? AcceptsMail, ImmutableArray<DnsOutcome> Outcomes)
{
    /// <summary>Why it takes none, as the rest of a sentence about the host; null otherwise.</summary>
    public string? Obstacle { get; init; }
}
