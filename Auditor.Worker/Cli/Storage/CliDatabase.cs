using Auditor.Core.Storage;
using Microsoft.Extensions.Configuration;

namespace Auditor.Worker.Cli.Storage;

/// <summary>The database that commands work on: the same that the service uses when it is started in the same place.</summary>
internal static class CliDatabase
{
    /// <summary>The database of appsettings.json in the working directory and of the environment.</summary>
    /// <exception cref="StorageException">The configuration is wrong.</exception>
    public static AuditorDatabase Create() => new(Options());

    /// <summary>The same for a command that does without EF Core, and so without the migrations of an older database.</summary>
    /// <exception cref="StorageException">The configuration is wrong.</exception>
    public static StorageConnections CreatePlain() => new(Options());

    /// <summary>Where that database is.</summary>
    /// <exception cref="StorageException">The configuration is wrong.</exception>
    public static StorageOptions Options()
    {
        var builder = new ConfigurationBuilder();
        Configure(builder);
        return StorageConfiguration.Read(builder.Build());
    }

    /// <summary>Adds appsettings.json of the working directory, and the environment.</summary>
    public static void Configure(IConfigurationBuilder builder) =>
        builder.AddJsonFile(Path.GetFullPath("appsettings.json"), optional: true).AddAuditorEnvironment();
}
