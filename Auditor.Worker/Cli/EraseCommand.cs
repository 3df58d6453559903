using System.CommandLine;
using System.Globalization;
using Auditor.Core.Dns;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Activity;
using Auditor.Core.Storage.Erasure;
using Auditor.Worker.Cli.Storage;

namespace Auditor.Worker.Cli;

/// <summary><c>auditor erase</c>: deletes all that is kept of a domain, and counts that nothing is left.</summary>
internal static class EraseCommand
{
    public static Command Create()
    {
        var domain = new Argument<string>("domain") { Description = "The domain, as it is monitored." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only count what would be deleted." };
        var command = new Command("erase", """
            Deletes all that is kept of a domain: audits, reports, sums and sources, and those of its subdomains that are not monitored apart. Its monitoring ends.
            A domain under legal hold is refused. Afterwards every table is counted anew.

            Example:
              auditor erase example.com --dry-run
            """)
        {
            domain,
            dryRun,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var text = result.GetRequiredValue(domain);
            if (!DomainName.TryParse(text, out var name) || name.LabelCount < 2)
            {
                throw new UsageException($"'{SafeText.Of(text)}' is no domain; write for example example.com.");
            }

            var database = CliDatabase.Create();
            await using (database.ConfigureAwait(false))
            {
                var eraser = new DomainEraser(database, new ActivityLog(database, TimeProvider.System));
                var output = result.InvocationConfiguration.Output;
                if (result.GetValue(dryRun))
                {
                    await WriteAsync(output, await eraser.CountAsync(name.Value, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
                    return ExitCode.Ok;
                }

                var erased = await eraser.EraseAsync(Doer.CommandLine, name.Value, cancellationToken).ConfigureAwait(false);
                if (erased.IsHeld)
                {
                    throw new UsageException($"{name} is under legal hold: nothing was deleted. 'auditor hold {name} --end' ends the hold.");
                }

                await WriteAsync(output, erased.Before).ConfigureAwait(false);
                await output.WriteLineAsync(erased.Left.Total == 0
                    ? "All of it is deleted: every table was counted anew, and nothing is left."
                    : string.Create(CultureInfo.InvariantCulture, $"{erased.Left.Total:N0} rows arrived meanwhile: run it again.")).ConfigureAwait(false);
                return erased.Left.Total == 0 ? ExitCode.Ok : ExitCode.Error;
            }
        });
        return command;
    }

    private static async Task WriteAsync(TextWriter output, DomainData data)
    {
        foreach (var (table, rows) in data.Rows)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{rows,12:N0}  {table}")).ConfigureAwait(false);
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{data.Total,12:N0}  in all")).ConfigureAwait(false);
    }
}
