using Auditor.Web.Access;
using Hangfire;

namespace Auditor.Web.Hosting;

/// <summary>The scheduler's own pages, for administrators. Its own check for local requests is no protection behind a proxy, so ours alone counts.</summary>
internal static class Scheduler
{
    public static void MapScheduler(this IEndpointRouteBuilder endpoints) => endpoints.MapHangfireDashboard("/" + AuditorUrls.JobsDashboard, new DashboardOptions
    {
        Authorization = [],
        AppPath = null,
        DashboardTitle = "Auditor: scheduler",
        DisplayStorageConnectionString = false,
    }).RequireAuthorization(Policies.Administer);
}
