using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Auditor.Core.Dkim;
using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Worker.Cli;

/// <summary><c>auditor dkim key</c>: what verifiers find at one selector.</summary>
internal static class DkimCommands
{
    public static Command Create() => new("dkim", "Looks at DKIM keys.") { CreateKey() };

    private static Command CreateKey()
    {
        var domain = DomainArgument.Create("DOMAIN", "The signing domain (d=).");
        var selector = new Argument<Selector>("SELECTOR") { Description = "The selector (s=).", CustomParser = ReadSelector };
        var format = OutputFormat.Create();
        var dns = new DnsOptions();
        var command = new Command("key", """
            Reads the key record of one selector: type, true length, flags, and what is wrong with it.

            Example:
              auditor dkim key example.com selector1
            """)
        { domain, selector, format };
        dns.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var facts = await AuditAsync(dns.Create(result), result.GetValue(domain), result.GetValue(selector), cancellationToken).ConfigureAwait(false);
            var all = new DkimFacts { Domain = result.GetValue(domain), Selectors = [facts], Discovery = SelectorDiscovery.Known };
            ImmutableArray<Finding> findings = [.. DkimRules.OfOneSelector.SelectMany(r => r.Check(all))];
            var output = result.InvocationConfiguration.Output;
            await (result.GetValue(format) == "json" ? WriteJsonAsync(output, facts, findings) : WriteTextAsync(output, facts, findings)).ConfigureAwait(false);
            return facts.Status == RecordStatus.Unknown ? ExitCode.Unknown : ExitCode.Ok;
        });
        return command;
    }

    private static async Task<SelectorFacts> AuditAsync(IDnsResolver resolver, DomainName domain, Selector selector, CancellationToken cancellationToken) =>
        await DkimAuditor.AuditSelectorAsync(domain, new SelectorCandidate(selector, SelectorSource.Configured), resolver, cancellationToken).ConfigureAwait(false)
        ?? throw new UsageException($"The name {selector}._domainkey.{domain} would be longer than the {DomainName.MaxLength} octets that DNS allows.");

    private static Task WriteJsonAsync(TextWriter output, SelectorFacts facts, ImmutableArray<Finding> findings) =>
        OutputFormat.WriteJsonAsync(output, new
        {
            facts.Status,
            facts.KeyType,
            facts.Bits,
            facts.Revoked,
            facts.TestMode,
            facts.Strict,
            Selector = facts.Selector.Text,
            Name = facts.Name.Value,
            Alias = facts.Alias?.Value,
            Record = facts.RecordText,
            Findings = findings,
        });

    private static async Task WriteTextAsync(TextWriter output, SelectorFacts facts, ImmutableArray<Finding> findings)
    {
        await output.WriteLineAsync(SafeText.Of($"{facts.Name}: {Describe(facts)}")).ConfigureAwait(false);
        if (facts.Alias is { } alias)
        {
            await output.WriteLineAsync($"alias of {alias}").ConfigureAwait(false);
        }

        foreach (var text in facts.Outcome.Texts)
        {
            await output.WriteLineAsync(SafeText.Of(text)).ConfigureAwait(false);
        }

        await FindingText.WriteAsync(output, findings).ConfigureAwait(false);
    }

    private static string Describe(SelectorFacts facts) => facts switch
    {
        { Status: RecordStatus.Unknown } => $"unknown, DNS gave no answer ({facts.Outcome.Status}). {facts.Outcome.Error}",
        { Status: RecordStatus.None } => "no record",
        { Status: RecordStatus.Multiple } => "several records",
        { Status: RecordStatus.Invalid } => "a record that verifiers ignore",
        { Revoked: true } => "revoked",
        _ => $"{facts.KeyType}, {facts.Bits} bits{(facts.TestMode ? ", test mode" : string.Empty)}{(facts.Strict ? ", strict" : string.Empty)}",
    };

    private static Selector ReadSelector(ArgumentResult result)
    {
        if (Selector.TryParse(result.Tokens[0].Value, out var selector))
        {
            return selector;
        }

        result.AddError($"'{result.Tokens[0].Value}' is no DKIM selector: it is one label or several of a domain name, such as s1.");
        return default;
    }
}
