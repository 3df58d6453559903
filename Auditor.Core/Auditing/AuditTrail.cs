using System.Collections.Immutable;
using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Core.Auditing;

/// <summary>
/// Passes questions on and keeps the answers, for the history, for the memory of the next audit, and for the account of failures.
/// </summary>
/// <param name="inner">Who answers.</param>
/// <param name="organization">Names at or below it are the owner's own.</param>
/// <param name="keepsAll">False when nobody will ask for <see cref="Answers"/>, so that only what the history and the failures need is kept.</param>
internal sealed class AuditTrail(IDnsResolver inner, DomainName organization, bool keepsAll) : IDnsResolver
{
    private readonly Lock gate = new();
    private readonly Dictionary<(DomainName Name, DnsRecordType Type), DnsOutcome> kept = [];

    public async ValueTask<DnsOutcome> QueryAsync(DomainName name, DnsRecordType type, CancellationToken cancellationToken)
    {
        var outcome = await inner.QueryAsync(name, type, cancellationToken).ConfigureAwait(false);
        if (keepsAll || outcome.IsUnknown || type == DnsRecordType.Ptr || name.IsAtOrBelow(organization))
        {
            lock (gate)
            {
                kept.TryAdd((name, type), outcome);
            }
        }

        return outcome;
    }

    /// <summary>The questions that DNS did not answer, in order of name and type.</summary>
    public ImmutableArray<DnsOutcome> Failures => [.. Ordered(o => o.IsUnknown)];

    /// <summary>
    /// The answers about the owner's own names and the given reverse names. Selectors that were only probed and do not
    /// exist are left out: a hundred names that nobody uses are no history.
    /// </summary>
    public ImmutableArray<Evidence> Records(DomainName domain, IReadOnlySet<DomainName> selectorNames, IReadOnlySet<DomainName> reverseNames)
    {
        var isNode = domain.TryPrepend("_domainkey", out var node);
        return
        [
            .. Ordered(o => o.Type == DnsRecordType.Ptr ? reverseNames.Contains(o.Name) : o.Name.IsAtOrBelow(organization))
                .Where(o => !o.IsVoid || !isNode || !o.Name.IsBelow(node) || selectorNames.Contains(o.Name))
                .Select(Evidence.From),
        ];
    }

    /// <summary>What DNS answered, for the memory of the next audit; probed selectors that do not exist are left out here too.</summary>
    public IEnumerable<DnsOutcome> Answers(DomainName domain, IReadOnlySet<DomainName> selectorNames)
    {
        var isNode = domain.TryPrepend("_domainkey", out var node);
        return Ordered(o => o.IsKnown && (!o.IsVoid || !isNode || !o.Name.IsBelow(node) || selectorNames.Contains(o.Name)));
    }

    private List<DnsOutcome> Ordered(Func<DnsOutcome, bool> wanted)
    {
        List<DnsOutcome> found;
        lock (gate)
        {
            found = [.. kept.Values.Where(wanted)];
        }

        found.Sort(static (x, y) => string.CompareOrdinal(x.Name.Value, y.Name.Value) is var names and not 0 ? names : x.Type.CompareTo(y.Type));
        return found;
    }
}
