using System.Globalization;
using System.Text.Json;
using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Rereading;

/// <summary>Keeps how far a request to read many reports again is, so that another run goes on where one was stopped, and what the last one came to.</summary>
public sealed class RereadBook(IDbContextFactory<AuditorDbContext> contexts, TimeProvider time)
{
    // Not a setting: one entry for each request that is under way, and one for the last that ended.
    private const string Prefix = "Internal:Reread:";

    /// <summary>How far a request is; null when it did not begin.</summary>
    public async Task<RereadProgress?> FindAsync(long requestId, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = context.ConfigureAwait(false);
        var key = Key(requestId);
        return Read(await context.Settings.AsNoTracking().Where(s => s.Key == key).Select(s => s.Value).SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>What is under way, or else what the last request came to; null when there was none.</summary>
    public async Task<RereadProgress?> LatestAsync(CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = context.ConfigureAwait(false);
        return Read(await context.Settings.AsNoTracking().Where(s => s.Key.StartsWith(Prefix)).OrderByDescending(s => s.ChangedAt).ThenByDescending(s => s.Key).Select(s => s.Value)
            .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Notes how far a request is; one that ended replaces those that ended before.</summary>
    public async Task SaveAsync(long requestId, RereadProgress progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = context.ConfigureAwait(false);
        var all = await context.Settings.Where(s => s.Key.StartsWith(Prefix)).ToListAsync(cancellationToken).ConfigureAwait(false);
        var entry = all.Find(s => s.Key == Key(requestId));
        if (entry is null)
        {
            entry = new Setting { Key = Key(requestId), Value = "" };
            context.Settings.Add(entry);
        }

        (entry.Value, entry.ChangedAt) = (JsonSerializer.Serialize(progress), time.GetUtcNow());
        if (progress.FinishedAt is not null)
        {
            context.Settings.RemoveRange(all.Where(s => s != entry && Read(s.Value) is not { FinishedAt: null }));
        }

        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    private static string Key(long requestId) => Prefix + requestId.ToString(CultureInfo.InvariantCulture);

    private static RereadProgress? Read(string? value)
    {
        try
        {
            return value is null ? null : JsonSerializer.Deserialize<RereadProgress>(value);
        }
        catch (JsonException)
        {
            // Of another version: what it says is lost, and the request begins anew.
            return null;
        }
    }
}
