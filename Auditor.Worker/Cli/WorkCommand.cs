using System.CommandLine;
using System.Globalization;
using Auditor.Core.Storage;
using Auditor.Worker.Cli.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Serilog;
using Serilog.Events;

namespace Auditor.Worker.Cli;

/// <summary><c>auditor work</c>: the worker as a service of its own. SIGTERM and Ctrl+C stop it at the next safe boundary.</summary>
internal static class WorkCommand
{
    /// <summary>How long a stop may take; a supervisor should wait a little longer before it kills.</summary>
    public static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(25);

    public static Command Create()
    {
        var command = new Command("work", """
            Runs the worker: nightly audits, audits asked for, mailboxes, retention. Tell the web process to leave the work
            to it with AUDITOR__WORKER__HOSTINWEB=false.

            Example:
              AUDITOR__STORAGE__PATH=/var/lib/auditor auditor work
            """);
        command.SetAction((_, cancellationToken) => RunAsync(cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        // Options are validated as the host starts; what is wrong is printed in one line each, not thrown at the user.
        try
        {
            var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
            CliDatabase.Configure(builder.Configuration);
            builder.Services.AddSerilog(logging => Configure(logging, builder.Configuration));
            var storage = StorageConfiguration.Read(builder.Configuration);
            builder.Services.AddAuditorStorage(storage);
            builder.Services.AddAuditorKeyRing(storage);
            builder.Services.AddAuditorWorker(builder.Configuration, runsJobs: true);
            builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopWithin);
            using var app = builder.Build();
            await StorageFaults.GuardAsync(storage, async () =>
            {
                await app.Services.GetRequiredService<DatabaseMigrator>().MigrateAsync(cancellationToken).ConfigureAwait(false);
                await app.RunAsync(cancellationToken).ConfigureAwait(false);
            }).ConfigureAwait(false);
            return ExitCode.Ok;
        }
        catch (OptionsValidationException e)
        {
            foreach (var failure in e.Failures)
            {
                await Console.Error.WriteLineAsync($"auditor work: {failure}").ConfigureAwait(false);
            }

            return ExitCode.Error;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Ok;
        }
    }

    private static void Configure(LoggerConfiguration logging, IConfiguration configuration) => logging
        .MinimumLevel.Information()
        .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
        .MinimumLevel.Override("Hangfire", LogEventLevel.Warning)

        // The host reports a failed start with a stack trace; this command says it in one line.
        .MinimumLevel.Override("Microsoft.Extensions.Hosting.Internal.Host", LogEventLevel.Fatal)
        .ReadFrom.Configuration(configuration)
        .WriteTo.Console(formatProvider: CultureInfo.InvariantCulture, standardErrorFromLevel: LogEventLevel.Verbose);
}
