using System.Diagnostics;

namespace Auditor.Tests.Support;

/// <summary>Runs the command line as its user does: the program itself, in a process of its own.</summary>
internal static class AuditorProcess
{
    /// <summary>Runs <c>auditor</c> with the arguments in the project's folder.</summary>
    public static Task<Result> RunAsync(params string[] arguments) => RunWithInputAsync(string.Empty, arguments);

    /// <summary>As the other, with a text on standard input.</summary>
    public static Task<Result> RunWithInputAsync(string input, params string[] arguments) => RunAsync(null, input, arguments);

    /// <summary>Runs it on a database in a folder.</summary>
    public static Task<Result> RunOnAsync(DirectoryInfo data, params string[] arguments) => RunAsync(data.FullName, string.Empty, arguments);

    /// <summary>Runs it in another folder.</summary>
    public static Task<Result> RunInAsync(DirectoryInfo folder, params string[] arguments) =>
        RunAsync(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "auditor.dll"), .. arguments]) { WorkingDirectory = folder.FullName }, null, string.Empty);

    /// <summary>Runs the published program (<see cref="PublishedProgram"/>) with the arguments in the project's folder.</summary>
    public static Task<Result> RunPublishedAsync(params string[] arguments) => RunAsync(new ProcessStartInfo(PublishedProgram.Path, arguments), null, string.Empty);

    /// <summary>Runs it on a database in a folder.</summary>
    public static Task<Result> RunPublishedOnAsync(DirectoryInfo data, params string[] arguments) => RunAsync(new ProcessStartInfo(PublishedProgram.Path, arguments), data.FullName, string.Empty);

    private static Task<Result> RunAsync(string? data, string input, string[] arguments) =>
        RunAsync(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "auditor.dll"), .. arguments]), data, input);

    private static async Task<Result> RunAsync(ProcessStartInfo start, string? data, string input)
    {
        start.WorkingDirectory = start.WorkingDirectory is { Length: > 0 } folder ? folder : ProjectRoot.Path;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        if (data is not null)
        {
            start.Environment["AUDITOR__STORAGE__PATH"] = data;
        }

        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Patience.Limit);
        await process.WaitForExitAsync(patience.Token);
        return new Result(process.ExitCode, await output, await error);
    }

    /// <summary>How it ended and what it said.</summary>
    public sealed record Result(int ExitCode, string Output, string Error);
}
