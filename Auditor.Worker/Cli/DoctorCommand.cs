using System.CommandLine;
using Auditor.Core.Dns;
using Auditor.Worker.Cli.Storage;
using Auditor.Worker.Doctor;
using Microsoft.Extensions.Configuration;

namespace Auditor.Worker.Cli;

/// <summary><c>auditor doctor</c>: what a running product needs, one line a check, and what to mend.</summary>
internal static class DoctorCommand
{
    public static Command Create() => Create(new ProbeQuestions());

    /// <summary>The command; tests ask resolvers for names of their own.</summary>
    internal static Command Create(ProbeQuestions questions)
    {
        var resolvers = new Option<string[]>("--resolver") { Description = "Look at this resolver instead of those of the settings; repeat it for more.", HelpName = "HOST[:PORT]", Arity = ArgumentArity.OneOrMore };
        var format = OutputFormat.Create();
        var command = new Command("doctor", """
            Checks the configuration, the database, the clock, the DNS resolvers and the mailboxes, and says what to mend. Nothing is changed.
            Ends with 2 when something fails.

            Example:
              auditor doctor --resolver 127.0.0.1
            """)
        { resolvers, format };
        command.SetAction(async (result, cancellationToken) =>
        {
            var run = new DoctorRun(Configuration(), result.GetValue(resolvers) ?? [], questions, TimeProvider.System);
            var checks = await run.RunAsync(cancellationToken).ConfigureAwait(false);
            var output = result.InvocationConfiguration.Output;
            await (result.GetValue(format) == "json" ? WriteJsonAsync(output, checks) : WriteTextAsync(output, checks)).ConfigureAwait(false);
            return checks.Any(c => c.Status == CheckStatus.Failed) ? ExitCode.Findings : ExitCode.Ok;
        });
        return command;
    }

    private static IConfigurationRoot Configuration()
    {
        var builder = new ConfigurationBuilder();
        CliDatabase.Configure(builder);
        try
        {
            return builder.Build();
        }
        catch (InvalidDataException e)
        {
            throw new UsageException($"appsettings.json cannot be read: {e.InnerException?.Message ?? e.Message}", e);
        }
    }

    private static Task WriteJsonAsync(TextWriter output, IReadOnlyList<DoctorCheck> checks) => OutputFormat.WriteJsonAsync(output, new
    {
        Status = checks.Max(c => c.Status),
        Checks = checks,
    });

    private static async Task WriteTextAsync(TextWriter output, IReadOnlyList<DoctorCheck> checks)
    {
        foreach (var check in checks)
        {
            var fix = check.Fix is null ? string.Empty : $" Mend: {check.Fix}";
            await output.WriteLineAsync(SafeText.Of($"{Word(check.Status),-8} {check.Area,-13} {check.Name}: {check.Detail}{fix}")).ConfigureAwait(false);
        }
    }

    private static string Word(CheckStatus status) => status.ToString().ToLowerInvariant();
}
