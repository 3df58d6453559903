using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage;
using Auditor.Worker.Jobs;
using Auditor.Worker.Reports;
using Auditor.Worker.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Auditor.Worker.Cli.Storage;

/// <summary>How commands check the mails of reports: with the same settings as the service.</summary>
internal static class CliAuthenticity
{
    public static IAuthenticitySource Of(StorageConnections database, IntakeLimits limits)
    {
        var builder = new ConfigurationBuilder();
        CliDatabase.Configure(builder);
        var configuration = builder.Build();
        return new SettingsAuthenticity(
            new SettingsReader(database, configuration),
            settings => ConfiguredResolver.Create(configuration, settings, TimeProvider.System, NullLogger.Instance),
            limits,
            TimeProvider.System);
    }
}
