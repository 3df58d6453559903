using Auditor.Core.Dns;

namespace Auditor.Core.Reports.Authenticity;

/// <summary>
/// The keys that one run asked for. What it waits for DNS is bounded over all questions together, so that nobody's slow name server holds the intake up:
/// what is not there in time is unknown, and asked for again by a job.
/// </summary>
internal sealed class KeyMemory(IDnsResolver resolver, TimeSpan patience, TimeProvider time)
{
    // Keys of one run; a mailbox of years has a few hundred reporters.
    private const int MaxKeys = 5_000;

    private readonly Dictionary<DomainName, DnsOutcome> known = [];
    private TimeSpan left = patience;

    /// <summary>True when the answer is at hand, or will not be waited for.</summary>
    public bool IsAtHand(DomainName name) => left <= TimeSpan.Zero || known.ContainsKey(name);

    /// <summary>The answer; one that is not known stays so for the run.</summary>
    public async ValueTask<DnsOutcome> AskAsync(DomainName name, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(name, out var outcome))
        {
            return outcome;
        }

        if (left <= TimeSpan.Zero || known.Count >= MaxKeys)
        {
            return DnsOutcome.Without(name, DnsRecordType.Txt, DnsStatus.NotAsked, "The run has no time left for DNS.");
        }

        var since = time.GetTimestamp();
        try
        {
            outcome = await resolver.QueryAsync(name, DnsRecordType.Txt, cancellationToken).AsTask().WaitAsync(left, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            outcome = DnsOutcome.Without(name, DnsRecordType.Txt, DnsStatus.Timeout, "No answer in the time that the intake waits.");
        }

        left -= time.GetElapsedTime(since);
        return known[name] = outcome;
    }
}
