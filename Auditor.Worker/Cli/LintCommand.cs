using System.CommandLine;
using System.Text;
using Auditor.Worker.Cli.Lint;

namespace Auditor.Worker.Cli;

/// <summary><c>auditor lint KIND [TEXT] [--file FILE]</c>: checks a record before it is published, without asking DNS.</summary>
internal static class LintCommand
{
    /// <summary>The longest text that is read, in bytes: a TXT record holds at most 65,535, and the largest policy file has 64 KiB (RFC 8461 3.3).</summary>
    private const long MaxBytes = 1024 * 1024;

    // One line a kind, in the order of the help.
    private static readonly ILinter[] Linters =
    [
        new SpfLinter(),
        new DkimLinter(),
        new DmarcLinter(),
        new MtaStsLinter(),
        new MtaStsPolicyLinter(),
        new TlsRptLinter(),
        new BimiLinter(),
    ];

    public static Command Create()
    {
        var kind = new Argument<string>("KIND") { Description = $"What the text is: {string.Join(", ", Linters.Select(l => l.Kind))}." };
        kind.AcceptOnlyFromAmong([.. Linters.Select(l => l.Kind)]);
        var text = new Argument<string?>("TEXT") { Description = "The record's data, in quotes.", Arity = ArgumentArity.ZeroOrOne };
        var file = new Option<string?>("--file") { Description = "Reads the text from a file; - is standard input.", HelpName = "FILE" };
        var format = OutputFormat.Create();
        var command = new Command("lint", """
            Checks a record before it is published. Nothing is asked of DNS.

            Example:
              auditor lint dmarc "v=DMARC1; p=reject; rua=mailto:dmarc-reports@example.com"
            """)
        { kind, text, file, format };
        command.SetAction(async (result, cancellationToken) =>
        {
            var output = result.InvocationConfiguration.Output;
            var (content, error) = await ReadAsync(result.GetValue(text), result.GetValue(file), cancellationToken).ConfigureAwait(false);
            if (content is null)
            {
                await result.InvocationConfiguration.Error.WriteLineAsync($"auditor lint: {error}").ConfigureAwait(false);
                return ExitCode.Error;
            }

            var linter = Linters.First(l => l.Kind == result.GetValue(kind));
            var report = linter.Lint(linter.ReadsServedFile ? content : content.TrimStart('\uFEFF'));
            if (result.GetValue(format) == "json")
            {
                await OutputFormat.WriteJsonAsync(output, report.Document).ConfigureAwait(false);
                return ExitCode.Ok;
            }

            foreach (var line in report.Summary)
            {
                await output.WriteLineAsync(SafeText.Of(line)).ConfigureAwait(false);
            }

            await FindingText.WriteAsync(output, report.Findings).ConfigureAwait(false);
            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task<(string? Text, string? Error)> ReadAsync(string? text, string? file, CancellationToken cancellationToken)
    {
        switch (text, file)
        {
            case (not null, not null):
                return (null, "give either the text or --file, not both.");
            case (null, null):
                return (null, "give the text in quotes, or a file with --file FILE.");
            case (not null, null):
                return (text, null);
            case (null, "-"):
                return (TrimFinalNewLine(await Console.In.ReadToEndAsync(cancellationToken).ConfigureAwait(false)), null);
        }

        try
        {
            var info = new FileInfo(file!);
            return info is { Exists: true, Length: > MaxBytes }
                ? (null, $"{file} has {info.Length} bytes; a record or policy has at most {MaxBytes}.")
                : (TrimFinalNewLine(Encoding.UTF8.GetString(await File.ReadAllBytesAsync(file!, cancellationToken).ConfigureAwait(false))), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return (null, $"cannot read {file}: {e.Message}");
        }
    }

    private static string TrimFinalNewLine(string text) =>
        text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
}
