using Auditor.Core.Storage.Queries;

namespace Auditor.Worker.Settings;

/// <summary>The thresholds as the settings say.</summary>
internal sealed class SettingsThresholds(SettingsStore settings) : IThresholds
{
    /// <inheritdoc />
    public async ValueTask<Thresholds> ReadAsync(CancellationToken cancellationToken) => (await settings.ReadAsync(cancellationToken).ConfigureAwait(false)).Thresholds;
}
