using System.CommandLine;
using Auditor.Core.Dns;
using Auditor.Core.Storage.Activity;
using Auditor.Core.Storage.Erasure;
using Auditor.Worker.Cli.Storage;

namespace Auditor.Worker.Cli;

/// <summary><c>auditor hold</c>: keeps a domain's data from retention and deletion, or ends that.</summary>
internal static class HoldCommand
{
    public static Command Create()
    {
        var domain = new Argument<string>("domain") { Description = "The domain, as it is monitored." };
        var end = new Option<bool>("--end") { Description = "End the hold." };
        var command = new Command("hold", """
            Puts a domain under legal hold: retention and 'auditor erase' leave its data alone until the hold is ended.

            Example:
              auditor hold example.com
              auditor hold example.com --end
            """)
        {
            domain,
            end,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var text = result.GetRequiredValue(domain);
            var name = DomainName.TryParse(text, out var parsed) ? parsed.Value : text;
            var database = CliDatabase.Create();
            await using (database.ConfigureAwait(false))
            {
                var ends = result.GetValue(end);
                var hold = new LegalHold(database, new ActivityLog(database, TimeProvider.System));
                if (!await hold.SetAsync(Doer.CommandLine, name, !ends, cancellationToken).ConfigureAwait(false))
                {
                    throw new UsageException($"'{SafeText.Of(text)}' is not monitored.");
                }

                await result.InvocationConfiguration.Output.WriteLineAsync(ends ? $"The hold of {name} is ended." : $"{name} is under legal hold.").ConfigureAwait(false);
                return ExitCode.Ok;
            }
        });
        return command;
    }
}
