using Auditor.Worker.Settings;
using Microsoft.Extensions.Configuration;

namespace Auditor.Worker.Cli.Storage;

/// <summary>The limits that commands read reports with: the same as the service's.</summary>
internal static class CliLimits
{
    /// <summary>Those of appsettings.json in the working directory and of the environment.</summary>
    /// <exception cref="UsageException">A value cannot be used.</exception>
    public static LimitsInForce Read()
    {
        var builder = new ConfigurationBuilder();
        CliDatabase.Configure(builder);
        try
        {
            return LimitConfiguration.Read(builder.Build());
        }
        catch (LimitException e)
        {
            throw new UsageException(e.Message);
        }
    }
}
