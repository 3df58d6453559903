using System.Collections.Immutable;
using System.Net;
using Auditor.Core.Dns;

namespace Auditor.Core.Smtp;

/// <summary>How a probe ended. Only the first two say anything about the host; the rest leave it unknown.</summary>
public enum SmtpProbeStatus
{
    /// <summary>The host greeted with 220 and answered EHLO.</summary>
    Answered,

    /// <summary>The host greeted, or answered EHLO, with a 4xx or 5xx code: it speaks SMTP, and not with us.</summary>
    TurnedAway,

    /// <summary>Nothing listens at the port.</summary>
    Refused,

    /// <summary>No connection, or no complete answer, in time.</summary>
    TimedOut,

    /// <summary>The network does not lead there, or the connection broke.</summary>
    Unreachable,

    /// <summary>Something answered that is no SMTP.</summary>
    NotSmtp,

    /// <summary>The address is none that may be probed, or this audit does not reach the network.</summary>
    NotAllowed,
}

/// <summary>What one connection showed.</summary>
/// <param name="Address">Where it went.</param>
/// <param name="Status">How it ended.</param>
public sealed record SmtpProbeResult(IPAddress Address, SmtpProbeStatus Status)
{
    /// <summary>One sentence on a status other than <see cref="SmtpProbeStatus.Answered"/>; null otherwise.</summary>
    public string? Reason { get; init; }

    /// <summary>The greeting as sent, lines joined by a line feed, cut to a bound; null when none came.</summary>
    public string? Banner { get; init; }

    /// <summary>The first word of the first line of the answer to EHLO; null without one.</summary>
    public string? EhloName { get; init; }

    /// <summary>The extensions of the answer to EHLO, before TLS, in capitals with their parameters.</summary>
    public ImmutableArray<string> Capabilities { get; init; } = [];

    /// <summary>The name asked for in the TLS handshake (RFC 6066 3); null when none was sent.</summary>
    public DomainName? ServerName { get; init; }

    /// <summary>Null while the host did not answer EHLO.</summary>
    public bool? OffersStartTls => Status == SmtpProbeStatus.Answered
        ? Capabilities.Any(c => c == "STARTTLS" || c.StartsWith("STARTTLS ", StringComparison.Ordinal))
        : null;

    /// <summary>TLS 1.2, TLS 1.3 and so on; null without TLS.</summary>
    public string? TlsVersion { get; init; }

    /// <summary>Why STARTTLS was offered and did not lead to TLS, as a clause; null when it did, or was not tried.</summary>
    public string? TlsError { get; init; }

    /// <summary>Null without TLS.</summary>
    public SmtpCertificate? Certificate { get; init; }

    /// <summary>The word of the banner that should be the host's name, as written; null when there is none.</summary>
    public string? BannerWord => SmtpGreeting.WordOf(Banner);

    /// <summary>The banner's name where it is one that a host may have (RFC 5321 2.3.5); null otherwise.</summary>
    public DomainName? BannerName => DomainName.TryParse(BannerWord, out var name) && name.IsHostName ? name : null;
}
