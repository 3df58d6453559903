using System.CommandLine;
using System.Globalization;
using Auditor.Core.Dns;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Activity;
using Auditor.Core.Storage.Rereading;
using Auditor.Worker.Cli.Storage;

namespace Auditor.Worker.Cli;

/// <summary><c>auditor reparse</c>: reads stored reports again from the bytes that came.</summary>
internal static class ReparseCommand
{
    private const int AtOnce = 500;

    public static Command Create()
    {
        var report = new Option<long?>("--report") { Description = "One report, by the number in its page's address.", HelpName = "ID" };
        var domain = new Option<string>("--domain") { Description = "The reports of a domain and of the names below it.", HelpName = "DOMAIN" };
        var all = new Option<bool>("--all") { Description = "All reports." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Change nothing: tell how many would change, and how." };
        var format = OutputFormat.Create();
        var command = new Command("reparse", """
            Reads stored aggregate reports again from the bytes that came, for example after an upgrade that reads more of them. What reads differently replaces the old reading with all its
            sums; trust tier, arrival and number stay. What cannot be read any more keeps its old reading and is told. A run that was stopped may be started again: it changes what is left.

            Example:
              auditor reparse --all --dry-run
            """) { report, domain, all, dryRun, format };
        command.SetAction(async (result, cancellationToken) =>
        {
            var scope = ScopeOf(result.GetValue(report), result.GetValue(domain), result.GetValue(all));
            var database = CliDatabase.Create();
            await using (database.ConfigureAwait(false))
            {
                await new DatabaseMigrator(database).MigrateAsync(cancellationToken).ConfigureAwait(false);
                var output = new ReparseOutput(result.InvocationConfiguration.Output, result.GetValue(format) == "json", result.GetValue(dryRun));
                return await RunAsync(database, scope, result.GetValue(dryRun), output, cancellationToken).ConfigureAwait(false);
            }
        });
        return command;
    }

    private static async Task<int> RunAsync(AuditorDatabase database, RereadScope scope, bool isTrial, ReparseOutput output, CancellationToken cancellationToken)
    {
        var rereader = new ReportRereader(database, CliLimits.Read().Intake);
        var (reports, withBytes) = await rereader.CountAsync(scope, cancellationToken).ConfigureAwait(false);
        if (scope.ReportId is { } only && reports == 0)
        {
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"There is no report {only}. Its number is in the address of its page."));
        }

        if (!isTrial)
        {
            var log = new ActivityLog(database, TimeProvider.System);
            await log.NoteAsync(Doer.CommandLine, new Deed(ActivityActions.ReportsReread, scope.Subject), cancellationToken).ConfigureAwait(false);
        }

        var progress = new RereadProgress { Scope = scope.ToString(), Total = withBytes, NoBytes = reports - withBytes };
        var session = rereader.Begin(isTrial);
        await using var _ = session.ConfigureAwait(false);
        while (await rereader.NextAsync(scope, progress.ReadTo, AtOnce, cancellationToken).ConfigureAwait(false) is { Count: > 0 } slice)
        {
            foreach (var id in slice)
            {
                var result = await session.ReadAgainAsync(id, cancellationToken).ConfigureAwait(false);
                progress = progress.With(result);
                await output.AddAsync(result).ConfigureAwait(false);
            }
        }

        await output.EndAsync(progress).ConfigureAwait(false);
        var stays = progress.Failed + (scope.ReportId is null ? 0 : progress.NoBytes + progress.LeftAlone);
        return stays > 0 ? ExitCode.Findings : ExitCode.Ok;
    }

    private static RereadScope ScopeOf(long? report, string? domain, bool all)
    {
        if ((report is null ? 0 : 1) + (domain is null ? 0 : 1) + (all ? 1 : 0) != 1)
        {
            throw new UsageException("Write one of --report ID, --domain DOMAIN and --all.");
        }

        if (domain is null)
        {
            return report is { } id ? RereadScope.Of(id) : RereadScope.All;
        }

        return DomainName.TryParse(domain, out var name) && !name.IsRoot
            ? RereadScope.Of(name.Value)
            : throw new UsageException($"'{SafeText.Of(domain)}' is no domain; write for example example.com.");
    }
}
