using System.Collections.Immutable;
using Auditor.Core.Dns;
using Auditor.Core.Zone;

namespace Auditor.Core.Auditing;

/// <summary>The zone of the domain.</summary>
public sealed record ZoneDocument
{
    /// <summary>found, unknown, or not-asked.</summary>
    public string Status { get; init; } = "not-asked";

    /// <summary>The zone that the domain lies in; null when it was not found.</summary>
    public string? Name { get; init; }

    /// <summary>Each address of the zone's name servers.</summary>
    public ImmutableArray<NameServerDocument> Servers { get; init; } = [];

    /// <summary>Whether the servers say the same about each name that mail depends on.</summary>
    public ImmutableArray<AgreementDocument> Agreement { get; init; } = [];

    /// <summary>secure, claimed, insecure, bogus, indeterminate or unknown.</summary>
    public string Dnssec { get; init; } = "unknown";

    /// <summary>Whether the parent publishes DS for the zone; null when that is not known.</summary>
    public bool? Ds { get; init; }

    /// <summary>Whether the zone has DNSKEY; null when that is not known.</summary>
    public bool? Dnskey { get; init; }

    /// <summary>The CAA records that apply.</summary>
    public ImmutableArray<CaaDocument> Caa { get; init; } = [];

    /// <summary>Questions put to name servers directly; they are not in <c>dns.queries</c>.</summary>
    public int DirectQueries { get; init; }
}

/// <summary>One address of a name server; the status is ok, lame, no-answer, no-address or not-asked.</summary>
/// <param name="Host">The server's name.</param>
/// <param name="Address">Its address; null for a name without any.</param>
/// <param name="Status">Whether it holds the zone.</param>
/// <param name="Serial">The serial of its version; null when it was not told.</param>
/// <param name="Detail">What went wrong; null when nothing did.</param>
public sealed record NameServerDocument(string Host, string? Address, string Status, uint? Serial, string? Detail);

/// <summary>What the servers say about one name; the status is agree, disagree or unknown.</summary>
public sealed record AgreementDocument(string Name, string Type, string Status);

/// <summary>One CAA record (RFC 8659 4.1) and the name where it stands.</summary>
public sealed record CaaDocument(string Name, int Flags, string Tag, string Value);

/// <summary>The zone part of an audit's document.</summary>
internal static class ZoneDocuments
{
    public static ZoneDocument From(ZoneFacts? zone) => zone is null ? new ZoneDocument() : new ZoneDocument
    {
        Status = zone.Cut.IsFound ? "found" : "unknown",
        Name = zone.Cut.IsFound ? zone.Cut.Zone.Value : null,
        Servers = [.. Servers(zone)],
        Agreement = [.. zone.Agreements.Select(a => new AgreementDocument(
            a.Name.Value, a.Type.ToString().ToUpperInvariant(), a.IsAgreed switch { true => "agree", false => "disagree", _ => "unknown" }))],
        Dnssec = Word(zone.Dnssec.State),
        Ds = Exists(zone.Dnssec.Ds),
        Dnskey = Exists(zone.Dnssec.Dnskey),
        Caa = [.. zone.Caa.Records.Select(r => new CaaDocument(zone.Caa.Name.Value, r.Flags, r.Tag, r.Value))],
        DirectQueries = zone.DirectQuestions,
    };

    private static IEnumerable<NameServerDocument> Servers(ZoneFacts zone)
    {
        var asked = zone.Servers.Select(s => new NameServerDocument(
            s.Host.Value, s.Address.ToString(), s.IsSound ? "ok" : s.IsLame ? "lame" : s.Soa.Status == DirectStatus.NotAsked ? "not-asked" : "no-answer", s.Serial, s.Soa.Outcome.Error));
        var notAsked = zone.Cut.Servers.Where(s => zone.Servers.All(a => a.Host != s.Host)).Select(s => new NameServerDocument(
            s.Host.Value, s.Addresses.FirstOrDefault()?.ToString(), zone.AsksServers && s.HasNoAddress ? "no-address" : "not-asked", null, null));
        return asked.Concat(notAsked).OrderBy(s => s.Host, StringComparer.Ordinal).ThenBy(s => s.Address, StringComparer.Ordinal);
    }

    private static bool? Exists(DnsOutcome? outcome) => outcome is null or { IsUnknown: true } ? null : outcome.Status == DnsStatus.Answer;

    private static string Word(Validation state) => state switch
    {
        Validation.Secure => "secure",
        Validation.Claimed => "claimed",
        Validation.Insecure => "insecure",
        Validation.Bogus => "bogus",
        Validation.Indeterminate => "indeterminate",
        _ => "unknown",
    };
}
