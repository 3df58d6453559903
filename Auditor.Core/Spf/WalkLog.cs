using System.Collections.Immutable;
using Auditor.Core.Dns;

namespace Auditor.Core.Spf;

/// <summary>What one walk over a tree meets: void lookups, causes of a permerror, failures, and unanswered questions.</summary>
internal sealed class WalkLog(IReadOnlyDictionary<Question, DnsOutcome> answers)
{
    /// <summary>Questions without an answer yet, with the number of the term that they belong to.</summary>
    public List<(Question Question, int Ordinal)> Missing { get; } = [];

    public List<SpfVoidLookup> Voids { get; } = [];

    public List<SpfPermError> PermErrors { get; } = [];

    public List<DnsOutcome> Failures { get; } = [];

    /// <summary>The answer; null, and noted as missing, when it is not known yet.</summary>
    public DnsOutcome? Ask(DomainName name, DnsRecordType type, int ordinal)
    {
        var question = new Question(name, type);
        if (answers.TryGetValue(question, out var outcome))
        {
            return outcome;
        }

        Missing.Add((question, ordinal));
        return null;
    }

    /// <summary>Counts a lookup that found nothing; false when it found something.</summary>
    public bool AddVoid(DnsOutcome outcome, ImmutableArray<Term> here)
    {
        if (!outcome.IsVoid)
        {
            return false;
        }

        Voids.Add(new SpfVoidLookup(SpfPath.Join(here), outcome));
        if (Voids.Count == SpfLimits.VoidLookups + 1)
        {
            AddCause(SpfPermErrorKind.VoidLimit, here, outcome.Name, $"The lookup of {outcome.Name} is the {Voids.Count}rd that finds nothing; {SpfLimits.VoidLookups} are allowed (RFC 7208 4.6.4).", outcome);
        }

        return true;
    }

    /// <summary>Notes a cause of permerror; returns its message.</summary>
    public string AddCause(SpfPermErrorKind kind, ImmutableArray<Term> path, DomainName domain, string message, DnsOutcome? proof)
    {
        PermErrors.Add(new SpfPermError(kind, SpfPath.Join(path), message)
        {
            Domain = domain,
            OwnTerm = path.IsEmpty ? null : path[0],
            Proof = proof,
        });
        return message;
    }

    /// <summary>The TXT answer of a name that was asked.</summary>
    public DnsOutcome Answer(DomainName name) => answers[new Question(name, DnsRecordType.Txt)];

    /// <summary>A failure of DNS in words.</summary>
    public static string Unknown(DnsOutcome outcome) => $"DNS could not tell: {outcome.Error ?? outcome.Status.ToString()}";
}
