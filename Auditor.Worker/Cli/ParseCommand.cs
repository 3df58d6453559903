using System.CommandLine;
using System.Security.Cryptography;
using Auditor.Core.Reports.Failure;
using Auditor.Core.Reports.Intake;
using Auditor.Worker.Cli.Reports;
using Auditor.Worker.Cli.Storage;

namespace Auditor.Worker.Cli;

/// <summary>`auditor parse`: reads reports from files and folders without a database.</summary>
internal static class ParseCommand
{
    private const int FileBufferBytes = 128 * 1024;

    public static Command Create()
    {
        var paths = new Argument<string[]>("path") { Description = "Files and folders: xml, gz, zip, eml, mbox, told by content.", Arity = ArgumentArity.OneOrMore };
        var format = new Option<string>("--format") { Description = "jsonl (default), json or csv.", DefaultValueFactory = _ => "jsonl" };
        format.AcceptOnlyFromAmong("jsonl", "json", "csv");
        var summary = new Option<bool>("--summary") { Description = "Leave the rows out." };
        var unredacted = new Option<bool>("--unredacted") { Description = "Show the people that failure reports name: addresses and subjects. Bodies are never shown." };
        var command = new Command("parse", "Reads DMARC, TLS and failure reports from files and folders. Example: auditor parse reports/ --format csv")
        {
            paths, format, summary, unredacted,
        };
        command.SetAction(result => Run(
            result.GetValue(paths)!, result.GetValue(format)!, result.GetValue(summary), result.GetValue(unredacted), CliLimits.Read().Intake, Console.OpenStandardOutput(), Console.Error));
        return command;
    }

    /// <summary>Reads all paths; what cannot be read costs one line and the exit code, not the rest.</summary>
    internal static int Run(IEnumerable<string> paths, string format, bool isSummary, bool isUnredacted, IntakeLimits limits, Stream stdout, TextWriter stderr)
    {
        var exitCode = ExitCode.Ok;
        void Fail(string message)
        {
            stderr.WriteLine($"auditor: {message}");
            exitCode = ExitCode.Error;
        }

        // A key for this run alone: equal mailboxes are equal in it, and nobody can test names with it afterwards.
        var redactor = isUnredacted ? null : new FailureRedactor(RandomNumberGenerator.GetBytes(FailureRedactor.KeyBytes));
        using IReportOutput output = format == "csv"
            ? new ReportCsvOutput(stdout, isSummary, redactor, stderr.WriteLine)
            : new ReportJsonOutput(new BufferedStream(stdout, FileBufferBytes), format == "json", isSummary, redactor);
        foreach (var path in InputFiles.Expand(paths, Fail))
        {
            using var file = TryOpen(path, limits.MaxInputBytes, Fail);
            if (file is null)
            {
                continue;
            }

            try
            {
                foreach (var part in ReportIntake.ReadParts(file, path, limits))
                {
                    if (output.Write(part).Outcome == ParseOutcome.Quarantined && exitCode == ExitCode.Ok)
                    {
                        exitCode = ExitCode.Findings;
                    }
                }
            }
            catch (IOException error)
            {
                Fail($"reading '{path}' failed: {error.Message}");
            }
        }

        return exitCode;
    }

    /// <summary>Opens a file for reading; null, with a line to say, when it cannot be.</summary>
    internal static Stream? TryOpen(string path, long most, Action<string> onError)
    {
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
            return file.CanSeek ? file : Hold(file, most);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            onError($"cannot read '{path}': {error.Message}");
            return null;
        }
    }

    // A pipe can be read only once, so it is held; one byte beyond the limit is enough to be refused.
    private static MemoryStream Hold(Stream pipe, long most)
    {
        using (pipe)
        {
            var held = new MemoryStream();
            var buffer = new byte[FileBufferBytes];
            for (var read = pipe.Read(buffer); read > 0 && held.Length <= most; read = pipe.Read(buffer))
            {
                held.Write(buffer, 0, read);
            }

            held.Position = 0;
            return held;
        }
    }
}
