using Auditor.Core.Dns;

namespace Auditor.Core.Spf;

/// <summary>DNS as it is, but for a domain's SPF record.</summary>
internal sealed class EditedRecord(IDnsResolver resolver, DomainName domain, string record) : IDnsResolver
{
    /// <inheritdoc />
    public async ValueTask<DnsOutcome> QueryAsync(DomainName name, DnsRecordType type, CancellationToken cancellationToken)
    {
        var outcome = await resolver.QueryAsync(name, type, cancellationToken).ConfigureAwait(false);
        return type != DnsRecordType.Txt || name != domain || outcome.Status != DnsStatus.Answer
            ? outcome
            : outcome with { Records = [.. outcome.Records.Select(Edit)] };
    }

    private DnsRecord Edit(DnsRecord published) => published is TxtRecord text && SpfParser.IsSpfRecord(text.Text)
        ? new TxtRecord(text.Owner, text.TtlSeconds, [record])
        : published;
}
