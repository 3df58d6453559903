using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.Json.Serialization;
using Auditor.Core.Dns;

namespace Auditor.Core.Auditing;

/// <summary>An answer that DNS gave to an earlier audit, in the form in which it is kept.</summary>
/// <param name="Name">The name asked for, in A-label form.</param>
/// <param name="Type">The type, in capitals.</param>
/// <param name="Answer">The records' data as evidence shows it; empty for "nothing there".</param>
/// <param name="Status">answer, no-data or nx-domain; nothing else is known.</param>
/// <param name="Resolver">Who answered; null when it is not known any more.</param>
public sealed record KnownAnswer(string Name, string Type, ImmutableArray<string> Answer, DnsStatus Status, string? Resolver)
{
    /// <summary>Seconds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public uint TtlSeconds { get; init; }

    /// <summary>When it was given; null for answers kept before that was noted, which can be compared and not stand in.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>The character-strings of each TXT record, in the order of <see cref="Answer"/>; null when each has one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string[][]? Strings { get; init; }

    /// <summary>The alias targets on the way; null without one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string[]? Aliases { get; init; }

    /// <summary>The form of an outcome; null when it tells nothing.</summary>
    public static KnownAnswer? From(DnsOutcome outcome, DateTimeOffset answeredAt)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        if (outcome.IsUnknown)
        {
            return null;
        }

        var texts = outcome.Records.OfType<TxtRecord>().ToList();
        return new KnownAnswer(outcome.Name.Value, outcome.Type.ToString().ToUpperInvariant(), [.. outcome.Records.Select(r => r.Data)], outcome.Status, outcome.Server)
        {
            TtlSeconds = outcome.TtlSeconds,
            AnsweredAt = outcome.LastKnownAt ?? answeredAt,
            Strings = texts.Exists(t => t.Strings.Length != 1) ? [.. texts.Select(t => t.Strings.ToArray())] : null,
            Aliases = outcome.Aliases.IsEmpty ? null : [.. outcome.Aliases.Select(a => a.Value)],
        };
    }

    /// <summary>The outcome again, marked with when it was given; null when the kept form cannot be read.</summary>
    public DnsOutcome? ToOutcome()
    {
        if (!DomainName.TryParseWithSpaces(Name, out var name, out _) || !Enum.TryParse<DnsRecordType>(Type, ignoreCase: true, out var type))
        {
            return null;
        }

        var aliases = (Aliases ?? []).Select(a => DomainName.TryParse(a, out var alias) ? alias : (DomainName?)null).ToList();
        var owner = aliases.Count > 0 ? aliases[^1] ?? name : name;
        var records = Answer.Select((data, i) => Read(data, i, owner, type)).ToList();
        return aliases.Contains(null) || records.Contains(null)
            ? null
            : new DnsOutcome(name, type, Status, [.. records.OfType<DnsRecord>()], [.. aliases.OfType<DomainName>()], Resolver) { TtlSeconds = TtlSeconds, LastKnownAt = AnsweredAt };
    }

    private DnsRecord? Read(string data, int index, DomainName owner, DnsRecordType type) => type switch
    {
        DnsRecordType.Txt => new TxtRecord(owner, TtlSeconds, Strings is not null && index < Strings.Length ? [.. Strings[index]] : [data]),
        DnsRecordType.A or DnsRecordType.Aaaa => IPAddress.TryParse(data, out var address) ? new AddressRecord(owner, TtlSeconds, address) : null,
        DnsRecordType.Mx => data.Split(' ', 2) is [var preference, var exchange]
            && int.TryParse(preference, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && TryName(exchange, out var host) ? new MxRecord(owner, TtlSeconds, number, host) : null,
        DnsRecordType.Ptr or DnsRecordType.Ns or DnsRecordType.Cname => TryName(data, out var target) ? new NameRecord(owner, TtlSeconds, target) : null,
        _ => new OtherRecord(owner, TtlSeconds, type, data),
    };

    // The root is kept as the empty text.
    private static bool TryName(string text, out DomainName name)
    {
        name = DomainName.Root;
        return text.Length == 0 || DomainName.TryParse(text, out name);
    }
}
