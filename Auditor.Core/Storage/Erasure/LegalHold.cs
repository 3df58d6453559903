using Auditor.Core.Storage.Activity;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Erasure;

/// <summary>Keeps a domain's data from retention and deletion.</summary>
public sealed class LegalHold(IDbContextFactory<AuditorDbContext> contexts, ActivityLog activity)
{
    /// <summary>True while the domain is held.</summary>
    public async Task<bool> IsHeldAsync(string domain, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db.Domains.AnyAsync(d => d.Name == domain && d.LegalHold, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sets or ends the hold; false when there is no such domain. What is so already is not written down again.</summary>
    public async Task<bool> SetAsync(Doer doer, string domain, bool holds, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var found = await db.Domains.SingleOrDefaultAsync(d => d.Name == domain, cancellationToken).ConfigureAwait(false);
        if (found is null)
        {
            return false;
        }

        if (found.LegalHold != holds)
        {
            found.LegalHold = holds;
            activity.Add(db, doer, new Deed(ActivityActions.LegalHoldChanged, domain, holds ? "off" : "on", holds ? "on" : "off"));
            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }

        return true;
    }
}
