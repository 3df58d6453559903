using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Views;

/// <summary>Keeps the views of the list of domains that people name. A person sees his own and those that others share; he changes and deletes his own.</summary>
public sealed class SavedViews(IDbContextFactory<AuditorDbContext> contexts, TimeProvider clock)
{
    /// <summary>Characters of a name.</summary>
    public const int MaxName = 60;

    /// <summary>Views of one person.</summary>
    public const int MostPerOwner = 50;

    private const int MaxQuery = 2_000;

    /// <summary>Those that a person sees: his own first, then the shared ones, by name.</summary>
    public async Task<IReadOnlyList<SavedView>> ListAsync(string owner, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db.SavedViews.AsNoTracking().Where(v => v.Owner == owner || v.IsShared)
            .OrderBy(v => v.Owner == owner ? 0 : 1).ThenBy(v => v.Name).ThenBy(v => v.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Saves a view; one of the same person with the same name is replaced.</summary>
    /// <returns>What is wrong; null when it is saved.</returns>
    public async Task<SavedViewProblem?> SaveAsync(string owner, string name, string query, bool isShared, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(query);
        var wanted = name.Trim();
        if (wanted.Length is 0 or > MaxName || query.Length > MaxQuery)
        {
            return wanted.Length == 0 ? SavedViewProblem.NoName : SavedViewProblem.TooLong;
        }

        return await Collisions.WaitOutAsync(() => TrySaveAsync(owner, wanted, query, isShared, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Deletes a person's own view.</summary>
    /// <returns>False when he has none with this id.</returns>
    public async Task<bool> DeleteAsync(string owner, int id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db.SavedViews.Where(v => v.Owner == owner && v.Id == id).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false) > 0;
    }

    /// <summary>Deletes all views of a person, the shared ones too: nobody else could.</summary>
    public async Task DeleteAllAsync(string owner, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await db.SavedViews.Where(v => v.Owner == owner).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<SavedViewProblem?> TrySaveAsync(string owner, string wanted, string query, bool isShared, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var view = await db.SavedViews.SingleOrDefaultAsync(v => v.Owner == owner && v.Name == wanted, cancellationToken).ConfigureAwait(false);
        if (view is null)
        {
            if (await db.SavedViews.CountAsync(v => v.Owner == owner, cancellationToken).ConfigureAwait(false) >= MostPerOwner)
            {
                return SavedViewProblem.TooMany;
            }

            view = db.SavedViews.Add(new SavedView { Owner = owner, Name = wanted, Query = query }).Entity;
        }

        (view.Query, view.IsShared, view.SavedAt) = (query, isShared, clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        return null;
    }
}

/// <summary>Why a view cannot be saved.</summary>
public enum SavedViewProblem
{
    NoName,
    TooLong,
    TooMany,
}
