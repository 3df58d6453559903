using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Rereading;

/// <summary>Finds the stored reports that can be read again, for example by a version that reads more of them.</summary>
/// <param name="database">The database.</param>
/// <param name="limits">What to refuse.</param>
public sealed class ReportRereader(AuditorDatabase database, IntakeLimits limits)
{
    /// <summary>Begins to read reports again.</summary>
    /// <param name="isTrial">True to change nothing, and only to tell what would change.</param>
    public RereadSession Begin(bool isTrial) => new(database, limits, isTrial);

    /// <summary>How many reports there are in the scope, and of how many of them the bytes are kept.</summary>
    public async Task<(int Reports, int WithBytes)> CountAsync(RereadScope scope, CancellationToken cancellationToken)
    {
        var context = database.CreateDbContext();
        await using var _ = context.ConfigureAwait(false);
        var reports = In(context, scope);
        return (
            await reports.CountAsync(cancellationToken).ConfigureAwait(false),
            await reports.CountAsync(r => context.RawReports.Any(x => x.ReportId == r.Id), cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The next reports whose bytes are kept, by their ids, from one behind <paramref name="afterId"/>. A scope of one report gives that one in any case.</summary>
    public async Task<IReadOnlyList<long>> NextAsync(RereadScope scope, long afterId, int most, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        if (scope.ReportId is { } only)
        {
            return only > afterId ? [only] : [];
        }

        var context = database.CreateDbContext();
        await using var _ = context.ConfigureAwait(false);
        return await In(context, scope).Where(r => r.Id > afterId && context.RawReports.Any(x => x.ReportId == r.Id)).OrderBy(r => r.Id).Select(r => r.Id).Take(most)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    private static IQueryable<StoredReport> In(AuditorDbContext context, RereadScope scope)
    {
        if (scope.ReportId is { } id)
        {
            return context.Reports.Where(r => r.Id == id);
        }

        if (scope.Domain is not { } domain)
        {
            return context.Reports;
        }

        var below = "." + domain;
        return context.Reports.Where(r => r.PolicyDomain == domain || r.PolicyDomain.EndsWith(below));
    }
}
