using System.Collections.Immutable;
using System.Net;
using Auditor.Core.Dns;

namespace Auditor.Core.Smtp;

/// <summary>What a domain's mail hosts say over SMTP.</summary>
/// <param name="Domain">The audited domain.</param>
/// <param name="AuditedAt">The time against which certificates are judged.</param>
/// <param name="Hosts">One entry an address, in the order asked for.</param>
public sealed record SmtpFacts(DomainName Domain, DateTimeOffset AuditedAt, ImmutableArray<SmtpHost> Hosts)
{
    /// <summary>
    /// What obliges senders to check the certificates of the mail exchangers, such as <c>the MTA-STS policy in enforce mode</c>;
    /// null when nothing does: then SMTP encrypts with any certificate (RFC 7435).
    /// </summary>
    public string? CertificatesRequiredBy { get; init; }
}

/// <summary>An address to probe, and why.</summary>
/// <param name="Address">IPv4 or IPv6.</param>
/// <param name="Exchanger">The mail exchanger of the domain that has the address; null for a declared sending address only.</param>
public sealed record SmtpTarget(IPAddress Address, DomainName? Exchanger);

/// <summary>One host: what it said, and what DNS says of the name that it gave.</summary>
public sealed record SmtpHost
{
    public required SmtpTarget Target { get; init; }

    public required SmtpProbeResult Result { get; init; }

    public BannerNameStatus NameStatus { get; init; }

    /// <summary>The answers to A and AAAA of the banner's name; empty when there is no name to ask for.</summary>
    public ImmutableArray<DnsOutcome> NameLookups { get; init; } = [];

    /// <summary>The address, with the exchanger's name where it has one.</summary>
    public string Label => Target.Exchanger is { } name ? $"{name} ({Target.Address})" : Target.Address.ToString();

    /// <summary>Problems of the certificate as a sender would see them who checks; empty without a certificate.</summary>
    /// <remarks>A certificate that was shown for another name than the exchanger's proves nothing about its names.</remarks>
    public ImmutableArray<string> CertificateProblems(DateTimeOffset now) =>
        Result.Certificate?.Problems(Target.Exchanger == Result.ServerName ? Target.Exchanger : null, now) ?? [];
}

/// <summary>Whether the banner's name leads back to the address.</summary>
public enum BannerNameStatus
{
    /// <summary>There is no name to ask for.</summary>
    None,

    /// <summary>The address is among those of the name.</summary>
    Confirmed,

    /// <summary>The name has addresses, and this is none of them.</summary>
    Elsewhere,

    /// <summary>The name has no address at all.</summary>
    Nothing,

    /// <summary>DNS could not tell.</summary>
    Unknown,
}
