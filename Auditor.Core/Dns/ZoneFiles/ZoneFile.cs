namespace Auditor.Core.Dns.ZoneFiles;

/// <summary>How a name fails on purpose.</summary>
/// <param name="Name">The name.</param>
/// <param name="WithAllBelow">True for <c>*.name</c>: every name below it, and not the name itself.</param>
/// <param name="Type">The only type that fails; null for all.</param>
/// <param name="Status"><see cref="DnsStatus.ServerFailure"/> or <see cref="DnsStatus.Timeout"/>.</param>
internal sealed record PlayedFailure(DomainName Name, bool WithAllBelow, DnsRecordType? Type, DnsStatus Status);

/// <summary>What one master file holds.</summary>
/// <param name="Path">As given; shown as the server of an answer.</param>
/// <param name="Apexes">The SOA owners; without one the first $ORIGIN.</param>
/// <param name="Owners">Every owner name, also of records of types that are never asked for.</param>
/// <param name="Records">The records of known types, in order.</param>
/// <param name="Failures">The failures that its comment lines ask for.</param>
/// <param name="Warnings">What was left out, one sentence each.</param>
internal sealed record ZoneFile(
    string Path,
    IReadOnlyList<DomainName> Apexes,
    IReadOnlyList<DomainName> Owners,
    IReadOnlyList<(DnsRecordType Type, DnsRecord Record)> Records,
    IReadOnlyList<PlayedFailure> Failures,
    IReadOnlyList<string> Warnings);
