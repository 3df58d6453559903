using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Storage.Queries;
using Auditor.Worker.Settings;

namespace Auditor.Worker.Reports;

/// <summary>The tiers that count for verdicts: verified, and manual where the settings say so.</summary>
internal sealed class SettingsCountedTiers(SettingsStore settings) : ICountedTiers
{
    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<TrustTier>> ReadAsync(CancellationToken cancellationToken) =>
        (await settings.ReadAsync(cancellationToken).ConfigureAwait(false)).CountManual ? DefaultCountedTiers.Tiers : [TrustTier.Verified];
}
