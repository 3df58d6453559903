using System.CommandLine;
using Auditor.Core;
using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Ingest;
using Auditor.Worker.Cli.Reports;
using Auditor.Worker.Cli.Storage;
using Auditor.Worker.Settings;

namespace Auditor.Worker.Cli;

/// <summary><c>auditor ingest PATH...</c>: stores the reports of files and folders, and prints what became of each part.</summary>
internal static class IngestCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("path") { Description = "Files and folders: xml, gz, zip, eml, mbox, told by content.", Arity = ArgumentArity.OneOrMore };
        var format = new Option<string>("--format") { Description = "table (default) or json.", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "json");
        var command = new Command("ingest", """
            Stores the DMARC reports of files and folders in the database, never twice, and prints the ledger.

            Example:
              auditor ingest reports/ mail.mbox
            """)
        { paths, format };
        command.SetAction(async (result, cancellationToken) =>
        {
            var database = AheadOfTime.IsOn ? CliDatabase.CreatePlain() : CliDatabase.Create();
            await using (database.ConfigureAwait(false))
            {
                var streams = result.InvocationConfiguration;
                using ILedgerOutput output = result.GetValue(format) == "json" ? new LedgerJson(Console.OpenStandardOutput()) : new LedgerTable(streams.Output);
                var limits = CliLimits.Read();
                return await RunAsync(database, result.GetValue(paths)!, output, streams.Error, limits, CliAuthenticity.Of(database, limits.Intake), cancellationToken).ConfigureAwait(false);
            }
        });
        return command;
    }

    /// <summary>Stores all paths; what cannot be read costs one line, a failed part in the ledger and the exit code, not the rest.</summary>
    internal static async Task<int> RunAsync(StorageConnections database, string[] paths, ILedgerOutput output, TextWriter stderr, LimitsInForce limits, IAuthenticitySource? authenticity, CancellationToken cancellationToken)
    {
        await PrepareAsync(database, cancellationToken).ConfigureAwait(false);
        var unreadable = 0;
        void Warn(string message)
        {
            stderr.WriteLine($"auditor ingest: {message}");
            unreadable++;
        }

        var session = await new IngestWriter(database, TimeProvider.System, authenticity, limits.Gate)
            .BeginAsync(IntakeSource.Files, null, Environment.UserName, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            try
            {
                foreach (var path in InputFiles.Expand(paths, Warn))
                {
                    await StoreAsync(session, path, limits.Intake, output, Warn, cancellationToken).ConfigureAwait(false);
                }

                output.End(await session.FinishAsync(null, cancellationToken).ConfigureAwait(false));
            }
            catch (StorageException e)
            {
                throw new StorageException(e.Fault, $"{e.Message} {session.Summary.Seen} part(s) of this run are stored; run the same command again for the rest.", e);
            }

            return unreadable > 0 || session.Summary.Failed > 0 ? ExitCode.Error : session.Summary.Quarantined > 0 ? ExitCode.Findings : ExitCode.Ok;
        }
    }

    private static Task PrepareAsync(StorageConnections database, CancellationToken cancellationToken) => AheadOfTime.IsOn
        ? new ScriptedSchema(database).MakeIfNewAsync(cancellationToken)
        : new DatabaseMigrator((AuditorDatabase)database).MigrateAsync(cancellationToken);

    private static async Task StoreAsync(IngestSession session, string path, IntakeLimits limits, ILedgerOutput output, Action<string> warn, CancellationToken cancellationToken)
    {
        var problem = "It cannot be opened.";
        using var file = ParseCommand.TryOpen(path, limits.MaxInputBytes, message =>
        {
            problem = message;
            warn(message);
        });
        var index = 0;
        if (file is not null)
        {
            try
            {
                foreach (var part in ReportIntake.ReadParts(file, path, limits))
                {
                    var result = await session.WriteAsync(part, new PartPlace(index++), cancellationToken).ConfigureAwait(false);
                    output.Part(part.Path, part.Entry, result);
                }

                return;
            }
            catch (IOException e)
            {
                problem = $"cannot read '{path}': {e.Message}";
                warn(problem);
            }
        }

        var note = new PartNote { Outcome = PartOutcome.Failed, ReasonCode = IngestReason.InputFailed, Reason = problem, Path = path };
        output.Part(path, null, await session.NoteAsync(note, new PartPlace(index), cancellationToken).ConfigureAwait(false));
    }
}
