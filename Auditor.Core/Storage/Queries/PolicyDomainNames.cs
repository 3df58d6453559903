using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>
/// The policy domains whose reports are a domain's own: itself, and those of its subdomains that nobody monitors apart. A receiver reports a subdomain with a record of
/// its own under that name.
/// </summary>
internal static class PolicyDomainNames
{
    // Bounds one statement's parameters, and what forged names can add to a page.
    private const int Most = 200;

    public static async Task<IReadOnlyList<string>> OfAsync(AuditorDbContext db, string domain, CancellationToken cancellationToken)
    {
        var below = "." + domain;
        var reported = await db.ReportedDomains.AsNoTracking().Where(r => r.Name.EndsWith(below)).OrderByDescending(r => r.Reports).ThenBy(r => r.Name)
            .Select(r => r.Name).Take(Most).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (reported.Count == 0)
        {
            return [domain];
        }

        var apart = await db.Domains.AsNoTracking().Where(d => d.Name.EndsWith(below)).Select(d => d.Name).ToListAsync(cancellationToken).ConfigureAwait(false);
        return [domain, .. reported.Where(name => !apart.Exists(a => name == a || name.EndsWith("." + a, StringComparison.Ordinal)))];
    }
}
