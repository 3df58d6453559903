namespace Auditor.Core.Dns.Network;

/// <summary>
/// Bounds the questions in flight. A question that gets no answer for a while moves to a side lane and frees its place,
/// so that dead names cost only themselves. Places are looked through only while somebody waits for one.
/// </summary>
internal sealed class Lanes : IDisposable
{
    private readonly SemaphoreSlim places;
    private readonly LinkedList<Lease> held = [];
    private readonly Lock gate = new();
    private readonly TimeProvider time;
    private readonly TimeSpan sideLaneAfter;
    private readonly ITimer timer;
    private int sidePlaces;
    private int waiting;

    public Lanes(int places, int sidePlaces, TimeSpan sideLaneAfter, TimeProvider time)
    {
        this.places = new SemaphoreSlim(places);
        this.sidePlaces = sidePlaces;
        this.sideLaneAfter = sideLaneAfter;
        this.time = time;
        timer = time.CreateTimer(static state => ((Lanes)state!).MoveLate(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Waits for a place.</summary>
    public async ValueTask<Lease> EnterAsync(CancellationToken cancellationToken)
    {
        if (!places.Wait(0, CancellationToken.None))
        {
            if (Interlocked.Increment(ref waiting) == 1)
            {
                timer.Change(sideLaneAfter / 4, Timeout.InfiniteTimeSpan);
            }

            try
            {
                await places.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                Interlocked.Decrement(ref waiting);
            }
        }

        var lease = new Lease(this, time.GetTimestamp());
        lock (gate)
        {
            held.AddLast(lease.Node);
        }

        return lease;
    }

    public void Dispose()
    {
        timer.Dispose();
        places.Dispose();
    }

    private void MoveLate()
    {
        lock (gate)
        {
            while (held.First is { } oldest && time.GetElapsedTime(oldest.Value.Since) >= sideLaneAfter && MoveAside(oldest.Value))
            {
            }
        }

        if (Volatile.Read(ref waiting) > 0)
        {
            timer.Change(sideLaneAfter / 4, Timeout.InfiniteTimeSpan);
        }
    }

    // Under the gate.
    private bool MoveAside(Lease lease)
    {
        if (sidePlaces == 0 || lease.Node.List is null)
        {
            return false;
        }

        sidePlaces--;
        lease.Aside = true;
        held.Remove(lease.Node);
        places.Release();
        return true;
    }

    private void Leave(Lease lease)
    {
        lock (gate)
        {
            if (lease.Aside)
            {
                sidePlaces++;
                return;
            }

            held.Remove(lease.Node);
        }

        places.Release();
    }

    /// <summary>A place, given back when disposed.</summary>
    internal sealed class Lease : IDisposable
    {
        private readonly Lanes lanes;
        private int left;

        public Lease(Lanes lanes, long since)
        {
            this.lanes = lanes;
            Since = since;
            Node = new LinkedListNode<Lease>(this);
        }

        public LinkedListNode<Lease> Node { get; }

        public long Since { get; }

        public bool Aside { get; set; }

        /// <summary>Goes to the side lane before a retry, when it has room.</summary>
        public void StepAside()
        {
            lock (lanes.gate)
            {
                if (!Aside)
                {
                    lanes.MoveAside(this);
                }
            }
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref left, 1) == 0)
            {
                lanes.Leave(this);
            }
        }
    }
}
