using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Auditor.Core.Dns;

namespace Auditor.Core.Auditing;

/// <summary>Audits many domains over one cache, so that what they share is asked once.</summary>
/// <param name="means">With what; a resolver that is a <see cref="CachingResolver"/> is used as it is, any other gets one.</param>
public sealed class AuditPass(AuditMeans means)
{
    /// <summary>
    /// Domains in flight. With 20 ms to the resolver more than this gains little on two processors, and several hundred
    /// cost time-outs.
    /// </summary>
    public const int DefaultConcurrency = 96;

    private readonly AuditMeans shared = means with { Resolver = means.Resolver as CachingResolver ?? new CachingResolver(means.Resolver, means.Time) };

    /// <summary>A pass over DNS alone.</summary>
    public AuditPass(IDnsResolver resolver, TimeProvider time)
        : this(new AuditMeans(resolver, time))
    {
    }

    /// <summary>Domains in flight, 1 at least.</summary>
    public int Concurrency { get; init; } = DefaultConcurrency;

    /// <summary>Gives each audit as it completes, in no order. Whoever stops reading stops the pass.</summary>
    public async IAsyncEnumerable<AuditDocument> RunAsync(
        IEnumerable<AuditRequest> requests, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(requests);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var finished = Channel.CreateBounded<AuditDocument>(new BoundedChannelOptions(Math.Max(1, Concurrency)) { SingleReader = true });
        var producer = ProduceAsync(requests, finished.Writer, stop.Token);
        try
        {
            await foreach (var document in finished.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return document;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await producer.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ProduceAsync(IEnumerable<AuditRequest> requests, ChannelWriter<AuditDocument> finished, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, Concurrency), CancellationToken = cancellationToken };
        var work = Parallel.ForEachAsync(requests, options, async (request, token) =>
        {
            var document = await DomainAuditor.AuditAsync(request, shared, token).ConfigureAwait(false);
            await finished.WriteAsync(document, token).ConfigureAwait(false);
        });
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // Whatever ended the work is the reader's: it meets it behind the last document.
        finished.Complete(work.IsCanceled ? new TaskCanceledException(work) : work.Exception?.InnerException);
    }
}
