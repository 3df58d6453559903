namespace Auditor.Tests.Support;

/// <summary>Timers that go off when a test moves the time on, and at no other moment.</summary>
internal sealed class HeldTimers : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<Held> timers = [];
    private TimeSpan now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Held(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        List<Held> due;
        lock (gate)
        {
            now += by;
            due = timers.FindAll(t => t.At <= now);
            timers.RemoveAll(due.Contains);
        }

        due.ForEach(t => t.GoOff());
    }

    /// <summary>Goes off once: nothing that is tested repeats.</summary>
    private sealed class Held(HeldTimers time, Action goOff) : ITimer
    {
        public TimeSpan At { get; private set; }

        public Action GoOff { get; } = goOff;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time.gate)
            {
                time.timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    At = time.now + dueTime;
                    time.timers.Add(this);
                }
            }

            return true;
        }

        public void Dispose()
        {
            lock (time.gate)
            {
                time.timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
