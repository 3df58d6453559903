using System.CommandLine;
using Auditor.Core.Auditing;
using Auditor.Worker.Cli.Audits;

namespace Auditor.Worker.Cli;

/// <summary><c>auditor audit DOMAIN...</c></summary>
internal static class AuditCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var dns = new DnsOptions();
        var domains = new Argument<string[]>("DOMAIN") { Description = "Domains; URLs and mail addresses are accepted.", Arity = ArgumentArity.ZeroOrMore };
        var file = new Option<string>("--domains-file") { Description = "Read more domains from this file, '-' for standard input: any separators, '#' begins a comment.", HelpName = "FILE" };
        var selectors = new Option<string[]>("--selector") { Description = "A DKIM selector that the domains use; repeat it for more.", HelpName = "NAME", Arity = ArgumentArity.OneOrMore };
        var selectorsFile = new Option<string>("--selectors-file") { Description = "The selectors known for each domain, as {\"example.com\":[\"s1\"]}.", HelpName = "JSON" };
        var addresses = new Option<string[]>("--ip") { Description = "An address that the domains send from, for its reverse DNS; repeat it for more.", HelpName = "ADDRESS", Arity = ArgumentArity.OneOrMore };
        var purpose = new Option<string>("--purpose") { Description = "What the domains are for: auto, people, machine, receive-only or parked.", HelpName = "PURPOSE", DefaultValueFactory = _ => "auto" };
        var checks = new Option<string>("--checks") { Description = "Only these parts, joined by commas: spf, dkim, dmarc, mx, reverse (all five: scored), transport, bimi, zone (with the five: full), blocklists, smtp. Default: full, and scored for a list of --domains-file.", HelpName = "LIST" };
        var lists = new BlocklistOptions();
        var format = new Option<string>("--format") { Description = "table, json, jsonl, csv, sarif or junit.", HelpName = "FORMAT", DefaultValueFactory = _ => "table" };
        var failOn = new Option<string>("--fail-on") { Description = "Exit with 2 for findings from this severity on: error, warning, advice or never.", HelpName = "SEVERITY", DefaultValueFactory = _ => "error" };
        var baseline = new Option<string>("--baseline") { Description = "An earlier audit in json or jsonl: its findings are known and do not fail the run.", HelpName = "FILE" };
        var concurrency = new Option<int>("--concurrency") { Description = "Domains under way at a time.", HelpName = "N", DefaultValueFactory = _ => AuditPass.DefaultConcurrency };
        var command = new Command("audit", "Audits domains: SPF, DKIM, DMARC, MX and reverse DNS, with a score and what to mend.\n\nExample: auditor audit example.com --format json --fail-on warning")
        {
            domains, file, selectors, selectorsFile, addresses, purpose, checks, format, failOn, baseline, concurrency,
        };
        lists.AddTo(command);
        dns.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var settings = new AuditSettings
            {
                Domains = AuditInput.Domains(result.GetValue(domains) ?? [], result.GetValue(file), Console.In),
                Selectors = AuditInput.Selectors(result.GetValue(selectors) ?? [], result.GetValue(selectorsFile)),
                Addresses = AuditInput.Addresses(result.GetValue(addresses) ?? []),
                Purpose = AuditInput.Purpose(result.GetValue(purpose)!),
                Checks = AuditInput.Checks(result.GetValue(checks), result.GetValue(file) is not null) | lists.Checks(result),
                Format = AuditInput.Format(result.GetValue(format)!),
                Threshold = AuditInput.Threshold(result.GetValue(failOn)!),
                Known = KnownFindings.Read(result.GetValue(baseline)),
                Concurrency = AuditInput.Concurrency(result.GetValue(concurrency)),
            };
            var resolver = dns.Create(result);
            using var disposable = resolver as IDisposable;
            using var desk = settings.Checks.HasFlag(AuditChecks.Blocklists) ? lists.Create(result, dns.CreateOneTry(result, resolver)) : null;
            var means = new AuditMeans(resolver, TimeProvider.System) { Blocklists = desk?.Source };
            return await AuditRun.ExecuteAsync(settings, means, Console.Out, cancellationToken).ConfigureAwait(false);
        });
        return command;
    }
}
