using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Auditor.Core.Dmarc;
using Auditor.Core.Dns;

namespace Auditor.Worker.Cli;

/// <summary><c>auditor dmarc check</c>: pass or fail of one message, from its SPF and DKIM results.</summary>
internal static class DmarcCheckCommand
{
    // Results of RFC 8601 2.7.1 and 2.7.2.
    private static readonly string[] SpfResults = ["none", "neutral", "pass", "fail", "softfail", "policy", "temperror", "permerror"];
    private static readonly string[] DkimResults = ["none", "pass", "fail", "policy", "neutral", "temperror", "permerror"];

    public static Command Create()
    {
        var domain = DomainArgument.Create("AUTHOR-DOMAIN", "The domain of the From header.");
        var spf = new Option<ImmutableArray<AuthenticationResult>>("--spf")
        {
            Description = "The SPF result of MAIL FROM and its domain.",
            HelpName = "RESULT:DOMAIN",
            Arity = ArgumentArity.ExactlyOne,
            CustomParser = result => ReadResults(result, "--spf", SpfResults),
            DefaultValueFactory = _ => [],
        };
        var dkim = new Option<ImmutableArray<AuthenticationResult>>("--dkim")
        {
            Description = "The result of a DKIM signature and its d= domain; repeat it for each signature.",
            HelpName = "RESULT:DOMAIN",
            Arity = ArgumentArity.OneOrMore,
            CustomParser = result => ReadResults(result, "--dkim", DkimResults),
            DefaultValueFactory = _ => [],
        };
        var format = OutputFormat.Create();
        var dns = new DnsOptions();
        var command = new Command("check", """
            Says what a receiver that follows RFC 9989 concludes for a message with these results, and why.

            Example:
              auditor dmarc check example.com --spf pass:bounces.example.com --dkim fail:example.com
            """)
        { domain, spf, dkim, format };
        dns.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var log = new TreeWalkLog(new CachingResolver(dns.Create(result), TimeProvider.System));
            var verdict = await DmarcVerdict.ConcludeAsync(
                result.GetValue(domain), result.GetValue(spf).FirstOrDefault(), result.GetValue(dkim), log, cancellationToken).ConfigureAwait(false);
            var output = result.InvocationConfiguration.Output;
            await (result.GetValue(format) == "json" ? WriteJsonAsync(output, verdict, log.Names) : WriteTextAsync(output, verdict, log.Names)).ConfigureAwait(false);
            return verdict.Result == DmarcResult.TempError ? ExitCode.Unknown : ExitCode.Ok;
        });
        return command;
    }

    private static Task WriteJsonAsync(TextWriter output, DmarcVerdict verdict, IReadOnlyList<string> queries) =>
        OutputFormat.WriteJsonAsync(output, new
        {
            Result = verdict.Result.ToString().ToLowerInvariant(),
            verdict.SpfAligned,
            verdict.DkimAligned,
            PolicyDomain = verdict.Discovery.PolicyApplies ? verdict.Discovery.RecordDomain?.Value : null,
            OrganizationalDomain = verdict.Discovery.OrganizationalDomain?.Value,
            verdict.Discovery.PolicyTag,
            Policy = verdict.Discovery.EffectivePolicy?.ToWord(),
            AppliedPolicy = verdict.Discovery.AppliedPolicy?.ToWord(),
            Queries = queries,
            Reason = Reason(verdict),
        });

    private static async Task WriteTextAsync(TextWriter output, DmarcVerdict verdict, IReadOnlyList<string> queries)
    {
        await output.WriteLineAsync($"{verdict.Result.ToString().ToLowerInvariant()}: {Reason(verdict)}").ConfigureAwait(false);
        await output.WriteLineAsync($"SPF aligned: {Word(verdict.SpfAligned)}; DKIM aligned: {Word(verdict.DkimAligned)}").ConfigureAwait(false);
        await output.WriteLineAsync($"organizational domain: {verdict.Discovery.OrganizationalDomain?.Value ?? "unknown"}").ConfigureAwait(false);
        foreach (var query in queries)
        {
            await output.WriteLineAsync($"  asked {query}").ConfigureAwait(false);
        }
    }

    private static string Reason(DmarcVerdict verdict)
    {
        var discovery = verdict.Discovery;
        var asked = discovery.AppliedPolicy is { } applied ? $"The policy of {discovery.RecordDomain} ({discovery.PolicyTag}) asks for {applied.ToWord()}." : string.Empty;
        return verdict.Result switch
        {
            DmarcResult.Pass => $"{(verdict.SpfAligned == true ? "SPF" : "DKIM")} passed for a domain that is aligned with {discovery.AuthorDomain}.",
            DmarcResult.Fail => $"Nothing that passed is aligned with {discovery.AuthorDomain}. {asked}",
            DmarcResult.TempError => "DNS failed for something that the verdict needs.",
            DmarcResult.PermError => $"The record at _dmarc.{discovery.RecordDomain} is invalid as a whole: a tag occurs twice.",
            _ when discovery.Record is not null => $"The record at _dmarc.{discovery.RecordDomain} has no valid policy and no valid report address, so no DMARC processing takes place.",
            _ => $"No DMARC policy applies to {discovery.AuthorDomain}.",
        };
    }

    private static string Word(bool? aligned) => aligned switch { true => "yes", false => "no", _ => "unknown" };

    private static ImmutableArray<AuthenticationResult> ReadResults(ArgumentResult result, string option, string[] allowed)
    {
        var results = ImmutableArray.CreateBuilder<AuthenticationResult>();
        foreach (var token in result.Tokens.Select(t => t.Value))
        {
            var parts = token.Split(':', 2);
            var word = parts[0].ToLowerInvariant();
            if (!allowed.Contains(word))
            {
                result.AddError($"{option}: '{parts[0]}' is no result; it is one of {string.Join(", ", allowed)}, with a colon and the domain behind it.");
                return [];
            }

            if (parts.Length == 1 || parts[1].Length == 0)
            {
                if (word != "none")
                {
                    result.AddError($"{option}: '{token}' lacks the domain; write it as RESULT:DOMAIN, such as pass:example.com.");
                    return [];
                }

                continue;
            }

            // A MAIL FROM address is taken for its domain.
            if (!DomainName.TryParse(parts[1][(parts[1].LastIndexOf('@') + 1)..], out var name, out var error))
            {
                result.AddError($"{option}: {error}");
                return [];
            }

            results.Add(new AuthenticationResult(word == "pass", name) { IsTempError = word == "temperror" });
        }

        return results.ToImmutable();
    }

    /// <summary>Notes the names asked for DMARC records, each once, in order.</summary>
    private sealed class TreeWalkLog(IDnsResolver inner) : IDnsResolver
    {
        private readonly List<string> names = [];

        public IReadOnlyList<string> Names => names;

        public ValueTask<DnsOutcome> QueryAsync(DomainName name, DnsRecordType type, CancellationToken cancellationToken)
        {
            if (name.Value.StartsWith("_dmarc.", StringComparison.Ordinal) && !names.Contains(name.Value))
            {
                names.Add(name.Value);
            }

            return inner.QueryAsync(name, type, cancellationToken);
        }
    }
}
