using Auditor.Worker.Settings;
using Microsoft.Extensions.Configuration;

namespace Auditor.Worker.Notices;

/// <summary>Reads the settings of notices in force.</summary>
public sealed class NoticeSettingsReader(SettingsReader settings, IConfiguration configuration)
{
    /// <summary>The settings as values.</summary>
    public async Task<NoticeSettings> ReadAsync(CancellationToken cancellationToken)
    {
        var all = (await settings.ListAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(s => s.Definition.Key, s => s.Value, StringComparer.Ordinal);
        return NoticeSettings.Parse(key => all[key], AllowsPrivate);
    }

    /// <summary>Whether the configuration lets notices go to private addresses.</summary>
    public bool AllowsPrivate => bool.TryParse(configuration[SettingCatalogue.NoticesAllowPrivate], out var allows) && allows;
}
