using Auditor.Core.Storage.Configurations;
using Auditor.Core.Storage.Entities;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Auditor.Core.Storage;

/// <summary>The database, whichever provider holds it. Make one with <c>IDbContextFactory&lt;AuditorDbContext&gt;</c>.</summary>
public abstract class AuditorDbContext(DbContextOptions options) : IdentityDbContext<AuditorUser>(options)
{
    // Identity reads its schema's version from these services; ours are fixed, so that the model does not depend on how a program sets Identity up.
    private static readonly ServiceProvider IdentitySchema = new ServiceCollection()
        .Configure<IdentityOptions>(identity =>
        {
            identity.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
            identity.Stores.MaxLengthForKeys = 128;
        })
        .BuildServiceProvider();

    public DbSet<MonitoredDomain> Domains => Set<MonitoredDomain>();

    public DbSet<DomainGroup> Groups => Set<DomainGroup>();

    public DbSet<Tag> Tags => Set<Tag>();

    public DbSet<DomainSelector> Selectors => Set<DomainSelector>();

    public DbSet<SendingAddress> SendingAddresses => Set<SendingAddress>();

    public DbSet<DomainKey> Keys => Set<DomainKey>();

    public DbSet<StoredAudit> Audits => Set<StoredAudit>();

    public DbSet<StoredChange> Changes => Set<StoredChange>();

    public DbSet<PolicyMove> PolicyMoves => Set<PolicyMove>();

    public DbSet<DomainFinding> Findings => Set<DomainFinding>();

    public DbSet<EndedFinding> EndedFindings => Set<EndedFinding>();

    public DbSet<KnownRecords> KnownRecords => Set<KnownRecords>();

    public DbSet<Mailbox> Mailboxes => Set<Mailbox>();

    public DbSet<StoredReport> Reports => Set<StoredReport>();

    public DbSet<StoredRow> Rows => Set<StoredRow>();

    public DbSet<RawReport> RawReports => Set<RawReport>();

    public DbSet<DailyRollup> Rollups => Set<DailyRollup>();

    public DbSet<DailyTotal> Totals => Set<DailyTotal>();

    public DbSet<SourceSummary> Sources => Set<SourceSummary>();

    public DbSet<ClassVolume> ClassVolumes => Set<ClassVolume>();

    public DbSet<SavedView> SavedViews => Set<SavedView>();

    public DbSet<SourceAddress> SourceAddresses => Set<SourceAddress>();

    public DbSet<SourceDecisionEntry> SourceDecisions => Set<SourceDecisionEntry>();

    public DbSet<ReportSelector> ReportSelectors => Set<ReportSelector>();

    public DbSet<ReportedDomain> ReportedDomains => Set<ReportedDomain>();

    public DbSet<IntakeCount> IntakeCounts => Set<IntakeCount>();

    public DbSet<LedgerEntry> Ledger => Set<LedgerEntry>();

    public DbSet<QuarantinedPart> Quarantine => Set<QuarantinedPart>();

    public DbSet<SelfTest> SelfTests => Set<SelfTest>();

    public DbSet<IntakeRun> IntakeRuns => Set<IntakeRun>();

    public DbSet<JobRun> JobRuns => Set<JobRun>();

    public DbSet<WorkRequest> WorkRequests => Set<WorkRequest>();

    public DbSet<StoredNotice> Notices => Set<StoredNotice>();

    public DbSet<Setting> Settings => Set<Setting>();

    public DbSet<SetupToken> SetupTokens => Set<SetupToken>();

    public DbSet<BlocklistTarget> BlocklistTargets => Set<BlocklistTarget>();

    public DbSet<BlocklistRecord> BlocklistRecords => Set<BlocklistRecord>();

    public DbSet<PushToken> PushTokens => Set<PushToken>();

    public DbSet<ActivityEntry> Activity => Set<ActivityEntry>();

    public DbSet<StoredTlsReport> TlsReports => Set<StoredTlsReport>();

    public DbSet<TlsDailyTotal> TlsTotals => Set<TlsDailyTotal>();

    public DbSet<TlsDailyFailure> TlsFailures => Set<TlsDailyFailure>();

    public DbSet<StoredFailureReport> FailureReports => Set<StoredFailureReport>();

    public DbSet<ComplaintCount> Complaints => Set<ComplaintCount>();

    public DbSet<CountedFeedback> CountedFeedback => Set<CountedFeedback>();

    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder)
    {
        ArgumentNullException.ThrowIfNull(optionsBuilder);
        optionsBuilder.UseApplicationServiceProvider(IdentitySchema);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixSecondsConverter>();
        configurationBuilder.Properties<DateOnly>().HaveConversion<UnixDayConverter>();
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        base.OnModelCreating(builder);
        DomainTables.Configure(builder);
        ReportTables.Configure(builder);
        WorkTables.Configure(builder);
        BlocklistTables.Configure(builder);
        KindTables.Configure(builder);
        SourceTables.Configure(builder);
    }
}

/// <summary>The model on SQLite.</summary>
public sealed class SqliteAuditorDbContext(DbContextOptions<SqliteAuditorDbContext> options) : AuditorDbContext(options);

/// <summary>The model on PostgreSQL.</summary>
public sealed class PostgresAuditorDbContext(DbContextOptions<PostgresAuditorDbContext> options) : AuditorDbContext(options);
