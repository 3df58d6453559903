using Auditor.Core.Dns;

namespace Auditor.Worker.Jobs;

/// <summary>Asks the zone's own servers, and the resolver where they tell nothing: port 53 may be closed on the way out.</summary>
internal sealed class AuthoritativeFirst(IDnsResolver authoritative, IDnsResolver resolver) : IDnsResolver
{
    /// <inheritdoc />
    public async ValueTask<DnsOutcome> QueryAsync(DomainName name, DnsRecordType type, CancellationToken cancellationToken)
    {
        var outcome = await authoritative.QueryAsync(name, type, cancellationToken).ConfigureAwait(false);
        return outcome.IsKnown ? outcome : await resolver.QueryAsync(name, type, cancellationToken).ConfigureAwait(false);
    }
}
