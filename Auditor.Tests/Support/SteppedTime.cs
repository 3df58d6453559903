namespace Auditor.Tests.Support;

/// <summary>A clock that moves only when a test moves it; timers stay the system's.</summary>
internal sealed class SteppedTime : TimeProvider
{
    private long ticks = new DateTimeOffset(2026, 11, 1, 2, 0, 0, TimeSpan.Zero).Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref ticks);

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref ticks), TimeSpan.Zero);

    public void Advance(TimeSpan by) => Interlocked.Add(ref ticks, by.Ticks);
}
