using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>Reports of domains that nobody monitors, in one sum.</summary>
/// <param name="Domains">Names, most reports first; <see cref="UnmonitoredQuery.MostNames"/> at most.</param>
/// <param name="Names">How many names there are.</param>
/// <param name="Reports">Reports of them all.</param>
/// <param name="Messages">Their messages.</param>
/// <param name="Kept">Those of the reports that are stored: they appear once their domain is monitored.</param>
public sealed record UnmonitoredSummary(IReadOnlyList<UnmonitoredDomain> Domains, int Names, long Reports, long Messages, long Kept);

/// <summary>One of these domains; a null name stands for all beyond the cap.</summary>
public sealed record UnmonitoredDomain(string? Name, long Reports, long Messages, DateTimeOffset LastSeenAt);

/// <summary>Reads what came for domains that nobody monitors. Policies of a monitored domain's subdomains are not among them.</summary>
public sealed class UnmonitoredQuery(IDbContextFactory<AuditorDbContext> contexts)
{
    public const int MostNames = 10;

    /// <summary>The sum; null when nothing of the kind came.</summary>
    public async Task<UnmonitoredSummary?> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var monitored = await db.Domains.AsNoTracking().Select(d => d.Name).ToHashSetAsync(StringComparer.Ordinal, cancellationToken).ConfigureAwait(false);
        var foreign = (await db.ReportedDomains.AsNoTracking().OrderByDescending(r => r.Reports).ThenBy(r => r.Name).ToListAsync(cancellationToken).ConfigureAwait(false))
            .Where(r => !IsOwn(r.Name, monitored)).ToList();
        return foreign.Count == 0 ? null : new UnmonitoredSummary(
            [.. foreign.Take(MostNames).Select(r => new UnmonitoredDomain(r.Name == ReportedDomain.Others ? null : r.Name, r.Reports, r.Messages, r.LastSeenAt))],
            foreign.Count(r => r.Name != ReportedDomain.Others), foreign.Sum(r => r.Reports), foreign.Sum(r => r.Messages), foreign.Sum(r => r.Kept));
    }

    private static bool IsOwn(string name, HashSet<string> monitored)
    {
        while (true)
        {
            if (monitored.Contains(name))
            {
                return true;
            }

            var dot = name.IndexOf('.', StringComparison.Ordinal);
            if (dot < 0)
            {
                return false;
            }

            name = name[(dot + 1)..];
        }
    }
}
