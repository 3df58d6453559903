using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Auditor.Core.Storage;

/// <summary>Reads <see cref="StorageOptions"/> and says in one line each what is wrong.</summary>
public static class StorageConfiguration
{
    /// <summary>Prefix of environment variables; two underscores stand for the colon of a key.</summary>
    public const string EnvironmentPrefix = "AUDITOR__";

    private const string ProviderKey = "Storage:Provider";
    private const string PathKey = "Storage:Path";
    private const string ConnectionKey = "Storage:ConnectionString";
    private const string ConnectionFileKey = "Storage:ConnectionString_FILE";
    private const string BusyKey = "Storage:BusyTimeoutSeconds";

    /// <summary>Adds the variables that start with <see cref="EnvironmentPrefix"/>, such as <c>AUDITOR__STORAGE__PATH</c>.</summary>
    public static IConfigurationBuilder AddAuditorEnvironment(this IConfigurationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddEnvironmentVariables(EnvironmentPrefix);
    }

    /// <summary>The options; a relative path counts from the working directory.</summary>
    /// <exception cref="StorageException">A value is unknown or missing, or the file with the connection string cannot be read.</exception>
    public static StorageOptions Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var errors = new List<string>();
        var provider = ReadProvider(configuration[ProviderKey], errors);
        var path = ReadPath(configuration[PathKey], errors);
        var busy = ReadBusyTimeout(configuration[BusyKey], errors);
        var connection = ReadConnectionString(configuration, errors);
        if (provider == StorageProvider.Postgres && connection is null && errors.Count == 0)
        {
            errors.Add($"{ConnectionKey} is missing: {ProviderKey} is postgres, which needs it (or {ConnectionFileKey}, the path of a file that holds it), "
                + "for example Host=127.0.0.1;Database=auditor;Username=auditor;Password=....");
        }

        if (errors.Count > 0)
        {
            throw new StorageException(StorageFault.Configuration, string.Join(" ", errors));
        }

        return new StorageOptions
        {
            Provider = provider,
            Path = path,
            BusyTimeout = busy,
            KeepsFailureReports = bool.TryParse(configuration[StorageOptions.KeepFailureReportsKey], out var keeps) ? keeps : null,
            RawDays = int.TryParse(configuration[StorageOptions.RawDaysKey], NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? days : null,
            ConnectionString = provider == StorageProvider.Postgres ? connection : null,
        };
    }

    private static StorageProvider ReadProvider(string? value, List<string> errors)
    {
        switch (value?.Trim().ToLowerInvariant())
        {
            case null or "" or "sqlite":
                return StorageProvider.Sqlite;
            case "postgres":
                return StorageProvider.Postgres;
            default:
                errors.Add($"{ProviderKey} is '{value}', which is unknown: allowed are sqlite and postgres.");
                return default;
        }
    }

    private static string ReadPath(string? value, List<string> errors)
    {
        var path = string.IsNullOrWhiteSpace(value) ? "data" : value;
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            errors.Add($"{PathKey} is no path: it contains a NUL character.");
            return path;
        }

        return Path.GetFullPath(path);
    }

    private static TimeSpan ReadBusyTimeout(string? value, List<string> errors)
    {
        if (value is null)
        {
            return new StorageOptions().BusyTimeout;
        }

        if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds is < 1 or > 600)
        {
            errors.Add($"{BusyKey} is '{value}': allowed are whole seconds from 1 to 600.");
        }

        return TimeSpan.FromSeconds(seconds);
    }

    private static string? ReadConnectionString(IConfiguration configuration, List<string> errors)
    {
        var file = configuration[ConnectionFileKey];
        if (string.IsNullOrWhiteSpace(file))
        {
            var text = configuration[ConnectionKey];
            return string.IsNullOrWhiteSpace(text) ? null : text;
        }

        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            errors.Add($"{ConnectionFileKey} names '{file}', which cannot be read: {e.Message}");
            return null;
        }
    }
}
