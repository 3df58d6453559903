using System.CommandLine;
using Auditor.Core.Storage;
using Auditor.Worker.Cli.Storage;

namespace Auditor.Worker.Cli;

/// <summary><c>auditor migrate</c>: makes or upgrades the schema of the database, and nothing else.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var command = new Command("migrate", """
            Makes or upgrades the schema of the database. The service does it at its start; this does it alone.

            Example:
              AUDITOR__STORAGE__PATH=/var/lib/auditor auditor migrate
            """);
        command.SetAction(async (result, cancellationToken) =>
        {
            var database = CliDatabase.Create();
            await using (database.ConfigureAwait(false))
            {
                var output = result.InvocationConfiguration.Output;
                var applied = await new DatabaseMigrator(database).MigrateAsync(cancellationToken).ConfigureAwait(false);
                foreach (var migration in applied)
                {
                    await output.WriteLineAsync($"applied {migration}").ConfigureAwait(false);
                }

                await output.WriteLineAsync("The database is up to date.").ConfigureAwait(false);
                return ExitCode.Ok;
            }
        });
        return command;
    }
}
