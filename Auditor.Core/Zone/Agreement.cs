using System.Collections.Immutable;
using Auditor.Core.Dns;

namespace Auditor.Core.Zone;

/// <summary>What the servers of one zone say about one name.</summary>
/// <param name="Name">The name asked for.</param>
/// <param name="Type">The type asked for.</param>
/// <param name="Answers">The answer of each server, with the server's name.</param>
public sealed record Agreement(DomainName Name, DnsRecordType Type, ImmutableArray<ServerAnswer> Answers)
{
    /// <summary>Most versions told apart; a zone that gives every server another answer needs no more to be shown.</summary>
    private const int MaxVersions = 4;

    /// <summary>
    /// The different answers, the most frequent first, each with the servers that gave it. Order of records, TTL, upper and lower case of
    /// names, and the kind of "nothing there" make no difference. Servers that did not answer are not in it.
    /// </summary>
    public ImmutableArray<AnswerVersion> Versions { get; } =
    [
        .. Answers.Where(a => a.Answer.Status is DirectStatus.Answered or DirectStatus.Aliased)
            .GroupBy(a => Text(a.Answer.Outcome), StringComparer.Ordinal)
            .Select(g => new AnswerVersion(g.Key, [.. g]))
            .OrderByDescending(v => v.Answers.Length).ThenBy(v => v.Text, StringComparer.Ordinal)
            .Take(MaxVersions),
    ];

    /// <summary>True when at least two servers answered and all said the same, false when two said different things, null when too few answered.</summary>
    public bool? IsAgreed => Versions.Length > 1 ? false : Versions is [{ Answers.Length: > 1 }] ? true : null;

    // What stands behind an alias belongs to another zone, which one server may hold and the other not.
    private static string Text(DnsOutcome outcome) => outcome switch
    {
        { Aliases: [var target, ..] } => $"CNAME {target}",
        { IsVoid: true } => "-",
        _ => string.Join('\n', outcome.Records.Select(r => r.Data).Order(StringComparer.Ordinal)),
    };
}

/// <summary>One server's answer.</summary>
public sealed record ServerAnswer(DomainName Host, DirectAnswer Answer);

/// <summary>One answer and who gave it.</summary>
/// <param name="Text">The records' data, an alias, or <c>-</c> for none.</param>
/// <param name="Answers">Those who said so.</param>
public sealed record AnswerVersion(string Text, ImmutableArray<ServerAnswer> Answers);
