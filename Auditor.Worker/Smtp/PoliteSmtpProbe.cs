using System.Net;
using Auditor.Core.Dns;
using Auditor.Core.Smtp;

namespace Auditor.Worker.Smtp;

/// <summary>
/// Connects to an address at most once a minute: whoever asks again within it gets the answer of the last connection. Many
/// domains share their mail hosts, and a pass must not look like an attack to any of them.
/// </summary>
internal sealed class PoliteSmtpProbe(ISmtpProbe inner, TimeProvider time) : ISmtpProbe, IDisposable
{
    /// <summary>Between two connections to an address.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>Connections under way at a time, whoever they go to.</summary>
    private const int MaxConnections = 24;

    /// <summary>Addresses remembered before those whose pause is over are forgotten.</summary>
    private const int TidyAt = 1_000;

    private readonly Dictionary<IPAddress, (long Since, Task<SmtpProbeResult> Result)> last = [];
    private readonly SemaphoreSlim free = new(MaxConnections);

    /// <inheritdoc />
    public async ValueTask<SmtpProbeResult> ProbeAsync(IPAddress address, DomainName? host, CancellationToken cancellationToken)
    {
        Task<SmtpProbeResult> result;
        lock (last)
        {
            if (!last.TryGetValue(address, out var known) || IsOver(known.Since))
            {
                Tidy();

                // Others may come to wait for the same answer, so nobody's cancellation ends it; its own limit does.
                last[address] = known = (time.GetTimestamp(), RunAsync(address, host));
            }

            result = known.Result;
        }

        return await result.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => free.Dispose();

    private async Task<SmtpProbeResult> RunAsync(IPAddress address, DomainName? host)
    {
        await free.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            return await inner.ProbeAsync(address, host, CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            free.Release();
        }
    }

    private bool IsOver(long since) => time.GetElapsedTime(since) >= Pause;

    private void Tidy()
    {
        if (last.Count < TidyAt)
        {
            return;
        }

        foreach (var address in last.Where(l => l.Value.Result.IsCompleted && IsOver(l.Value.Since)).Select(l => l.Key).ToList())
        {
            last.Remove(address);
        }
    }
}
