using Auditor.Core.Auditing;
using Auditor.Core.Dns;
using Auditor.Core.Fetching;
using Auditor.Worker.Settings;

namespace Auditor.Worker.Jobs;

/// <summary>
/// The two ways in which a pass asks. The second look asks the resolvers in another order and remembers nothing of the first; it has places of its own, so
/// that names that are dead or in trouble keep no other domain waiting.
/// </summary>
internal sealed class AuditLooks : IDisposable
{
    /// <summary>Second looks at the same time.</summary>
    public const int SecondPlaces = 32;

    private readonly AuditMeans first;
    private readonly Lazy<AuditMeans> second;
    private readonly SemaphoreSlim firstPlaces;
    private readonly SemaphoreSlim secondPlaces = new(SecondPlaces);
    private readonly List<IDisposable> sources = [];

    public AuditLooks(ResolverSource resolvers, ServiceMeans means, WorkerSettings settings)
    {
        firstPlaces = new SemaphoreSlim(settings.Concurrency);
        first = Means(resolvers, means, settings);
        second = new Lazy<AuditMeans>(() => Means(resolvers, means, InOtherOrder(settings)));
    }

    public async Task<AuditDocument> FirstAsync(AuditRequest request, CancellationToken cancellationToken) =>
        await InPlaceAsync(firstPlaces, request, () => first, cancellationToken).ConfigureAwait(false);

    public async Task<AuditDocument> SecondAsync(AuditRequest request, CancellationToken cancellationToken) =>
        await InPlaceAsync(secondPlaces, request, () => second.Value, cancellationToken).ConfigureAwait(false);

    public void Dispose()
    {
        lock (sources)
        {
            sources.ForEach(s => s.Dispose());
        }

        firstPlaces.Dispose();
        secondPlaces.Dispose();
    }

    private static async Task<AuditDocument> InPlaceAsync(SemaphoreSlim places, AuditRequest request, Func<AuditMeans> choose, CancellationToken cancellationToken)
    {
        await places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var means = choose();
            var more = AuditChecks.Blocklists | (means.Smtp is null ? AuditChecks.None : AuditChecks.Smtp);
            return await DomainAuditor.AuditAsync(request with { Checks = request.Checks | more }, means, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            places.Release();
        }
    }

    private AuditMeans Means(ResolverSource resolvers, ServiceMeans means, WorkerSettings settings)
    {
        var source = resolvers(settings);
        if (source is IDisposable disposable)
        {
            lock (sources)
            {
                sources.Add(disposable);
            }
        }

        return means.For(source, settings);
    }

    // With one resolver it is asked again, past its answers' memory here.
    private static WorkerSettings InOtherOrder(WorkerSettings settings)
    {
        IReadOnlyList<string> servers = settings.Resolvers.Count > 0
            ? settings.Resolvers
            : [.. DnsClientResolver.SystemServers().Select(s => new DnsServerAddress(s.Address.ToString(), s.Port).ToString())];
        return servers.Count < 2 ? settings : settings with { Resolvers = [.. servers.Skip(1), servers[0]] };
    }
}
