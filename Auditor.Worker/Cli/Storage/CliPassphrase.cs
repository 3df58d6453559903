using System.CommandLine;
using Auditor.Worker.Settings;
using Microsoft.Extensions.Configuration;

namespace Auditor.Worker.Cli.Storage;

/// <summary>The passphrase of a backup at the command line: of a file, of the configuration, or typed. Never an argument, which other users see.</summary>
internal static class CliPassphrase
{
    /// <summary>The option that names a file.</summary>
    public static Option<string?> Option() => new("--passphrase-file") { Description = $"A file whose first line is the passphrase. Without it: {SettingCatalogue.BackupPassphrase} of the configuration, or it is asked for." };

    /// <summary>The passphrase.</summary>
    /// <param name="file">What the option names; null for none.</param>
    /// <param name="twice">Whether it is typed twice, since nothing else would notice a slip.</param>
    /// <exception cref="UsageException">There is none, or the file cannot be read.</exception>
    public static string Read(string? file, bool twice)
    {
        if (file is not null)
        {
            return FirstLine(file);
        }

        var builder = new ConfigurationBuilder();
        CliDatabase.Configure(builder);
        var configuration = builder.Build();
        return configuration[SettingCatalogue.BackupPassphrase + SettingCatalogue.FileSuffix] is { Length: > 0 } named ? FirstLine(named)
            : configuration[SettingCatalogue.BackupPassphrase] is { Length: > 0 } given ? given
            : PasswordPrompt.Read("passphrase", twice);
    }

    private static string FirstLine(string file)
    {
        try
        {
            return File.ReadLines(file).FirstOrDefault() is { Length: > 0 } line ? line : throw new UsageException($"The first line of '{SafeText.Of(file)}' is empty: it must be the passphrase.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The file '{SafeText.Of(file)}' with the passphrase cannot be read: {e.Message}");
        }
    }
}
