using Auditor.Core.Senders.Classification;
using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>A source that appeared.</summary>
/// <param name="Domain">The monitored domain.</param>
/// <param name="SourceIp">The address.</param>
/// <param name="HeaderFrom">The From domain; empty when reports did not say.</param>
/// <param name="Service">Name of the service; null when it is not known.</param>
/// <param name="Class">What it is taken for.</param>
/// <param name="Messages">Messages of the window.</param>
/// <param name="IsNewName">True when the From domain, a subdomain, was never seen before.</param>
/// <param name="NotedAt">When it was noticed.</param>
public sealed record NewSource(string Domain, string SourceIp, string HeaderFrom, string? Service, SourceClass Class, long Messages, bool IsNewName, DateTimeOffset NotedAt);

/// <summary>What appeared among the sources: the first of it, and how much there is.</summary>
/// <param name="First">Most mail first.</param>
/// <param name="Total">Sources that appeared.</param>
/// <param name="Names">Those of them with a From domain that was never seen before.</param>
public sealed record NewSources(IReadOnlyList<NewSource> First, int Total, int Names)
{
    /// <summary>Nothing appeared.</summary>
    public static NewSources None { get; } = new([], 0, 0);

    internal static async Task<NewSources> ReadAsync(AuditorDbContext db, DateTimeOffset since, string? domainPart, int most, CancellationToken cancellationToken)
    {
        var found = db.Sources.AsNoTracking().Where(s => (s.Novelty == SourceNovelty.NewSource || s.Novelty == SourceNovelty.NewName) && s.NotedAt >= since).Join(db.Domains, s => s.DomainId, d => d.Id, (s, d) => new { Source = s, d.Name });
        if (domainPart is not null)
        {
            found = found.Where(f => f.Name.Contains(domainPart));
        }

        var total = await found.CountAsync(cancellationToken).ConfigureAwait(false);
        return total == 0 ? None : new NewSources(
            await found.OrderByDescending(f => f.Source.Messages).ThenBy(f => f.Source.SourceIp).ThenBy(f => f.Name).Take(most)
                .Select(f => new NewSource(
                    f.Name, f.Source.SourceIp, f.Source.HeaderFrom, f.Source.ServiceName, f.Source.Class, f.Source.Messages, f.Source.Novelty == SourceNovelty.NewName, f.Source.NotedAt))
                .ToListAsync(cancellationToken).ConfigureAwait(false),
            total,
            await found.CountAsync(f => f.Source.Novelty == SourceNovelty.NewName, cancellationToken).ConfigureAwait(false));
    }
}
