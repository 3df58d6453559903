using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Auditor.Core.Findings;

namespace Auditor.Core.Auditing;

/// <summary>BIMI of the domain. The status is null when the audit did not look at it, as in older audits.</summary>
public sealed record BimiDocument
{
    public RecordStatus? Status { get; init; }

    public string? Record { get; init; }

    /// <summary>Where the record stands: the domain, or its organizational domain; null without one.</summary>
    public string? RecordDomain { get; init; }

    /// <summary>True when the record says that no logo is to be shown.</summary>
    public bool Declined { get; init; }

    /// <summary>Whether the DMARC policy permits logos; null when that is not known.</summary>
    public bool? Eligible { get; init; }

    /// <summary>What <c>l=</c> names; null without an address.</summary>
    public BimiLogoDocument? Logo { get; init; }

    /// <summary>What <c>a=</c> names; null without an address.</summary>
    public MarkCertificateDocument? Certificate { get; init; }
}

/// <summary>The logo, never its drawing.</summary>
public sealed record BimiLogoDocument
{
    public required string Address { get; init; }

    /// <summary>found, invalid, unavailable, unknown or not-fetched.</summary>
    public required string Status { get; init; }

    /// <summary>The text of its title; null when it is not known.</summary>
    public string? Title { get; init; }

    /// <summary>Bytes after unpacking; null when it is not known.</summary>
    public int? Bytes { get; init; }

    public FetchDocument? Fetch { get; init; }
}

/// <summary>The mark certificate.</summary>
public sealed record MarkCertificateDocument
{
    public required string Address { get; init; }

    /// <summary>found, invalid, unavailable, unknown or not-fetched.</summary>
    public required string Status { get; init; }

    public string? Subject { get; init; }

    public string? Issuer { get; init; }

    [JsonConverter(typeof(UtcSecondsConverter))]
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>The names that it is for.</summary>
    public ImmutableArray<string> Names { get; init; } = [];

    /// <summary>Such as Registered Mark or Prior Use Mark; null when it does not say.</summary>
    public string? MarkType { get; init; }

    /// <summary>Whether its logo is the one that the record names; null when that is not known.</summary>
    public bool? SameLogo { get; init; }

    public FetchDocument? Fetch { get; init; }
}
