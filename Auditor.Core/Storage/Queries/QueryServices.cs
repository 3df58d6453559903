using Microsoft.Extensions.DependencyInjection;

namespace Auditor.Core.Storage.Queries;

/// <summary>Registers what pages read and change with.</summary>
public static class QueryServices
{
    public static IServiceCollection AddAuditorQueries(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSingleton<NavigationQuery>();
        services.AddSingleton<OverviewQuery>();
        services.AddSingleton<WorkQuery>();
        services.AddSingleton<DomainListQuery>();
        services.AddSingleton<DomainPageQuery>();
        services.AddSingleton<DomainKeysQuery>();
        services.AddSingleton<DomainHistoryQuery>();
        services.AddSingleton<PolicyProgressionQuery>();
        services.AddSingleton<ScoreHistoryQuery>();
        services.AddSingleton<SourcesQuery>();
        services.AddSingleton<ReportMapQuery>();
        services.AddSingleton<ReportListQuery>();
        services.AddSingleton<FailureReportQuery>();
        services.AddSingleton<ReporterQualityQuery>();
        services.AddSingleton<SilentMailboxQuery>();
        services.AddSingleton<ReportingQuery>();
        services.AddSingleton<AwaitedReportsQuery>();
        services.AddSingleton<FirstStepsQuery>();
        services.AddSingleton<RawReportQuery>();
        services.AddSingleton<SourceListQuery>();
        services.AddSingleton<SpfUseQuery>();
        services.AddSingleton<DomainSelectorsQuery>();
        services.AddSingleton<SourceDetailQuery>();
        services.AddSingleton<ReportPageQuery>();
        services.AddSingleton<DomainSettingsQuery>();
        services.AddSingleton<Domains.DomainRegister>();
        services.AddSingleton<Domains.DomainBulk>();
        services.AddSingleton<Views.SavedViews>();
        services.AddSingleton<Marks.ChangeMarks>();
        services.AddSingleton<Erasure.DomainEraser>();
        services.AddSingleton<Erasure.LegalHold>();
        services.AddSingleton<DomainReportsQuery>();
        services.AddSingleton<IngestionQuery>();
        services.AddSingleton<ActivityQuery>();
        services.AddSingleton<JobsQuery>();
        services.AddSingleton<TlsQuery>();
        services.AddSingleton<ComplaintQuery>();
        services.AddSingleton<QuarantineQuery>();
        services.AddSingleton<Ingest.QuarantineDesk>();
        services.AddSingleton<UnmonitoredQuery>();
        services.AddSingleton<ChangesQuery>();
        services.AddSingleton<SearchQuery>();
        return services;
    }
}
