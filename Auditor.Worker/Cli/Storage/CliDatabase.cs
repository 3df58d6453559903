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
    /// <exception cref="StorageException">When the configuration is built: the file is no JSON, or cannot be read.</exception>
    public static void Configure(IConfigurationBuilder builder)
    {
        var path = Path.GetFullPath("appsettings.json");
        builder.AddJsonFile(file =>
        {
            file.Path = path;
            file.Optional = true;
            file.OnLoadException = failed => throw new StorageException(
                StorageFault.Configuration, $"{path} cannot be read ({failed.Exception.GetBaseException().Message}): mend it, or take it away.", failed.Exception);
            file.ResolveFileProvider();
        }).AddAuditorEnvironment();
    }
}
