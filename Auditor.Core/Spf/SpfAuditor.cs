using System.Collections.Immutable;
using Auditor.Core.Dns;
using Auditor.Core.Findings;
using Auditor.Core.Spf.Addresses;

namespace Auditor.Core.Spf;

/// <summary>Gathers what an audit must know of a domain's SPF.</summary>
public static class SpfAuditor
{
    /// <summary>
    /// As <see cref="AuditAsync"/>, and what is for information alone: a record of the obsolete type SPF (RFC 7208 3.1), and the text that
    /// <c>exp</c> points at (RFC 7208 6.2). One question more, or two.
    /// </summary>
    public static async Task<SpfFacts> AuditFullyAsync(DomainName domain, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(resolver);
        var typeSpf = resolver.QueryAsync(domain, DnsRecordType.Spf, cancellationToken).AsTask();
        var facts = await AuditAsync(domain, resolver, cancellationToken).ConfigureAwait(false);
        facts = facts with { TypeSpf = await typeSpf.ConfigureAwait(false) };
        return facts.Tree?.Owned().Last().Parsed is { IsValid: true, Explanation.Target.StaticValue: { } text } && DomainName.TryParseWithSpaces(text, out var name, out _)
            ? facts with { Explanation = await resolver.QueryAsync(name, DnsRecordType.Txt, cancellationToken).ConfigureAwait(false) }
            : facts;
    }

    /// <summary>Looks the record up, reads it, and follows its tree. DNS failures are values in the facts.</summary>
    public static async Task<SpfFacts> AuditAsync(DomainName domain, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(resolver);
        var lookup = await resolver.QueryAsync(domain, DnsRecordType.Txt, cancellationToken).ConfigureAwait(false);
        ImmutableArray<string> records = [.. lookup.Texts.Where(SpfParser.IsSpfRecord)];
        var facts = new SpfFacts
        {
            Domain = domain,
            Lookup = lookup,
            Records = records,
            Status = RecordStatus.Unknown,
        };
        if (lookup.IsUnknown)
        {
            return facts with { Failures = [lookup] };
        }

        if (records.IsEmpty)
        {
            return facts with { Status = RecordStatus.None };
        }

        var parsed = SpfParser.Parse(records[0]);
        if (records.Length > 1)
        {
            var cause = new SpfPermError(SpfPermErrorKind.MultipleRecords, string.Empty, $"{domain} has {records.Length} SPF records.")
            {
                Domain = domain,
                Proof = lookup,
            };
            return facts with { Status = RecordStatus.Multiple, Parsed = parsed, PermErrors = [cause] };
        }

        var walk = await LookupTreeBuilder.BuildAsync(lookup, resolver, cancellationToken).ConfigureAwait(false);
        return facts with
        {
            Status = parsed.IsValid ? RecordStatus.Found : RecordStatus.Invalid,
            Parsed = parsed,
            Tree = await AddressSum.CountAsync(walk.Tree, resolver, cancellationToken).ConfigureAwait(false),
            LookupsAreMinimum = walk.IsMinimum,
            Voids = [.. walk.Log.Voids],
            PermErrors = [.. walk.Log.PermErrors],
            Failures = [.. walk.Log.Failures],
        };
    }
}
