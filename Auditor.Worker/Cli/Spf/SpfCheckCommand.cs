using System.CommandLine;
using System.Net;
using Auditor.Core.Dns;
using Auditor.Core.Spf;

namespace Auditor.Worker.Cli.Spf;

/// <summary><c>auditor spf check</c>: what a receiver would conclude for one message (RFC 7208 4), and what the record comes to without one of its terms.</summary>
internal static class SpfCheckCommand
{
    public static Command Create()
    {
        var domain = new Argument<string>("DOMAIN") { Description = "The domain to check: that of MAIL FROM, or the HELO name for a bounce." };
        var address = new Option<string>("--ip") { Description = "The address of the client, IPv4 or IPv6.", HelpName = "ADDRESS" };
        var without = new Option<string?>("--without") { Description = "A term of the domain's own record: shows the record without it and its count, and checks --ip, when given, against that.", HelpName = "TERM" };
        var sender = new Option<string?>("--sender") { Description = "The MAIL FROM address, for macros; without it postmaster of the domain, empty or <> for a bounce.", HelpName = "ADDRESS" };
        var helo = new Option<string?>("--helo") { Description = "The HELO name, for macros; without it the domain.", HelpName = "NAME" };
        var receiver = new Option<string?>("--receiver") { Description = "The name of the receiving host, for the macro %{r}.", HelpName = "NAME" };
        var format = OutputFormat.Create();
        var dns = new DnsOptions();
        var command = new Command("check", """
            Evaluates SPF for one message, as a receiver does, or tries the record without one of its terms.

            Examples:
              auditor spf check example.com --ip 192.0.2.1 --sender alice@example.com --helo mail.example.com
              auditor spf check example.com --without include:_spf.example.net
            """)
        { domain, address, without, sender, helo, receiver, format };
        dns.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var name = result.GetValue(domain)!;
            var from = result.GetValue(sender);
            var client = result.GetValue(address) is { } text ? ReadAddress(text) : null;
            var term = result.GetValue(without);
            if (client is null && term is null)
            {
                throw new UsageException("spf check needs --ip ADDRESS for a message, or --without TERM to try the record without a term.");
            }

            var request = client is null ? null : new SpfCheckRequest(client, name, TimeProvider.System.GetUtcNow())
            {
                Sender = from == "<>" ? string.Empty : from ?? $"postmaster@{name}",
                Helo = result.GetValue(helo),
                Receiver = result.GetValue(receiver),
            };
            var resolver = dns.Create(result);
            var trial = term is null ? null : await SpfTrial.OfAsync(name, term, request, resolver, cancellationToken).ConfigureAwait(false);
            var check = trial is null ? await SpfEvaluator.CheckAsync(request!, resolver, cancellationToken).ConfigureAwait(false) : trial.Check;
            var output = result.InvocationConfiguration.Output;
            if (result.GetValue(format) == "json")
            {
                await OutputFormat.WriteJsonAsync(output, trial is null ? Document(name, check!) : trial.Document(check is null ? null : Document(name, check))).ConfigureAwait(false);
            }
            else
            {
                foreach (var line in (trial?.Lines() ?? []).Concat(check is null ? [] : SpfCheckText.Lines(request!, check)))
                {
                    await output.WriteLineAsync(SafeText.Of(line)).ConfigureAwait(false);
                }
            }

            return check?.Result == SpfResult.TempError || trial is { IsUnknown: true } ? ExitCode.Unknown : ExitCode.Ok;
        });
        return command;
    }

    // The platform also reads "1", "1.2" and "0x7f.1" as addresses, which nobody means here.
    private static IPAddress ReadAddress(string text)
    {
        if (!IPAddress.TryParse(text, out var address) || (!text.Contains(':', StringComparison.Ordinal) && address.ToString() != text)
            || text.AsSpan().ContainsAny('[', '%'))
        {
            throw new UsageException($"--ip: '{text}' is no address. Write four numbers such as 192.0.2.1, or an IPv6 address such as 2001:db8::1.");
        }

        return address;
    }

    private static object Document(string name, SpfCheck check) => new
    {
        Result = check.Result.Word(),
        check.Explanation,
        Domain = DomainName.TryParse(name, out var domain) ? domain.ToString() : name,
        check.Lookups,
        check.VoidLookups,
        check.Matched,
        check.Reason,
        check.Trace,
    };
}
