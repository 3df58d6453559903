using System.CommandLine;
using System.Globalization;
using Auditor.Worker.Backups;
using Auditor.Worker.Cli.Storage;

namespace Auditor.Worker.Cli;

/// <summary><c>auditor backup</c>: all that the database holds, and the key ring, in one encrypted file.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "Where the backup goes; there must be no such file." };
        var passphrase = CliPassphrase.Option();
        var command = new Command("backup", """
            Writes all that the database holds, and the key ring, to one file that is encrypted with a passphrase, and reads it back. The service may go on meanwhile.
            The file restores into this version and newer ones, to SQLite or PostgreSQL. Without Auditor: 'age --decrypt FILE | tar -xz'.

            Example:
              auditor backup /var/backups/auditor.age --passphrase-file /etc/auditor/passphrase
            """)
        {
            file,
            passphrase,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var path = Path.GetFullPath(result.GetRequiredValue(file));
            if (File.Exists(path))
            {
                throw new UsageException($"There is a file {SafeText.Of(path)} already: name another one.");
            }

            var secret = CliPassphrase.Read(result.GetValue(passphrase), twice: true);
            var database = CliDatabase.Create();
            await using (database.ConfigureAwait(false))
            {
                var content = await new BackupArchive(database, TimeProvider.System).WriteAsync(path, secret, cancellationToken).ConfigureAwait(false);
                await result.InvocationConfiguration.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                    $"{path}: {content.Rows:N0} rows of {content.Head.Tables.Count} tables and {content.End.Keys} keys in {new FileInfo(path).Length:N0} octets, read back. Keep the passphrase elsewhere: without it nobody can open the file.")).ConfigureAwait(false);
                return ExitCode.Ok;
            }
        });
        return command;
    }
}
