using Auditor.Core.Storage;
using Microsoft.Extensions.Options;

namespace Auditor.Web.Hosting;

/// <summary>Builds, migrates and runs; every expected failure of the start is one line and exit code 1.</summary>
internal static class WebHostRunner
{
    public static async Task<int> RunAsync(string[] args)
    {
        (args, var isDemo) = DemoMode.Take(args);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = ContentRoot(args) });
        try
        {
            builder.Configuration.AddAuditorEnvironment().AddCommandLine(args);
            if (isDemo)
            {
                builder.UseDemo();
            }

            builder.Services.AddSingleton(new DemoState(isDemo));
            builder.UseDefaultAddress();
            builder.AddAuditorWeb();
            await using var app = builder.Build();
            app.UseAuditorWeb();
            await app.Services.GetRequiredService<DatabaseMigrator>().MigrateAsync(CancellationToken.None);
            if (isDemo)
            {
                await DemoMode.PrepareAsync(app, CancellationToken.None);
            }

            await app.RunAsync();
            return Environment.ExitCode;
        }
        catch (StorageException e)
        {
            return await RefuseAsync(e.Message);
        }
        catch (FileNotFoundException e) when (isDemo)
        {
            return await RefuseAsync(e.Message);
        }
        catch (OptionsValidationException e)
        {
            return await RefuseAsync([.. e.Failures]);
        }
        catch (Exception e) when (ListenAddress.Explain(e, builder.Configuration) is { } line)
        {
            return await RefuseAsync(line);
        }
    }

    // Our own files lie beside the program; only data/ lies in the working directory.
    private static string? ContentRoot(string[] args) =>
        args.Any(a => a.StartsWith("--contentRoot", StringComparison.OrdinalIgnoreCase)) ? null : AppContext.BaseDirectory;

    private static async Task<int> RefuseAsync(params string[] lines)
    {
        foreach (var line in lines)
        {
            await Console.Error.WriteLineAsync($"auditor: {line}");
        }

        return 1;
    }
}
