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
    private readonly NetworkAuthorities authorities;
    private readonly List<IDisposable> sources = [];

    /// <param name="resolvers">Makes the resolvers.</param>
    /// <param name="means">Makes the means around them.</param>
    /// <param name="settings">Which resolvers, and how many audits at a time.</param>
    /// <param name="isAuthoritative">True to ask the zones' own servers first.</param>
    /// <param name="time">The clock.</param>
    public AuditLooks(ResolverSource resolvers, ServiceMeans means, WorkerSettings settings, bool isAuthoritative, TimeProvider time)
    {
        firstPlaces = new SemaphoreSlim(settings.Concurrency);
        authorities = new NetworkAuthorities(new AuthorityOptions(), time);
        first = Means(settings);
        second = new Lazy<AuditMeans>(() => Means(InOtherOrder(settings)));

        AuditMeans Means(WorkerSettings current)
        {
            var source = Keep(resolvers(current));
            var made = means.For(source, authorities, isAuthoritative, current);
            Keep(made.Validator);
            return made;
        }
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

        authorities.Dispose();
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

    private T Keep<T>(T part)
    {
        if (part is IDisposable disposable)
        {
            lock (sources)
            {
                sources.Add(disposable);
            }
        }

        return part;
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
