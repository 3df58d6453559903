using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Auditor.Core.Findings;

namespace Auditor.Core.Auditing;

/// <summary>Protection of mail on its way to the domain. A part is null when the audit did not look at it, as in older audits.</summary>
public sealed record TransportDocument
{
    public MtaStsDocument? MtaSts { get; init; }

    public TlsRptDocument? TlsRpt { get; init; }
}

/// <summary>MTA-STS: the record and its policy.</summary>
public sealed record MtaStsDocument
{
    public RecordStatus Status { get; init; }

    public string? Record { get; init; }

    /// <summary>The id of the policy; null without a usable record.</summary>
    public string? Id { get; init; }

    /// <summary>Target of the alias behind which the record lies; null without one.</summary>
    public string? Alias { get; init; }

    public required MtaStsPolicyDocument Policy { get; init; }
}

/// <summary>The policy file.</summary>
public sealed record MtaStsPolicyDocument
{
    /// <summary>found, invalid, unavailable (the server gives none that senders may take), unknown, or not-fetched.</summary>
    public required string Status { get; init; }

    /// <summary>enforce, testing or none; null when it is not known.</summary>
    public string? Mode { get; init; }

    /// <summary>Seconds; null when it is not known.</summary>
    public int? MaxAge { get; init; }

    /// <summary>The patterns as written, the first hundred.</summary>
    public ImmutableArray<string> Mx { get; init; } = [];

    /// <summary>Mail hosts that no pattern allows.</summary>
    public ImmutableArray<string> UnlistedHosts { get; init; } = [];

    /// <summary>The address that was fetched, and how that ended; null when nothing was fetched.</summary>
    public FetchDocument? Fetch { get; init; }
}

/// <summary>TLS-RPT.</summary>
public sealed record TlsRptDocument
{
    public RecordStatus Status { get; init; }

    public string? Record { get; init; }

    /// <summary>Target of the alias behind which the record lies; null without one.</summary>
    public string? Alias { get; init; }

    public ImmutableArray<string> Rua { get; init; } = [];
}

/// <summary>The fetch of a file by https.</summary>
/// <param name="Address">The address.</param>
/// <param name="Status">answered, name-unknown, certificate-expired and so on: how it ended.</param>
public sealed record FetchDocument(string Address, string Status)
{
    /// <summary>The HTTP status; null when none came.</summary>
    public int? Code { get; init; }

    public string? ContentType { get; init; }

    /// <summary>Address and port of the server; null without a connection.</summary>
    public string? Server { get; init; }

    /// <summary>The end of the server certificate's time; null when none was shown.</summary>
    [JsonConverter(typeof(UtcSecondsConverter))]
    public DateTimeOffset? CertificateNotAfter { get; init; }

    /// <summary>Why there is nothing to read, as a sentence; null when there is.</summary>
    public string? Error { get; init; }
}
