using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>An address or a domain that came onto a blocklist which receivers follow, and is still there.</summary>
/// <param name="Domain">The monitored domain.</param>
/// <param name="Code">Code of the finding.</param>
/// <param name="Title">Its title.</param>
/// <param name="Subject">The address or name that is listed.</param>
/// <param name="At">The audit that noticed it.</param>
public sealed record Listing(string Domain, string Code, string Title, string Subject, DateTimeOffset At)
{
    // The rules ListedByManyReceivers and ListedForBehaviour: entries of other lists are no news.
    internal static readonly string[] Codes = ["BLOCKLIST-HEAVY", "BLOCKLIST-LISTED"];

    internal static IQueryable<DomainFinding> Of(AuditorDbContext db, DateTimeOffset since) =>
        db.Findings.Where(f => Codes.Contains(f.Code) && f.FirstSeenAt > since);

    /// <summary>Newest first.</summary>
    internal static async Task<IReadOnlyList<Listing>> ReadAsync(AuditorDbContext db, DateTimeOffset since, string? domainPart, int most, CancellationToken cancellationToken)
    {
        var found = Of(db, since).Join(db.Domains, f => f.DomainId, d => d.Id, (f, d) => new { Finding = f, d.Name });
        if (domainPart is not null)
        {
            found = found.Where(f => f.Name.Contains(domainPart));
        }

        return await found.OrderByDescending(f => f.Finding.FirstSeenAt).ThenBy(f => f.Finding.Id).Take(most)
            .Select(f => new Listing(f.Name, f.Finding.Code, f.Finding.Title, f.Finding.Subject, f.Finding.FirstSeenAt)).ToListAsync(cancellationToken).ConfigureAwait(false);
    }
}
