using Auditor.Core.Blocklists;
using Auditor.Core.Dns;

namespace Auditor.Core.Auditing;

/// <summary>
/// The queue in front of one list: one question at a time, with a pause between two, and an end when the list refuses us, does not answer any more, or
/// has been asked enough.
/// </summary>
/// <param name="zone">The list.</param>
/// <param name="resolver">Who asks.</param>
/// <param name="time">The clock.</param>
/// <param name="spacing">The pause where the catalogue has none of its own for the list.</param>
internal sealed class BlocklistLine(BlocklistZone zone, IDnsResolver resolver, TimeProvider time, TimeSpan spacing) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private readonly TimeSpan pause = spacing > TimeSpan.Zero && zone.MinIntervalMs is { } least && TimeSpan.FromMilliseconds(least) > spacing ? TimeSpan.FromMilliseconds(least) : spacing;
    private long last = long.MinValue;
    private int asked;
    private int failures;

    /// <summary>True once the list is not to be asked any more in this run.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Keeps all others out until disposed of: what one asks, the next one finds in the memory.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Turn(gate);
    }

    /// <summary>Asks, after the pause; only inside <see cref="EnterAsync"/>.</summary>
    public async Task<BlocklistLookup> AskAsync(BlocklistSubject subject, bool wantsReason, CancellationToken cancellationToken)
    {
        var rest = last == long.MinValue ? TimeSpan.Zero : pause - time.GetElapsedTime(last);
        if (rest > TimeSpan.Zero)
        {
            await Task.Delay(rest, time, cancellationToken).ConfigureAwait(false);
        }

        last = time.GetTimestamp();
        var now = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        var lookup = await ListInquiry.AskAsync(zone, subject, wantsReason, resolver, now, cancellationToken).ConfigureAwait(false);
        failures = lookup.IsError ? failures + 1 : 0;
        IsClosed = ++asked >= BlocklistLimits.MaxQuestionsPerList || failures >= BlocklistLimits.MaxFailuresInRow
            || ListReading.IsRefusal(ListReading.Read(zone, subject, lookup));
        return lookup;
    }

    public void Dispose() => gate.Dispose();

    private sealed class Turn(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
