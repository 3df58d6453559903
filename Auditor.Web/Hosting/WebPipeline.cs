using Auditor.Web.Access;
using Auditor.Web.Access.Oidc;
using Auditor.Web.Api;
using Auditor.Web.Components;

namespace Auditor.Web.Hosting;

/// <summary>The order in which a request passes.</summary>
internal static class WebPipeline
{
    public static void UseAuditorWeb(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<WebOptions>();
        app.UseForwardedHeaders(options.ToForwardedHeaders());
        if (options.PathBase.Length > 0)
        {
            app.UsePathBase(options.PathBase);
        }

        app.UseAuditorSecurityHeaders();
        app.UseLanguages();
        app.UseExceptionHandler("/failed", createScopeForErrors: true);
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.UseRouting();

        // Before authentication, which answers the way back from the provider itself.
        app.UseRateLimiter();
        app.UseOidcOnly();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();

        app.MapStaticAssets().AllowAnonymous();
        app.MapHealth();
        app.MapAccess();
        app.MapOidc();
        app.MapLanguages();
        app.MapChangesSeen();
        app.MapDownloads();
        app.MapActivityExport();
        app.MapBackupDownload();
        app.MapReportsExport();
        app.MapDomainsExport();
        app.MapQualityExport();
        app.MapReportPush();
        app.MapTlsReportPost();
        app.MapScheduler();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
    }
}
