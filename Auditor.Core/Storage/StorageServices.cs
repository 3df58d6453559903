using Auditor.Core.Blocklists;
using Auditor.Core.Senders;
using Auditor.Core.Storage.Activity;
using Auditor.Core.Storage.Audits;
using Auditor.Core.Storage.Blocklists;
using Auditor.Core.Storage.Ingest;
using Auditor.Core.Storage.Queries;
using Auditor.Core.Storage.Retention;
using Auditor.Core.Storage.Sources;
using Auditor.Core.Storage.Trust;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Auditor.Core.Storage;

/// <summary>Registers the database.</summary>
public static class StorageServices
{
    /// <summary>
    /// Adds the database, its context (scoped and as <c>IDbContextFactory&lt;AuditorDbContext&gt;</c>) and its writers. Run
    /// <see cref="DatabaseMigrator"/> before the first use.
    /// </summary>
    /// <exception cref="StorageException">The configuration names an unknown provider, or lacks a value.</exception>
    public static IServiceCollection AddAuditorStorage(this IServiceCollection services, IConfiguration configuration) =>
        services.AddAuditorStorage(StorageConfiguration.Read(configuration));

    /// <summary>As above, with options at hand.</summary>
    public static IServiceCollection AddAuditorStorage(this IServiceCollection services, StorageOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<AuditorDatabase>();
        services.AddSingleton<StorageConnections>(provider => provider.GetRequiredService<AuditorDatabase>());
        services.AddSingleton<IDbContextFactory<AuditorDbContext>>(provider => provider.GetRequiredService<AuditorDatabase>());
        services.AddScoped(provider => provider.GetRequiredService<AuditorDatabase>().CreateDbContext());
        services.AddSingleton<DatabaseMigrator>();
        services.AddSingleton<IngestWriter>();
        services.AddSingleton<AuditWriter>();
        services.AddSingleton<RetentionWriter>();
        services.AddSingleton<ActivityLog>();
        services.AddSingleton<TrustWriter>();
        services.TryAddSingleton(SenderCatalogue.Default);
        services.AddSingleton<SourceWriter>();
        services.AddSingleton<SourceDesk>();
        services.AddSingleton<GateWriter>();
        services.AddSingleton<FindingDesk>();
        services.AddSingleton<AddressWriter>();
        services.TryAddSingleton<ICountedTiers, DefaultCountedTiers>();
        services.TryAddSingleton<IThresholds, DefaultThresholds>();
        services.AddSingleton<AuditRequestQuery>();
        services.AddSingleton<IBlocklistMemory, StoredBlocklistMemory>();
        services.AddSingleton<BlocklistQueue>();
        return services;
    }
}
