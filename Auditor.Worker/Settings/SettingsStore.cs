using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;

namespace Auditor.Worker.Settings;

/// <summary>Reads the settings in force, and changes those that the configuration does not give.</summary>
public sealed class SettingsStore(AuditorDatabase database, IConfiguration configuration, TimeProvider time) : SettingsReader(database, configuration)
{
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

        var context = database.CreateDbContext();
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
            if (ThresholdCatalogue.IsOfGate(definition.Key))
            {
                // What is kept of each gate was said by the old figure: all are asked again, so that lists and pages agree.
                await context.Domains.ExecuteUpdateAsync(d => d.SetProperty(x => x.GateAt, (DateTimeOffset?)null), cancellationToken).ConfigureAwait(false);
            }

            return null;
        }
    }
}
