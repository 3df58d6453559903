using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Auditor.Core.Findings;

namespace Auditor.Core.Auditing;

/// <summary>
/// One audit as it is printed by <c>audit --format json</c>, stored, and shown. The names of the fields are a public
/// contract: they stay once shipped, and fields may be added.
/// </summary>
public sealed record AuditDocument
{
    public required ToolInfo Tool { get; init; }

    /// <summary>A-label form.</summary>
    public required string Domain { get; init; }

    /// <summary>UTC, whole seconds.</summary>
    [JsonConverter(typeof(UtcSecondsConverter))]
    public DateTimeOffset AuditedAt { get; init; }

    /// <summary>people, machine, receive-only or parked.</summary>
    public required string Purpose { get; init; }

    public required ScoreDocument Score { get; init; }

    /// <summary>The parts that DNS failed for, so that their verdict is open: spf, dkim, dmarc, mx.</summary>
    public ImmutableArray<string> Unknown { get; init; } = [];

    /// <summary>The parts for which DNS failed and the last known answers stand in, with the age of the oldest of these.</summary>
    public ImmutableArray<StalePartDocument> Stale { get; init; } = [];

    public required SpfDocument Spf { get; init; }

    public ImmutableArray<DkimDocument> Dkim { get; init; } = [];

    public required DmarcDocument Dmarc { get; init; }

    /// <summary>found, none (implicit MX), null-mx or unknown.</summary>
    public string MxStatus { get; init; } = "unknown";

    public ImmutableArray<MxDocument> Mx { get; init; } = [];

    public ImmutableArray<ReverseDocument> Reverse { get; init; } = [];

    /// <summary>What mail hosts said over SMTP; empty when it was not asked for.</summary>
    public ImmutableArray<SmtpDocument> Smtp { get; init; } = [];

    /// <summary>The addresses and names that lists are asked about; empty when they were not to be.</summary>
    public ImmutableArray<string> BlocklistSubjects { get; init; } = [];

    /// <summary>The answers, by subject; none for a list that was not asked yet.</summary>
    public ImmutableArray<BlocklistDocument> Blocklists { get; init; } = [];

    public TransportDocument Transport { get; init; } = new();

    public BimiDocument Bimi { get; init; } = new();

    /// <summary>DANE of the mail exchangers; empty when it was not asked for.</summary>
    public ImmutableArray<DaneDocument> Dane { get; init; } = [];

    public ZoneDocument Zone { get; init; } = new();

    public ImmutableArray<Finding> Findings { get; init; } = [];

    public required DnsCostDocument Dns { get; init; }

    /// <summary>Every question of the audit's own names with its answer, for the history of changes and as proof.</summary>
    public ImmutableArray<Evidence> Records { get; init; } = [];

    /// <summary>All that DNS answered in this audit, for the memory of the next; not part of the printed or stored document.</summary>
    [JsonIgnore]
    public ImmutableArray<KnownAnswer> Answers { get; init; } = [];
}

/// <summary>A part that rests on answers of an earlier audit.</summary>
/// <param name="Part">spf, dkim, dmarc, mx, reverse and so on.</param>
/// <param name="Since">When the oldest answer that stands in was given.</param>
public sealed record StalePartDocument(string Part, [property: JsonConverter(typeof(UtcSecondsConverter))] DateTimeOffset Since);

/// <summary>Which program made the audit.</summary>
public sealed record ToolInfo(string Name, string Version, string RulesVersion);

/// <summary>The score of auditing rubric <see cref="Rubric"/>.</summary>
public sealed record ScoreDocument
{
    /// <summary>0 to 100; null while SPF or DMARC is unknown.</summary>
    public int? Value { get; init; }

    /// <summary>A+, A, B, C, D or F; null with <see cref="Value"/>.</summary>
    public string? Grade { get; init; }

    public int Rubric { get; init; }

    /// <summary>True when optional standards count, as a sixth category of 10 points.</summary>
    public bool Strict { get; init; }

    /// <summary>Share of the full points that could be assessed, 0 to 1.</summary>
    public double AssessedShare { get; init; }

    /// <summary>The cap in force; null when none lowers the score.</summary>
    public int? HeldAt { get; init; }

    /// <summary>The finding that sets the cap.</summary>
    public string? HeldBy { get; init; }

    public ImmutableArray<CategoryDocument> Categories { get; init; } = [];

    public ImmutableArray<DeductionDocument> Deductions { get; init; } = [];
}

/// <summary>One category: dmarc, spf, dkim, hosts or dns.</summary>
/// <param name="Name">The category.</param>
/// <param name="Lost">Points lost.</param>
/// <param name="Of">Points that it has.</param>
/// <param name="Assessed">False when it left the denominator.</param>
public sealed record CategoryDocument(string Name, double Lost, double Of, bool Assessed = true);

/// <summary>Points lost by one cause.</summary>
/// <param name="Code">The finding's code.</param>
/// <param name="Points">Points of the hundred that it costs.</param>
/// <param name="Regained">Points that the score gains when only this is mended, cap included.</param>
/// <param name="Title">The finding's title.</param>
public sealed record DeductionDocument(string Code, double Points, double Regained, string Title);

