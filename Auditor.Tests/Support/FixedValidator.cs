using Auditor.Core.Dns;

namespace Auditor.Tests.Support;

/// <summary>Says the same of every answer, but for the names that it was told of.</summary>
internal sealed class FixedValidator(Validation answer, params (string Name, Validation Answer)[] others) : IDnssecValidator
{
    public ValueTask<Validation> ValidateAsync(DomainName name, DnsRecordType type, CancellationToken cancellationToken) =>
        ValueTask.FromResult(others.Where(o => o.Name == name.Value).Select(o => (Validation?)o.Answer).FirstOrDefault() ?? answer);
}
