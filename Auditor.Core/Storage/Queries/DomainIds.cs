using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>Finds a domain's id before its rows are asked for: a condition on the name inside the question would make SQLite read every row of the table.</summary>
internal static class DomainIds
{
    /// <summary>The id of no domain.</summary>
    public const int None = -1;

    /// <summary>The id of a monitored domain by its A-label name; <see cref="None"/> when it is not monitored.</summary>
    public static async Task<int> OfAsync(AuditorDbContext db, string name, CancellationToken cancellationToken) =>
        await db.Domains.Where(d => d.Name == name).Select(d => (int?)d.Id).SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false) ?? None;
}
