using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>A finding of a domain that is gone.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Title">Its title.</param>
/// <param name="Subject">What it was about; empty when the domain itself.</param>
/// <param name="Since">The first audit that had it.</param>
/// <param name="EndedAt">The first that did not.</param>
public sealed record EndedItem(string Code, string Title, string Subject, DateTimeOffset Since, DateTimeOffset EndedAt);

/// <summary>An address or a domain that is off every blocklist which receivers follow.</summary>
/// <param name="Domain">The monitored domain.</param>
/// <param name="Subject">The address or name that was listed.</param>
/// <param name="Since">The audit that noticed the listing.</param>
/// <param name="At">The audit that noticed its end.</param>
public sealed record Delisting(string Domain, string Subject, DateTimeOffset Since, DateTimeOffset At)
{
    internal static IQueryable<EndedFinding> Of(AuditorDbContext db, DateTimeOffset since) =>
        db.EndedFindings.Where(f => Listing.Codes.Contains(f.Code) && f.EndedAt > since);

    /// <summary>Newest first.</summary>
    internal static async Task<IReadOnlyList<Delisting>> ReadAsync(AuditorDbContext db, DateTimeOffset since, string? domainPart, int most, CancellationToken cancellationToken)
    {
        var found = Of(db, since).Join(db.Domains, f => f.DomainId, d => d.Id, (f, d) => new { Finding = f, d.Name });
        if (domainPart is not null)
        {
            found = found.Where(f => f.Name.Contains(domainPart));
        }

        return await found.OrderByDescending(f => f.Finding.EndedAt).ThenBy(f => f.Finding.Id).Take(most)
            .Select(f => new Delisting(f.Name, f.Finding.Subject, f.Finding.FirstSeenAt, f.Finding.EndedAt)).ToListAsync(cancellationToken).ConfigureAwait(false);
    }
}
