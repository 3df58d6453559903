using System.CommandLine;
using Auditor.Core.Storage;
using Auditor.Worker.Cli.Storage;

namespace Auditor.Worker.Cli;

/// <summary>The commands that Auditor.Native runs itself, compiled ahead of time; all others, and every help but theirs, it hands over to the program beside it.</summary>
internal static class NativeCommands
{
    /// <summary>True for arguments that these commands can answer.</summary>
    public static async Task<bool> CanRunAsync(string[] args, CancellationToken cancellationToken) => args switch
    {
        ["audit" or "parse", ..] => true,
        ["ingest", _, ..] => await IsReadyAsync(cancellationToken).ConfigureAwait(false),
        _ => false,
    };

    /// <summary>These commands.</summary>
    public static IEnumerable<Command> Create() => [AuditCommand.Create(), ParseCommand.Create(), IngestCommand.Create()];

    // PostgreSQL and the migrations of an older database need the other program, which also says what is wrong with the configuration.
    private static async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            var database = CliDatabase.CreatePlain();
            await using (database.ConfigureAwait(false))
            {
                return await new ScriptedSchema(database).IsCurrentOrNewAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (StorageException)
        {
            return false;
        }
    }
}
