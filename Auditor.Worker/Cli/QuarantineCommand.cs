using System.CommandLine;
using System.Globalization;
using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Activity;
using Auditor.Core.Storage.Ingest;
using Auditor.Core.Storage.Queries;
using Auditor.Worker.Cli.Storage;
using Auditor.Worker.Reports;

namespace Auditor.Worker.Cli;

/// <summary><c>auditor quarantine</c>: what could not be used, and what becomes of it.</summary>
internal static class QuarantineCommand
{
    public static Command Create() => new("quarantine", "Lists report parts that could not be used, reads them again, releases them from limits of ours, or puts them aside.")
    {
        List(), Show(), Reparse(), Release(), Change("discard", "Puts parts aside: they no longer wait. Their bytes stay until retention takes them.", isDiscard: true),
        Change("restore", "Takes discarded parts back: they wait again.", isDiscard: false),
    };

    private static Command List()
    {
        var reason = new Option<string>("--reason") { Description = "Only parts with this reason code.", HelpName = "CODE" };
        var discarded = new Option<bool>("--discarded") { Description = "Those that were put aside instead of those that wait." };
        var format = OutputFormat.Create();
        var command = new Command("list", "Lists the parts that wait, newest first.\n\nExample:\n  auditor quarantine list --reason xml-truncated") { reason, discarded, format };
        command.SetAction((result, cancellationToken) => WithDatabaseAsync(async database =>
        {
            var query = new QuarantineQuery(database);
            var filter = new QuarantineFilter(result.GetValue(reason), null, result.GetValue(discarded));
            var parts = new List<QuarantineItem>();
            QuarantinePage page;
            do
            {
                page = await query.ReadAsync(filter, parts.Count / QuarantineQuery.PageSize, cancellationToken).ConfigureAwait(false);
                parts.AddRange(page.Parts);
            }
            while (page.Parts.Count == QuarantineQuery.PageSize);
            var output = result.InvocationConfiguration.Output;
            if (result.GetValue(format) == "json")
            {
                await OutputFormat.WriteJsonAsync(output, parts).ConfigureAwait(false);
                return ExitCode.Ok;
            }

            foreach (var part in parts)
            {
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                    $"{part.Id,8}  {part.LastSeenAt:yyyy-MM-dd HH:mm}  {part.ReasonCode,-24} {part.RawBytes,10:N0} octets  {SafeText.Of(part.Name ?? "")}")).ConfigureAwait(false);
            }

            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{parts.Count} part(s){(filter.IsDiscarded ? " put aside" : " waiting")}.")).ConfigureAwait(false);
            return ExitCode.Ok;
        }, cancellationToken));
        return command;
    }

    private static Command Show()
    {
        var id = new Argument<long>("ID") { Description = "The part, as 'quarantine list' names it." };
        var raw = new Option<bool>("--raw") { Description = "Write its octets to standard output instead, as they came." };
        var format = OutputFormat.Create();
        var command = new Command("show", "Shows a part: its reason, line and state.\n\nExample:\n  auditor quarantine show 7 --raw > part.bin") { id, raw, format };
        command.SetAction((result, cancellationToken) => WithDatabaseAsync(async database =>
        {
            var query = new QuarantineQuery(database);
            var wanted = result.GetValue(id);
            var detail = await query.FindAsync(wanted, cancellationToken).ConfigureAwait(false) ?? throw NoPart(wanted);
            if (result.GetValue(raw))
            {
                var bytes = await query.BytesAsync(wanted, cancellationToken).ConfigureAwait(false) ?? throw NoPart(wanted);
                var stdout = Console.OpenStandardOutput();
                await using (stdout.ConfigureAwait(false))
                {
                    await stdout.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
                }

                return ExitCode.Ok;
            }

            var output = result.InvocationConfiguration.Output;
            if (result.GetValue(format) == "json")
            {
                await OutputFormat.WriteJsonAsync(output, detail).ConfigureAwait(false);
                return ExitCode.Ok;
            }

            var part = detail.Part;
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""
                part      {part.Id}, {SafeText.Of(part.Name ?? "without a name")}
                reason    {part.ReasonCode}: {SafeText.Of(part.Reason)}{(part.Line is { } line ? $" (line {line})" : "")}
                size      {part.RawBytes:N0} octets{(part.IsComplete ? "" : ", of which the beginning was kept")}
                seen      {detail.FirstSeenAt:yyyy-MM-dd HH:mm}, last {part.LastSeenAt:yyyy-MM-dd HH:mm} UTC
                state     {detail.Resolution ?? "waits"}
                release   {(QuarantineDesk.Releasable.Contains(part.ReasonCode) ? "possible: a limit of ours refused it" : "not possible: only 'quarantine reparse' with a version that understands more")}
                """)).ConfigureAwait(false);
            return ExitCode.Ok;
        }, cancellationToken));
        return command;
    }

    private static Command Reparse()
    {
        var ids = new Argument<long[]>("ID") { Description = "The parts.", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = "All that wait." };
        var reason = new Option<string>("--reason") { Description = "With --all: only parts with this reason code.", HelpName = "CODE" };
        var format = OutputFormat.Create();
        var command = new Command("reparse", "Reads parts again; what can be used now is stored and leaves the quarantine.\n\nExample:\n  auditor quarantine reparse --all") { ids, all, reason, format };
        command.SetAction((result, cancellationToken) => WithDatabaseAsync(async database =>
        {
            var named = result.GetValue(ids) ?? [];
            if (result.GetValue(all) == named.Length > 0)
            {
                throw new UsageException("Name parts, or write --all.");
            }

            var wanted = named.Length > 0 ? named : await Desk(database).WaitingAsync(result.GetValue(reason), cancellationToken).ConfigureAwait(false);
            return await ReadAgainAsync(database, wanted, ActivityActions.QuarantineReparsed, limits => limits, Printer(result, format), cancellationToken).ConfigureAwait(false);
        }, cancellationToken));
        return command;
    }

    private static Command Release()
    {
        var ids = new Argument<long[]>("ID") { Description = "The parts.", Arity = ArgumentArity.OneOrMore };
        var format = OutputFormat.Create();
        var command = new Command("release", "Reads parts again with limits that are ten to a hundred times higher, for parts that only a limit of ours refused.\n\nExample:\n  auditor quarantine release 7") { ids, format };
        command.SetAction((result, cancellationToken) => WithDatabaseAsync(async database =>
        {
            var query = new QuarantineQuery(database);
            foreach (var id in result.GetValue(ids)!)
            {
                var detail = await query.FindAsync(id, cancellationToken).ConfigureAwait(false) ?? throw NoPart(id);
                if (!QuarantineDesk.Releasable.Contains(detail.Part.ReasonCode))
                {
                    throw new UsageException($"Part {id} cannot be released: '{detail.Part.ReasonCode}' is no limit of ours but a defect of the part. Nothing was changed.");
                }
            }

            return await ReadAgainAsync(database, result.GetValue(ids)!, ActivityActions.QuarantineReleased, limits => QuarantineDesk.ReleasedLimits(limits), Printer(result, format), cancellationToken).ConfigureAwait(false);
        }, cancellationToken));
        return command;
    }

    private static Command Change(string name, string description, bool isDiscard)
    {
        var ids = new Argument<long[]>("ID") { Description = "The parts.", Arity = ArgumentArity.OneOrMore };
        var format = OutputFormat.Create();
        var command = new Command(name, $"{description}\n\nExample:\n  auditor quarantine {name} 7") { ids, format };
        command.SetAction((result, cancellationToken) => WithDatabaseAsync(async database =>
        {
            var desk = Desk(database);
            var printer = Printer(result, format);
            foreach (var id in result.GetValue(ids)!)
            {
                var isDone = isDiscard ? await desk.DiscardAsync(id, Doer.CommandLine, cancellationToken).ConfigureAwait(false) : await desk.RestoreAsync(id, Doer.CommandLine, cancellationToken).ConfigureAwait(false);
                if (!isDone)
                {
                    throw new UsageException(isDiscard ? $"Part {id} does not wait (any more)." : $"Part {id} is not put aside.");
                }

                await printer.AddAsync(new PartOutput(id, isDiscard ? "discarded" : "waits", null), $"Part {id} {(isDiscard ? "is put aside." : "waits again.")}").ConfigureAwait(false);
            }

            await printer.EndAsync(null).ConfigureAwait(false);
            return ExitCode.Ok;
        }, cancellationToken));
        return command;
    }

    private static async Task<int> ReadAgainAsync(
        AuditorDatabase database, IReadOnlyCollection<long> ids, string action, Func<IntakeLimits, IntakeLimits> within, OutputPrinter printer, CancellationToken cancellationToken)
    {
        var limits = CliLimits.Read();
        var reader = new QuarantineReader(database, new IngestWriter(database, TimeProvider.System, CliAuthenticity.Of(database, limits.Intake), limits.Gate), TimeProvider.System);
        var log = new ActivityLog(database, TimeProvider.System);
        var waiting = 0;
        foreach (var id in ids)
        {
            await log.NoteAsync(Doer.CommandLine, new Deed(action, string.Create(CultureInfo.InvariantCulture, $"part {id}")), cancellationToken).ConfigureAwait(false);
            var error = await reader.ReadAgainAsync(id, within(limits.Intake), cancellationToken).ConfigureAwait(false);
            waiting += error is null ? 0 : 1;
            await printer.AddAsync(new PartOutput(id, error is null ? "taken-in" : "waits", error), $"Part {id}: {(error is null ? "taken in." : SafeText.Of(error))}").ConfigureAwait(false);
        }

        await printer.EndAsync($"{ids.Count - waiting} of {ids.Count} part(s) taken in.").ConfigureAwait(false);
        return waiting > 0 ? ExitCode.Findings : ExitCode.Ok;
    }

    private static OutputPrinter Printer(ParseResult result, Option<string> format) => new(result.InvocationConfiguration.Output, result.GetValue(format) == "json");

    private static QuarantineDesk Desk(AuditorDatabase database) => new(database, new ActivityLog(database, TimeProvider.System), TimeProvider.System);

    private static UsageException NoPart(long id) => new($"There is no quarantined part {id}. 'auditor quarantine list' shows those that there are.");

    private static async Task<int> WithDatabaseAsync(Func<AuditorDatabase, Task<int>> act, CancellationToken cancellationToken)
    {
        var database = CliDatabase.Create();
        await using (database.ConfigureAwait(false))
        {
            await new DatabaseMigrator(database).MigrateAsync(cancellationToken).ConfigureAwait(false);
            return await act(database).ConfigureAwait(false);
        }
    }

    /// <summary>What became of a part.</summary>
    /// <param name="Id">The part.</param>
    /// <param name="Outcome">taken-in, waits or discarded.</param>
    /// <param name="Error">Why it still waits after it was read again.</param>
    private sealed record PartOutput(long Id, string Outcome, string? Error);

    /// <summary>Prints parts as lines, each at once, or as one JSON array at the end.</summary>
    private sealed class OutputPrinter(TextWriter output, bool isJson)
    {
        private readonly List<PartOutput> parts = [];

        public async Task AddAsync(PartOutput part, FormattableString line)
        {
            if (isJson)
            {
                parts.Add(part);
            }
            else
            {
                await output.WriteLineAsync(FormattableString.Invariant(line)).ConfigureAwait(false);
            }
        }

        public async Task EndAsync(FormattableString? sum)
        {
            if (isJson)
            {
                await OutputFormat.WriteJsonAsync(output, parts).ConfigureAwait(false);
            }
            else if (sum is not null)
            {
                await output.WriteLineAsync(FormattableString.Invariant(sum)).ConfigureAwait(false);
            }
        }
    }
}
