using Microsoft.Extensions.DependencyInjection;

namespace Auditor.Core.Storage.Queries;

/// <summary>Registers what pages read with.</summary>
public static class QueryServices
{
    public static IServiceCollection AddAuditorQueries(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSingleton<NavigationQuery>();
        services.AddSingleton<OverviewQuery>();
        services.AddSingleton<DomainListQuery>();
        services.AddSingleton<DomainHistoryQuery>();
        services.AddSingleton<DomainReportsQuery>();
        services.AddSingleton<IngestionQuery>();
        return services;
    }
}
