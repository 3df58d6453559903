using System.Collections.Immutable;
using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Core.Spf;

/// <summary>Gathers what an audit must know of a domain's SPF.</summary>
public static class SpfAuditor
{
    /// <summary>Looks the record up and reads it. DNS failures are values in the facts.</summary>
    public static async Task<SpfFacts> AuditAsync(DomainName domain, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(resolver);
        var lookup = await resolver.QueryAsync(domain, DnsRecordType.Txt, cancellationToken).ConfigureAwait(false);
        ImmutableArray<string> records = [.. lookup.Texts.Where(SpfParser.IsSpfRecord)];
        var parsed = records.IsEmpty ? null : SpfParser.Parse(records[0]);
        return new SpfFacts
        {
            Domain = domain,
            Lookup = lookup,
            Records = records,
            Parsed = parsed,
            Status = StatusOf(lookup, records.Length, parsed),
            Failures = lookup.IsUnknown ? [lookup] : [],
        };
    }

    private static RecordStatus StatusOf(DnsOutcome lookup, int records, SpfRecord? parsed) => records switch
    {
        _ when lookup.IsUnknown => RecordStatus.Unknown,
        0 => RecordStatus.None,
        > 1 => RecordStatus.Multiple,
        _ => parsed!.IsValid ? RecordStatus.Found : RecordStatus.Invalid,
    };
}
