using System.CommandLine;
using System.Globalization;
using Auditor.Core.Storage.Backups;
using Auditor.Worker.Cli.Storage;

namespace Auditor.Worker.Cli;

/// <summary><c>auditor restore</c>: makes a database of a backup, or tries whether one could be made.</summary>
internal static class RestoreCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The backup." };
        var verify = new Option<bool>("--verify") { Description = "Only try: restores into a database of its own in the temporary folder, and deletes it again." };
        var passphrase = CliPassphrase.Option();
        var command = new Command("restore", """
            Makes a database of a backup, where there is none yet: in the data folder, or in the PostgreSQL database of the configuration. An older version's backup is upgraded.
            Nothing that is there already is touched. A file that was changed or cut off is refused as a whole.

            Examples:
              auditor restore /var/backups/auditor.age --verify
              AUDITOR__STORAGE__PATH=/var/lib/auditor auditor restore /var/backups/auditor.age
            """)
        {
            file,
            verify,
            passphrase,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var options = CliDatabase.Options();
            var restorer = new BackupRestorer(options, TimeProvider.System);
            var input = Open(result.GetRequiredValue(file));
            await using (input.ConfigureAwait(false))
            {
                var secret = CliPassphrase.Read(result.GetValue(passphrase), twice: false);
                var onlyTries = result.GetValue(verify);
                var content = onlyTries
                    ? await restorer.VerifyAsync(input, secret, Path.GetTempPath(), cancellationToken).ConfigureAwait(false)
                    : await restorer.RestoreAsync(input, secret, cancellationToken).ConfigureAwait(false);
                await result.InvocationConfiguration.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                    $"{(onlyTries ? "It can be restored" : "Restored")}: {content.Rows:N0} rows of {content.Head.Tables.Count} tables and {content.End.Keys} keys, as they were on {content.Head.CreatedAt:yyyy-MM-dd HH:mm} UTC in Auditor {content.Head.Version}.")).ConfigureAwait(false);
                return ExitCode.Ok;
            }
        });
        return command;
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 128 * 1024, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"'{SafeText.Of(path)}' cannot be read: {e.Message}");
        }
    }
}
