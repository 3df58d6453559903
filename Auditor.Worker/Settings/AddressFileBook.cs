using System.Text.Json;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Worker.Settings;

/// <summary>Keeps how the databases of addresses are, so that pages can tell it, whose process may be another one than the worker's.</summary>
public sealed class AddressFileBook(IDbContextFactory<AuditorDbContext> contexts, TimeProvider time)
{
    // Not a setting.
    private const string Key = "Internal:AddressFiles";

    /// <summary>What the worker said last; nothing when it uses no database.</summary>
    public async Task<IReadOnlyList<AddressFileState>> ReadAsync(CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = context.ConfigureAwait(false);
        var value = await context.Settings.AsNoTracking().Where(s => s.Key == Key).Select(s => s.Value).SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return value is null ? [] : JsonSerializer.Deserialize<List<AddressFileState>>(value) ?? [];
        }
        catch (JsonException)
        {
            // Of another version; the worker says it anew.
            return [];
        }
    }

    /// <summary>Notes it, when it is something else than before.</summary>
    public async Task SaveAsync(IReadOnlyList<AddressFileState> states, CancellationToken cancellationToken)
    {
        var value = JsonSerializer.Serialize(states);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = context.ConfigureAwait(false);
        var known = await context.Settings.SingleOrDefaultAsync(s => s.Key == Key, cancellationToken).ConfigureAwait(false);
        if (known?.Value == value || (known is null && states.Count == 0))
        {
            return;
        }

        if (states.Count == 0)
        {
            context.Settings.Remove(known!);
        }
        else if (known is null)
        {
            context.Settings.Add(new Setting { Key = Key, Value = value, ChangedAt = time.GetUtcNow() });
        }
        else
        {
            (known.Value, known.ChangedAt) = (value, time.GetUtcNow());
        }

        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }
}
