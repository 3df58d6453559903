using Auditor.Core.Storage;
using Microsoft.Extensions.Configuration;

namespace Auditor.Worker.Settings;

/// <summary>The settings in force: the configuration wins over what was changed in the product, and that over the defaults.</summary>
public class SettingsReader(StorageConnections database, IConfiguration configuration)
{
    /// <summary>All settings, in the order of the catalogue. A stored value that is no longer valid counts as not there.</summary>
    public async Task<IReadOnlyList<EffectiveSetting>> ListAsync(CancellationToken cancellationToken)
    {
        var stored = await StoredSettings.ReadAsync(database, cancellationToken).ConfigureAwait(false);
        return [.. SettingCatalogue.Settings.Select(s => Effective(s, stored))];
    }

    /// <summary>The settings in force as values.</summary>
    public async Task<WorkerSettings> ReadAsync(CancellationToken cancellationToken)
    {
        var all = (await ListAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(s => s.Definition.Key, s => s.Value, StringComparer.Ordinal);
        return WorkerSettings.From(key => all[key]);
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
    private protected string? Configured(SettingDefinition definition)
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
