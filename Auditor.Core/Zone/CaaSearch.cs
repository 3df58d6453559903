using System.Collections.Immutable;
using Auditor.Core.Dns;

namespace Auditor.Core.Zone;

/// <summary>
/// Climbs to the CAA records that apply (RFC 8659 3). Above the registrable domain nothing is asked: no suffix publishes any, and
/// its records would not be the owner's to change.
/// </summary>
internal static class CaaSearch
{
    /// <summary>Names asked at most.</summary>
    private const int MaxNames = 8;

    public static async Task<CaaFacts> FindAsync(DomainName domain, DomainName top, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        var answers = ImmutableArray.CreateBuilder<DnsOutcome>();
        for (var at = domain; ; at = at.Parent)
        {
            var answer = await resolver.QueryAsync(at, DnsRecordType.Caa, cancellationToken).ConfigureAwait(false);
            answers.Add(answer);
            if (!answer.IsVoid || at == top || at.Parent.IsRoot || answers.Count == MaxNames)
            {
                return new CaaFacts(at, answers.ToImmutable(), [.. answer.Records.Select(r => CaaRecord.Parse(r.Data))]);
            }
        }
    }
}
