namespace Auditor.Core.Dns;

/// <summary>The one way to ask DNS. Whatever the network does comes back as a value.</summary>
public interface IDnsResolver
{
    /// <summary>Asks one question and follows aliases.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled; nothing else is thrown.</exception>
    ValueTask<DnsOutcome> QueryAsync(DomainName name, DnsRecordType type, CancellationToken cancellationToken);
}
