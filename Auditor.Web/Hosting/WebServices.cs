using Auditor.Core.Storage;
using Auditor.Core.Storage.Queries;
using Auditor.Web.Access;
using Auditor.Web.Access.Oidc;
using Auditor.Web.Api;
using Auditor.Web.Components.Work;
using Auditor.Worker;
using MudBlazor.Services;
using Serilog;
using Serilog.Events;

namespace Auditor.Web.Hosting;

/// <summary>Everything that the web process needs.</summary>
internal static class WebServices
{
    // A dropped file travels in pieces of this size over the circuit.
    private const long MaxCircuitMessageBytes = 128 * 1024;

    public static void AddAuditorWeb(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Host.UseSerilog((context, logging) => ConfigureLogs(logging, context.Configuration));
        services.AddSingleton(WebOptions.Read(builder.Configuration));
        services.AddSingleton(BootstrapOptions.Read(builder.Configuration));
        var oidc = OidcOptions.Read(builder.Configuration);
        var storage = StorageConfiguration.Read(builder.Configuration);
        services.AddAuditorStorage(storage);
        services.AddAuditorKeyRing(storage);
        services.AddAuditorWorker(builder.Configuration);
        services.AddAuditorQueries();
        services.AddAuditorAccess();
        services.AddAuditorOidc(oidc);
        services.AddRazorComponents().AddInteractiveServerComponents(options => options.DisconnectedCircuitMaxRetained = 100)
            .AddHubOptions(options => options.MaximumReceiveMessageSize = MaxCircuitMessageBytes);
        services.AddMudServices();
        services.AddSingleton<ReportUpload>();
        services.AddSingleton<MailboxEditor>();
        services.AddSingleton<NoticeEditor>();
        services.AddSingleton<PushTokens>();
        services.AddSingleton<PushLimiter>();
        services.AddSingleton<TlsReportAddresses>();
        services.AddSingleton<TlsReportLimiter>();
        services.AddHttpContextAccessor();
    }

    private static void ConfigureLogs(LoggerConfiguration logging, IConfiguration configuration) => logging
        .MinimumLevel.Information()
        .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
        .MinimumLevel.Override("Hangfire", LogEventLevel.Warning)

        // The key ring lies in a folder that only its owner can open (docs/operations.md); saying so at each new key helps nobody.
        .MinimumLevel.Override("Microsoft.AspNetCore.DataProtection", LogEventLevel.Error)

        // Each sign-in that fails would be a stack trace with texts of the provider in it; OidcEvents says it in one line.
        .MinimumLevel.Override("Microsoft.AspNetCore.Authentication.OpenIdConnect", LogEventLevel.Fatal)

        // The host reports a failed start with a stack trace; WebHostRunner says it in one line.
        .MinimumLevel.Override("Microsoft.Extensions.Hosting.Internal.Host", LogEventLevel.Fatal)
        .ReadFrom.Configuration(configuration)
        .WriteTo.Console(formatProvider: System.Globalization.CultureInfo.InvariantCulture);
}
