using System.CommandLine;
using Auditor.Core.Dmarc;
using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Worker.Cli;

/// <summary><c>auditor dmarc discover</c> and <c>auditor dmarc check</c>: what a receiver that follows RFC 9989 concludes.</summary>
internal static class DmarcCommands
{
    public static Command Create() => new("dmarc", "Finds DMARC policies and applies them.") { CreateDiscover(), DmarcCheckCommand.Create() };

    private static Command CreateDiscover()
    {
        var domain = DomainArgument.Create("AUTHOR-DOMAIN", "The domain of the From header.");
        var format = OutputFormat.Create();
        var dns = new DnsOptions();
        var command = new Command("discover", """
            Finds the DMARC record that applies to an author domain, and its organizational domain, by the DNS Tree Walk (RFC 9989 4.10).

            Example:
              auditor dmarc discover news.example.com
            """)
        { domain, format };
        dns.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var discovery = await PolicyDiscovery.DiscoverAsync(result.GetValue(domain), dns.Create(result), cancellationToken).ConfigureAwait(false);
            var output = result.InvocationConfiguration.Output;
            await (result.GetValue(format) == "json" ? WriteJsonAsync(output, discovery) : WriteTextAsync(output, discovery)).ConfigureAwait(false);
            return discovery.IsUnknown || discovery.OrganizationalDomain is null ? ExitCode.Unknown : ExitCode.Ok;
        });
        return command;
    }

    private static Task WriteJsonAsync(TextWriter output, PolicyDiscovery discovery)
    {
        var facts = DmarcAuditor.FromDiscovery(discovery);
        return OutputFormat.WriteJsonAsync(output, new
        {
            AuthorDomain = discovery.AuthorDomain.Value,
            PolicyDomain = facts.PolicyDomain?.Value,
            OrganizationalDomain = facts.OrganizationalDomain?.Value,
            Record = facts.RecordText,
            EffectivePolicy = discovery.EffectivePolicy?.ToWord(),
            Queries = discovery.Walk.Steps.Select(s => s.Outcome.Name.Value),
            facts.Status,
            discovery.PolicyTag,
            AppliedPolicy = discovery.AppliedPolicy?.ToWord(),
            SubdomainEffectivePolicy = facts.Below.Existing?.ToWord(),
            NonExistentEffectivePolicy = facts.Below.NonExistent?.ToWord(),
            facts.TestMode,
            Stage = discovery.Stage.ToWord(),
            Answers = discovery.Walk.Steps.Select(s => Evidence.From(s.Outcome)),
        });
    }

    private static async Task WriteTextAsync(TextWriter output, PolicyDiscovery discovery)
    {
        var facts = DmarcAuditor.FromDiscovery(discovery);
        var policy = discovery.EffectivePolicy is { } effective
            ? $"{effective.ToWord()} ({discovery.PolicyTag} of {discovery.RecordDomain}{(facts.TestMode ? $", in test mode applied as {discovery.AppliedPolicy!.Value.ToWord()}" : string.Empty)})"
            : discovery.IsUnknown ? "unknown, DNS gave no answer" : "none applies";
        await output.WriteLineAsync($"policy: {policy}").ConfigureAwait(false);
        await output.WriteLineAsync($"organizational domain: {facts.OrganizationalDomain?.Value ?? "unknown"}").ConfigureAwait(false);
        if (facts.RecordText is { } text)
        {
            await output.WriteLineAsync(SafeText.Of($"record: {text}")).ConfigureAwait(false);
        }

        foreach (var step in discovery.Walk.Steps)
        {
            var answer = step.Records.Length switch
            {
                0 when step.Outcome.Status == DnsStatus.Answer => "no DMARC record",
                0 => step.Outcome.Status.ToString(),
                1 => step.Records[0].Text,
                _ => $"{step.Records.Length} DMARC records, all discarded",
            };
            await output.WriteLineAsync(SafeText.Of($"  asked {step.Outcome.Name}: {answer}")).ConfigureAwait(false);
        }
    }
}