/// <summary>SPF of the domain.</summary>
public sealed record SpfDocument
{
    public RecordStatus Status { get; init; }

    public string? Record { get; init; }

    /// <summary>Terms of the whole tree that cause DNS queries (RFC 7208 4.6.4), counted beyond ten.</summary>
    public int Lookups { get; init; }

    public int VoidLookups { get; init; }

    public bool PermError { get; init; }

    /// <summary>The way to the cause, for example <c>include:a.example > include:b.example</c>; null without a permerror.</summary>
    public string? PermErrorPath { get; init; }

    /// <summary>How many clients the record lets pass, with all that it includes; null unless there is exactly one record.</summary>
    public SpfAddressesDocument? Addresses { get; init; }

    public SpfTreeDocument? Tree { get; init; }
}

/// <summary>How many clients SPF lets pass, each counted once.</summary>
/// <param name="Ipv4">IPv4 addresses.</param>
/// <param name="Ipv6Slash64">IPv6 networks of /64 that hold at least one such address; up to 2^64.</param>
/// <param name="Exact">False when <c>ptr</c>, <c>exists</c>, a macro or a failure of DNS leaves something uncounted.</param>
public sealed record SpfAddressesDocument(ulong Ipv4, UInt128 Ipv6Slash64, bool Exact);

/// <summary>One record of the SPF tree.</summary>
public sealed record SpfTreeDocument
{
    public required string Domain { get; init; }

    public string? Record { get; init; }

    /// <summary>Lookups of this record with all below it.</summary>
    public int Lookups { get; init; }

    /// <summary>How many clients this record lets pass, with all that it includes; null without a record.</summary>
    public SpfAddressesDocument? Addresses { get; init; }

    public string? Error { get; init; }

    public ImmutableArray<SpfTermDocument> Terms { get; init; } = [];
}

/// <summary>One term of an SPF record.</summary>
public sealed record SpfTermDocument
{
    public required string Term { get; init; }

    /// <summary>Lookups of the term with all below it.</summary>
    public int Lookups { get; init; }

    /// <summary>The running count after this term.</summary>
    public int Total { get; init; }

    public bool Void { get; init; }

    /// <summary>How many clients the term lets in by itself; null for one that does not pass or cannot be counted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SpfAddressesDocument? Addresses { get; init; }

    public string? Error { get; init; }

    public SpfTreeDocument? Tree { get; init; }
}

/// <summary>One DKIM selector.</summary>
public sealed record DkimDocument
{
    public required string Selector { get; init; }

    public RecordStatus Status { get; init; }

    public string? Record { get; init; }

    /// <summary>rsa or ed25519; null when there is no key to read.</summary>
    public string? KeyType { get; init; }

    /// <summary>True length of the key itself; null when there is no key to read.</summary>
    public int? Bits { get; init; }

    public bool Revoked { get; init; }

    public bool TestMode { get; init; }

    /// <summary><c>t=s</c>: the domain of <c>i=</c> must be <c>d=</c> itself.</summary>
    public bool Strict { get; init; }

    /// <summary>The <c>h</c> tag; empty for all hashes.</summary>
    public ImmutableArray<string> Hashes { get; init; } = [];

    /// <summary>SHA-256 in hex of the SubjectPublicKeyInfo (RSA) or of the raw key (Ed25519); null when there is no key to read.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>The last day on which aggregate reports showed the selector in use; null when none did.</summary>
    public DateOnly? LastSeen { get; init; }

    /// <summary>Target of the alias behind which the key lies; null without one.</summary>
    public string? Alias { get; init; }

    /// <summary>Where the selector's name came from: configured, reports, earlier (found by an earlier audit), catalogue, probe.</summary>
    public required string Source { get; init; }
}

/// <summary>DMARC of the domain.</summary>
public sealed record DmarcDocument
{
    public RecordStatus Status { get; init; }

    public string? PolicyDomain { get; init; }

    public string? OrganizationalDomain { get; init; }

    public string? Record { get; init; }

    public string? Policy { get; init; }

    public string? SubdomainPolicy { get; init; }

    public string? NonExistentPolicy { get; init; }

    /// <summary>The value of the tag that applies, before test mode.</summary>
    public string? EffectivePolicy { get; init; }

    /// <summary>What remains of it in test mode.</summary>
    public string? AppliedPolicy { get; init; }

    /// <summary>The value of the tag that applies to an existing subdomain without a record of its own; null when no policy applies or DNS could not tell.</summary>
    public string? SubdomainEffectivePolicy { get; init; }

    /// <summary>What remains of it in test mode.</summary>
    public string? SubdomainAppliedPolicy { get; init; }

    /// <summary>The value of the tag that applies to a subdomain that does not exist; null when no policy applies or DNS could not tell.</summary>
    public string? NonExistentEffectivePolicy { get; init; }

    /// <summary>What remains of it in test mode.</summary>
    public string? NonExistentAppliedPolicy { get; init; }

    public bool TestMode { get; init; }

