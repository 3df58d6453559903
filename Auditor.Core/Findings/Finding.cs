using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Auditor.Core.Dns;

namespace Auditor.Core.Findings;

/// <summary>One defect of one domain, as a fact with its proof and its remedy.</summary>
/// <param name="Code">Stable code such as <c>SPF-LOOKUP-LIMIT</c>; used in the database, addresses, output and docs/findings.md.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Title">The defect in a few words, the same for every domain.</param>
/// <param name="Detail">What was found here, with names and numbers.</param>
/// <param name="Fix">What to do; where a record helps, <see cref="Publish"/> has it.</param>
/// <param name="Source">The clause, for example <c>RFC 7208 4.6.4</c>.</param>
/// <param name="Evidence">The questions and answers that prove it; empty for text checked before publication.</param>
public sealed record Finding(
    string Code,
    Severity Severity,
    string Title,
    string Detail,
    string Fix,
    string Source,
    [property: JsonPropertyName("proof")] ImmutableArray<Evidence> Evidence)
{
    /// <summary>The question and answer that shows it best: <c>evidence</c> of the JSON form, beside <c>proof</c> with all of them. Null for text.</summary>
    [JsonPropertyName("evidence")]
    public Evidence? MainEvidence => Evidence.IsDefaultOrEmpty ? null : Evidence[0];

    /// <summary>What the finding is about when a domain can have several of a code: a selector, an address, a host; null otherwise.</summary>
    public string? Subject { get; init; }

    /// <summary>The record to publish, ready to copy; null when there is none.</summary>
    public RecordToPublish? Publish { get; init; }

    /// <inheritdoc />
    public bool Equals(Finding? other) =>
        other is not null && Code == other.Code && Severity == other.Severity && Title == other.Title && Detail == other.Detail
        && Fix == other.Fix && Source == other.Source && Subject == other.Subject && Publish == other.Publish;

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Code, Subject, Detail);
}

/// <summary>A record that the owner may publish: owner name, type and data in master-file form without quotes.</summary>
public sealed record RecordToPublish(string Name, string Type, string Data);

/// <summary>A question and its answer, as shown to people.</summary>
/// <param name="Name">The name asked for.</param>
/// <param name="Type">The type, in capitals.</param>
/// <param name="Answer">The answer's data, one entry a record; empty when nothing came.</param>
/// <param name="Status">How the question ended.</param>
/// <param name="Resolver">Who answered; null when nobody did.</param>
public sealed record Evidence(string Name, string Type, ImmutableArray<string> Answer, DnsStatus Status, string? Resolver)
{
    /// <summary>Time to live in seconds.</summary>
    public uint TtlSeconds { get; init; }

    /// <summary>When the answer was given, for one that stands in because DNS failed in this audit; null for a fresh one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? LastKnownAt { get; init; }

    /// <summary>The evidence that an outcome gives.</summary>
    public static Evidence From(DnsOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var answer = outcome.Records.Select(r => r.Data);
        return new Evidence(outcome.Name.ToString(), outcome.Type.ToString().ToUpperInvariant(), [.. answer], outcome.Status, outcome.Server)
        {
            TtlSeconds = outcome.TtlSeconds,
            LastKnownAt = outcome.LastKnownAt,
        };
    }
}
