using System.Net;
using Auditor.Core.Dns;
using Auditor.Core.Smtp;

namespace Auditor.Tests.Support;

/// <summary>Answers with the results given, and notes who was asked for. An address without a result is refused.</summary>
internal sealed class FakeSmtpProbe(params SmtpProbeResult[] results) : ISmtpProbe
{
    private readonly List<(IPAddress Address, string? Host)> asked = [];

    /// <summary>Every probe, in order.</summary>
    public IReadOnlyList<(IPAddress Address, string? Host)> Asked => asked;

    public ValueTask<SmtpProbeResult> ProbeAsync(IPAddress address, DomainName? host, CancellationToken cancellationToken)
    {
        lock (asked)
        {
            asked.Add((address, host?.Value));
        }

        var result = results.FirstOrDefault(r => r.Address.Equals(address));
        return ValueTask.FromResult(result is null
            ? new SmtpProbeResult(address, SmtpProbeStatus.Refused) { Reason = "The host refuses connections to port 25." }
            : result with { ServerName = result.ServerName ?? host });
    }
}