    /// <summary>none, monitoring, quarantine-test, quarantine, reject-test, reject or unknown.</summary>
    public required string Stage { get; init; }

    public ImmutableArray<string> Rua { get; init; } = [];

    public ImmutableArray<string> Ruf { get; init; } = [];

    /// <summary>The record's tags as written, in order.</summary>
    public ImmutableArray<TagDocument> Tags { get; init; } = [];

    /// <summary>The names asked, in order (RFC 9989 4.10).</summary>
    public ImmutableArray<string> Queries { get; init; } = [];

    /// <summary>Destinations outside the organizational domain and whether they agreed (RFC 9990 4).</summary>
    public ImmutableArray<ExternalDestinationDocument> ExternalDestinations { get; init; } = [];
}

/// <summary>One tag of a tag list.</summary>
public sealed record TagDocument(string Name, string Value);

/// <summary>A report destination in another organizational domain: yes, no or unknown.</summary>
public sealed record ExternalDestinationDocument(string Destination, string QueryName, string Authorized);

/// <summary>One mail exchanger; the status is ok, alias, address-literal, no-address, null-mx or unknown.</summary>
public sealed record MxDocument(int Preference, string Exchange, ImmutableArray<string> Addresses, string Status);

/// <summary>Reverse DNS of one address; the status is confirmed, mismatch, missing or unknown.</summary>
public sealed record ReverseDocument(string Address, ImmutableArray<string> Names, string Status)
{
    /// <summary>Why the address was looked at: mx, configured or reports.</summary>
    public string? Role { get; init; }
}

/// <summary>What one mail host said over SMTP.</summary>
public sealed record SmtpDocument
{
    public required string Address { get; init; }

    /// <summary>The mail exchanger with this address; null for a declared sending address.</summary>
    public string? Host { get; init; }

    /// <summary>answered, turned-away (4xx or 5xx), refused, timed-out, unreachable, not-smtp or not-allowed.</summary>
    public required string Status { get; init; }

    /// <summary>A sentence on a status other than answered.</summary>
    public string? Reason { get; init; }

    /// <summary>The greeting as sent, lines joined by a line feed.</summary>
    public string? Banner { get; init; }

    /// <summary>The word of the greeting that should be the host's name, as written.</summary>
    public string? BannerName { get; init; }

    /// <summary>The first word of the answer to EHLO.</summary>
    public string? EhloName { get; init; }

    public ImmutableArray<string> Capabilities { get; init; } = [];

    /// <summary>Whether STARTTLS is offered; null when the host did not get that far.</summary>
    [JsonPropertyName("starttls")]
    public bool? StartTls { get; init; }

    public string? TlsVersion { get; init; }

    /// <summary>Why STARTTLS failed, as a clause; null when it did not.</summary>
    public string? TlsError { get; init; }

    public SmtpCertificateDocument? Certificate { get; init; }

    /// <summary>Whether the greeting's name is a confirmed reverse name; null while either is not known.</summary>
    public bool? HeloMatchesPtr { get; init; }
}

/// <summary>The certificate of a mail host.</summary>
public sealed record SmtpCertificateDocument
{
    public required string Subject { get; init; }

    /// <summary>The DNS names of the subjectAltName.</summary>
    public ImmutableArray<string> Names { get; init; } = [];

    public required string Issuer { get; init; }

    [JsonConverter(typeof(UtcSecondsConverter))]
    public DateTimeOffset NotBefore { get; init; }

    [JsonConverter(typeof(UtcSecondsConverter))]
    public DateTimeOffset NotAfter { get; init; }

    /// <summary>Why a sender who checks would refuse it, as clauses; empty when none would.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];
}

/// <summary>One blocklist's answer about an address or a name; the status is listed, clean or error.</summary>
/// <param name="Zone">The list's zone, without a key.</param>
/// <param name="Name">The list's name for people.</param>
/// <param name="Subject">The address or domain.</param>
/// <param name="Kind">ip or domain.</param>
/// <param name="Status">listed, clean or error; error is neither of the others. What an allow list holds is clean.</param>
/// <param name="Codes">The answer as words, such as SBL; of an error the kind of refusal.</param>
/// <param name="ListType">What the codes, or else the list, say: block, policy, info, allow or neutral.</param>
/// <param name="Weight">How many receivers act on it: high, medium, low or none.</param>
public sealed record BlocklistDocument(
    string Zone, string Name, string Subject, string Kind, string Status, ImmutableArray<string> Codes, string ListType, string Weight)
{
    /// <summary>The addresses that came back.</summary>
    public ImmutableArray<string> Answer { get; init; } = [];

    /// <summary>The list's own words (TXT), asked for listings only; null without any.</summary>
    public string? Reason { get; init; }

    /// <summary>UTC, whole seconds; null when the list was not asked about the subject.</summary>
    [JsonConverter(typeof(UtcSecondsConverter))]
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>What the codes mean or what is wrong; null for a plain "not listed".</summary>
    public string? Detail { get; init; }
}

/// <summary>What the audit asked of DNS.</summary>
public sealed record DnsCostDocument(int Queries, int CacheHits, long DurationMs);
