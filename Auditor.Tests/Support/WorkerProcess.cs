using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Auditor.Tests.Support;

/// <summary>The command <c>auditor</c> as a process of its own over a test's data folder.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process process;
    private readonly StringBuilder errors = new();

    private WorkerProcess(Process process)
    {
        this.process = process;
        process.ErrorDataReceived += (_, line) =>
        {
            lock (errors)
            {
                errors.AppendLine(line.Data);
            }
        };
        process.BeginErrorReadLine();
    }

    public bool HasExited => process.HasExited;

    public string Errors
    {
        get
        {
            lock (errors)
            {
                return errors.ToString();
            }
        }
    }

    /// <param name="folder">Data folder and working directory.</param>
    /// <param name="arguments">Arguments of the command.</param>
    /// <param name="environment">Further variables.</param>
    public static WorkerProcess Start(DirectoryInfo folder, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "auditor.dll"), .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder.FullName,
        };
        start.Environment["AUDITOR__STORAGE__PATH"] = folder.FullName;
        start.Environment["AUDITOR__STORAGE__PROVIDER"] = "sqlite";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new WorkerProcess(Process.Start(start)!);
    }

    /// <summary>Runs a command to its end; <paramref name="input"/> is its standard input.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        DirectoryInfo folder, string input, string[] arguments, CancellationToken cancellationToken, params (string Name, string Value)[] environment)
    {
        using var run = Start(folder, arguments, environment);
        await run.process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
        run.process.StandardInput.Close();
        var output = await run.process.StandardOutput.ReadToEndAsync(cancellationToken);
        await run.process.WaitForExitAsync(cancellationToken);
        return (run.process.ExitCode, output, run.Errors);
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        process.Kill();
        await process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>SIGTERM; gives the exit code.</summary>
    public async Task<int> TerminateAsync(CancellationToken cancellationToken)
    {
        using var kill = Process.Start("/bin/kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode;
    }

    /// <summary>Waits until something is so; the process must not end by itself.</summary>
    public async Task UntilAsync(Func<Task<bool>> reached, CancellationToken cancellationToken)
    {
        for (var patience = Stopwatch.StartNew(); !await reached(); await Task.Delay(2, cancellationToken))
        {
            if (process.HasExited || patience.Elapsed > Patience.Limit)
            {
                throw new InvalidOperationException($"The worker {(process.HasExited ? "ended" : "does not get there")}: {Errors}");
            }
        }
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }
}
