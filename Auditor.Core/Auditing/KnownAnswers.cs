using System.Collections.Immutable;
using Auditor.Core.Dns;

namespace Auditor.Core.Auditing;

/// <summary>What earlier audits of a domain learnt from DNS: it stands in for an answer that does not come, so that a bad night at a server changes no verdict.</summary>
public sealed class KnownAnswers
{
    /// <summary>How long an answer may stand in. After that the part is unknown, and leaves the score.</summary>
    public static readonly TimeSpan StandsFor = TimeSpan.FromDays(7);

    private readonly Dictionary<(string Name, string Type), KnownAnswer> answers;

    /// <summary>The answers; of two to one question the first counts.</summary>
    public KnownAnswers(IEnumerable<KnownAnswer> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        this.answers = answers.DistinctBy(a => (a.Name, a.Type)).ToDictionary(a => (a.Name, a.Type));
    }

    /// <summary>Nothing is known.</summary>
    public static KnownAnswers None { get; } = new([]);

    /// <summary>All of them, in no order.</summary>
    public IReadOnlyCollection<KnownAnswer> All => answers.Values;

    /// <summary>The answer to a question, however old; null when none was ever given.</summary>
    /// <param name="name">The name in A-label form.</param>
    /// <param name="type">The type, in capitals.</param>
    public KnownAnswer? Find(string name, string type) => answers.GetValueOrDefault((name, type));

    /// <summary>The answer that may stand in at this time; null when there is none, or only one that is too old.</summary>
    public DnsOutcome? StandIn(DomainName name, DnsRecordType type, DateTimeOffset now) =>
        answers.TryGetValue((name.Value, type.ToString().ToUpperInvariant()), out var known) && known.AnsweredAt is { } at && now - at <= StandsFor
            ? known.ToOutcome()
            : null;

    /// <summary>These answers, then what was known beside them.</summary>
    public KnownAnswers With(IEnumerable<KnownAnswer> newer) => new(newer.Concat(answers.Values));

    /// <summary>What an audit's answers come to.</summary>
    public static ImmutableArray<KnownAnswer> Of(IEnumerable<DnsOutcome> outcomes, DateTimeOffset auditedAt) =>
        [.. outcomes.Select(o => KnownAnswer.From(o, auditedAt)).OfType<KnownAnswer>()];
}
