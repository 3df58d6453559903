using Auditor.Core.Dns;
using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Reports.Intake;
using Auditor.Worker.Jobs;
using Auditor.Worker.Settings;

namespace Auditor.Worker.Reports;

/// <summary>What mails are checked with, as the settings in force have it.</summary>
internal sealed class SettingsAuthenticity(SettingsReader settings, ResolverSource resolvers, IntakeLimits limits, TimeProvider time) : IAuthenticitySource
{
    /// <inheritdoc />
    public async ValueTask<AuthenticityMeans?> OpenAsync(CancellationToken cancellationToken)
    {
        var current = await settings.ReadAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return new AuthenticityMeans(new CachingResolver(resolvers(current), time), KnownReporters.With(current.KnownReporters), current.TrustedAuthServId) { MaxMimeDepth = limits.MaxMimeDepth };
        }
        catch (InvalidOperationException)
        {
            // No resolver on this machine: doctor and the audits say so; mails wait for a later check.
            return AuthenticityMeans.Offline with { Reporters = KnownReporters.With(current.KnownReporters), TrustedAuthServId = current.TrustedAuthServId, MaxMimeDepth = limits.MaxMimeDepth };
        }
    }
}
