using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;

namespace Auditor.Worker.Settings;

/// <summary>The settings in force: the configuration wins over what was changed in the product, and that over the defaults.</summary>
public sealed class SettingsStore(IDbContextFactory<AuditorDbContext> contexts, IConfiguration configuration, TimeProvider time)
{
    /// <summary>All settings, in the order of the catalogue. A stored value that is no longer valid counts as not there.</summary>
    public async Task<IReadOnlyList<EffectiveSetting>> ListAsync(CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var stored = await context.Settings.AsNoTracking().ToDictionaryAsync(s => s.Key, s => s.Value, StringComparer.OrdinalIgnoreCase, cancellationToken).ConfigureAwait(false);
            return [.. SettingCatalogue.Settings.Select(s => Effective(s, stored))];
        }
    }

    /// <summary>The settings in force as values.</summary>
    public async Task<WorkerSettings> ReadAsync(CancellationToken cancellationToken)
    {
        var all = (await ListAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(s => s.Definition.Key, s => s.Value, StringComparer.Ordinal);
        return WorkerSettings.From(key => all[key]);
    }

    /// <summary>Changes a setting; an empty value where the default is not empty, or null, goes back to the default.</summary>
    /// <returns>What is wrong with the value, in one sentence; null when it was saved.</returns>
    public async Task<string?> SaveAsync(string key, string? value, CancellationToken cancellationToken)
    {
        var definition = SettingCatalogue.Find(key);
        if (Configured(definition) is not null)
        {
            return $"{definition.Title} is given by the configuration ({definition.Key}) and can only be changed there.";
        }

        if (!string.IsNullOrWhiteSpace(value) && definition.Check(value) is { } problem)
        {
            return problem;
        }

        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var row = await context.Settings.SingleOrDefaultAsync(s => s.Key == definition.Key, cancellationToken).ConfigureAwait(false);
            if (string.IsNullOrWhiteSpace(value))
            {
                if (row is not null)
                {
                    context.Settings.Remove(row);
                }
            }
            else if (row is null)
            {
                context.Settings.Add(new Setting { Key = definition.Key, Value = value.Trim(), ChangedAt = time.GetUtcNow() });
            }
            else
            {
                (row.Value, row.ChangedAt) = (value.Trim(), time.GetUtcNow());
            }

            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }
    }

    private EffectiveSetting Effective(SettingDefinition definition, Dictionary<string, string> stored)
    {
        if (Configured(definition) is { } configured)
        {
            return new EffectiveSetting(definition, configured, SettingOrigin.Configuration);
        }

        return stored.TryGetValue(definition.Key, out var value) && definition.Check(value) is null
            ? new EffectiveSetting(definition, value, SettingOrigin.Database)
            : new EffectiveSetting(definition, definition.Default, SettingOrigin.Default);
    }

    // A list in the configuration is one value or numbered keys.
    private string? Configured(SettingDefinition definition)
    {
        var section = configuration.GetSection(definition.Key);
        if (section.Value is { } single)
        {
            return single;
        }

        var items = section.GetChildren().Select(c => c.Value).Where(v => !string.IsNullOrWhiteSpace(v)).ToList();
        return items.Count == 0 ? null : string.Join(", ", items);
    }
}
