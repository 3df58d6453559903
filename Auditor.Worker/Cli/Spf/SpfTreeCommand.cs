using System.CommandLine;
using Auditor.Core.Auditing;
using Auditor.Core.Spf;

namespace Auditor.Worker.Cli.Spf;

/// <summary><c>auditor spf tree</c>: the record with all that it includes, and what each term costs (RFC 7208 4.6.4).</summary>
internal static class SpfTreeCommand
{
    public static Command Create()
    {
        var domain = DomainArgument.Create("DOMAIN", "The domain whose record is shown.");
        var format = OutputFormat.Create();
        var dns = new DnsOptions();
        var command = new Command("tree", """
            Shows the record with all that it includes and redirects to, and counts the lookups.

            Example:
              auditor spf tree example.com
            """)
        { domain, format };
        dns.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var facts = await SpfAuditor.AuditAsync(result.GetValue(domain), dns.Create(result), cancellationToken).ConfigureAwait(false);
            var output = result.InvocationConfiguration.Output;
            if (result.GetValue(format) == "json")
            {
                await OutputFormat.WriteJsonAsync(output, Document(facts)).ConfigureAwait(false);
            }
            else
            {
                foreach (var line in SpfTreeText.Lines(facts))
                {
                    await output.WriteLineAsync(SafeText.Of(line)).ConfigureAwait(false);
                }
            }

            return facts.IsUnknown ? ExitCode.Unknown : ExitCode.Ok;
        });
        return command;
    }

    private static object Document(SpfFacts facts) => new
    {
        Domain = facts.Domain.ToString(),
        facts.Status,
        facts.Record,
        facts.Lookups,
        facts.LookupsAreMinimum,
        facts.VoidLookups,
        Addresses = SpfDocuments.From(facts.Addresses),
        facts.PermError,
        facts.PermErrorPath,
        facts.PermErrorCause,
        Causes = facts.PermErrors.Select(e => new { e.Kind, e.Path, e.Message }),
        Voids = facts.Voids.Select(v => new { v.Path, Name = v.Outcome.Name.ToString(), v.Outcome.Type, v.Outcome.Status }),
        Unknown = facts.UnknownNames,
        facts.Tree?.Error,
        Terms = facts.Tree is null ? [] : SpfDocuments.From(facts.Tree).Terms,
    };
}
