using System.CommandLine;
using Auditor.Core.Auditing;
using Auditor.Core.Dns;
using Auditor.Worker.Cli.Audits;
using Auditor.Worker.Fetching;
using Auditor.Worker.Smtp;

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
        var smtpProbe = new Option<bool>("--smtp-probe") { Description = "Connect to port 25 of the addresses of --ip and of the mail exchangers inside the domain: greeting, STARTTLS, certificate. It sends no mail." };
        var ehlo = new Option<string>("--ehlo") { Description = "The name that the probe gives in EHLO; this machine's name by default.", HelpName = "NAME" };
        var senders = new Option<string>("--senders") { Description = "A file of sending services and selectors to know besides those that come with the program.", HelpName = "JSON" };
        var strict = new Option<bool>("--strict") { Description = "Score optional standards too: MTA-STS, TLS-RPT, DNSSEC, DANE, BIMI and leftovers, as a sixth category of 10 points." };
        var format = new Option<string>("--format") { Description = "table, json, jsonl, csv, sarif or junit.", HelpName = "FORMAT", DefaultValueFactory = _ => "table" };
        var failOn = new Option<string>("--fail-on") { Description = "Exit with 2 for findings from this severity on: error, warning, advice or never.", HelpName = "SEVERITY", DefaultValueFactory = _ => "error" };
        var baseline = new Option<string>("--baseline") { Description = "An earlier audit in json or jsonl: its findings are known and do not fail the run.", HelpName = "FILE" };
        var concurrency = new Option<int>("--concurrency") { Description = "Domains under way at a time.", HelpName = "N", DefaultValueFactory = _ => AuditPass.DefaultConcurrency };
        var command = new Command("audit", "Audits domains: SPF, DKIM, DMARC, MX and reverse DNS, with a score and what to mend.\n\nExample: auditor audit example.com --format json --fail-on warning")
        {
            domains, file, selectors, selectorsFile, addresses, purpose, checks, smtpProbe, ehlo, senders, strict, format, failOn, baseline, concurrency,
        };
        lists.AddTo(command);
        dns.AddWithDnssecTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var settings = new AuditSettings
            {
                Domains = AuditInput.Domains(result.GetValue(domains) ?? [], result.GetValue(file), Console.In),
                Selectors = AuditInput.Selectors(result.GetValue(selectors) ?? [], result.GetValue(selectorsFile)),
                Addresses = AuditInput.Addresses(result.GetValue(addresses) ?? []),
                Purpose = AuditInput.Purpose(result.GetValue(purpose)!),
                Checks = AuditInput.Checks(result.GetValue(checks), result.GetValue(file) is not null) | lists.Checks(result) | (result.GetValue(smtpProbe) ? AuditChecks.Smtp : AuditChecks.None),
                Format = AuditInput.Format(result.GetValue(format)!),
                Threshold = AuditInput.Threshold(result.GetValue(failOn)!),
                Known = KnownFindings.Read(result.GetValue(baseline)),
                Concurrency = AuditInput.Concurrency(result.GetValue(concurrency)),
            };
            var means = dns.CreateMeans(result);
            using var resolver = means.Resolver as IDisposable;
            using var authorities = means.Authorities as IDisposable;
            using var validator = means.Validator as IDisposable;
            using var desk = settings.Checks.HasFlag(AuditChecks.Blocklists) ? lists.Create(result, dns.CreateOneTry(result, means.Resolver)) : null;
            using var probe = Probe(settings, means.Resolver, AuditInput.Ehlo(result.GetValue(ehlo)));
            using var https = new HttpsFetcher();
            means = means with { Https = means.Resolver is ZoneFileResolver ? null : https, Blocklists = desk?.Source, Smtp = probe, IsStrict = result.GetValue(strict), Senders = AuditInput.Senders(result.GetValue(senders)) };
            await using var output = new StreamWriter(Console.OpenStandardOutput(), leaveOpen: true) { AutoFlush = !Console.IsOutputRedirected };
            return await AuditRun.ExecuteAsync(settings, means, output, cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    private static PoliteSmtpProbe? Probe(AuditSettings settings, IDnsResolver resolver, string? ehlo)
    {
        if (!settings.Checks.HasFlag(AuditChecks.Smtp))
        {
            return null;
        }

        if (resolver is ZoneFileResolver)
        {
            Console.Error.WriteLine("auditor: warning: no host is connected to, because --zone promises that nothing reaches the network.");
            return null;
        }

        var options = ehlo is null ? new SmtpProbeOptions() : new SmtpProbeOptions { EhloName = ehlo };
        return new PoliteSmtpProbe(new MailKitSmtpProbe(options, TimeProvider.System), TimeProvider.System);
    }
}
