using Auditor.Core.Storage;
using Auditor.Worker.Settings;
using Microsoft.Extensions.Configuration;

namespace Auditor.Worker.Doctor;

/// <summary>Whether every key of the configuration is known, every value can be read, and every file that it names is there.</summary>
internal static class ConfigurationDoctor
{
    private const string Area = "configuration";
    private const string FileSuffix = "_FILE";

    public static IEnumerable<DoctorCheck> Check(IConfiguration configuration)
    {
        var failures = ConfigurationCheck.Failures(configuration)
            .Select(f => DoctorCheck.Failed(Area, "keys", f, "Correct it in appsettings.json or in the environment (AUDITOR__...); docs/configuration.md has every key."))
            .Concat(UnreadableFiles(configuration))
            .ToList();
        return failures.Count > 0 ? failures : [DoctorCheck.Ok(Area, "keys", "Every key is known, every value can be read, every file is there.")];
    }

    private static IEnumerable<DoctorCheck> UnreadableFiles(IConfiguration configuration) =>
        from key in SettingCatalogue.ConfigurationOnly.Keys
        where key.EndsWith(FileSuffix, StringComparison.Ordinal)
        let path = configuration[key]
        where !string.IsNullOrWhiteSpace(path)
        let problem = Problem(path)
        where problem is not null
        select DoctorCheck.Failed(Area, key, $"The file '{path}' cannot be read: {problem}", $"Give the user '{Environment.UserName}' read access to it, or correct {key}.");

    private static string? Problem(string path)
    {
        try
        {
            using var _ = File.OpenRead(path);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return e.Message;
        }
    }
}
