using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>Which failure reports; everything of it stands in the page's address.</summary>
/// <param name="Domain">The reported domain in A-labels; null for all.</param>
/// <param name="SourceIp">The address that the message came from, as stored; null for all.</param>
/// <param name="Failure">One of the words of RFC 6591 3.2.2, such as dkim or spf; null for all.</param>
public sealed record FailureReportFilter(string? Domain, string? SourceIp, string? Failure)
{
    /// <summary>The UTC day on which the report, or the complained message, came; null for all.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>Which tiers; null for all.</summary>
    public TierChoice? Tier { get; init; }
}

/// <summary>A page of failure reports with the count of all.</summary>
public sealed record FailureReportPage(IReadOnlyList<StoredFailureReport> Items, int Total);

/// <summary>Reads failure reports, newest first. They are few: retention takes them after some weeks.</summary>
public sealed class FailureReportQuery(IDbContextFactory<AuditorDbContext> contexts)
{
    public const int PageSize = 25;

    /// <summary>A page, which is numbered from 0.</summary>
    public async Task<FailureReportPage> ReadAsync(FailureReportFilter filter, int page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var found = db.FailureReports.AsNoTracking();
        if (filter.Domain is { } domain)
        {
            found = found.Where(f => f.Domain == domain);
        }

        if (filter.SourceIp is { } address)
        {
            found = found.Where(f => f.SourceIp == address);
        }

        if (filter.Failure is { } failure)
        {
            // A list of words: a word is found with its neighbours, so that "spf" is not found in another.
            found = found.Where(f => ("," + f.AuthFailure + ",").Contains("," + failure + ","));
        }

        if (filter.Day is { } day)
        {
            var start = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
            var end = start.AddDays(1);
            found = found.Where(f => f.ReceivedAt >= start && f.ReceivedAt < end);
        }

        if (filter.Tier?.Tiers is { } tiers)
        {
            found = found.Where(f => tiers.Contains(f.Tier));
        }

        return new FailureReportPage(
            await found.OrderByDescending(f => f.ReceivedAt).ThenByDescending(f => f.Id).Skip(page * PageSize).Take(PageSize).ToListAsync(cancellationToken).ConfigureAwait(false),
            await found.CountAsync(cancellationToken).ConfigureAwait(false));
    }
}
