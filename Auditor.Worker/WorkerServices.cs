using Auditor.Core.Blocklists;
using Auditor.Core.Dns;
using Auditor.Core.Fetching;
using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Senders;
using Auditor.Core.Senders.Enrichment;
using Auditor.Core.Smtp;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Blocklists;
using Auditor.Core.Storage.Notices;
using Auditor.Core.Storage.Queries;
using Auditor.Core.Storage.Rereading;
using Auditor.Worker.Backups;
using Auditor.Worker.Doctor;
using Auditor.Worker.Fetching;
using Auditor.Worker.Jobs;
using Auditor.Worker.Mailboxes;
using Auditor.Worker.Notices;
using Auditor.Worker.Reports;
using Auditor.Worker.Settings;
using Auditor.Worker.Smtp;
using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auditor.Worker;

/// <summary>Registers the worker.</summary>
public static class WorkerServices
{
    /// <summary>Jobs that run side by side in one process. Audits spread over many questions themselves.</summary>
    private const int JobsAtOnce = 6;

    /// <summary>How long a job has to reach a safe boundary once the process is asked to stop.</summary>
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Adds settings, mailboxes and the queue of work; and, unless <c>Worker:HostInWeb</c> is false, the jobs themselves. Needs the
    /// storage and the key ring.
    /// </summary>
    public static IServiceCollection AddAuditorWorker(this IServiceCollection services, IConfiguration configuration) =>
        services.AddAuditorWorker(configuration, !bool.TryParse(configuration[SettingCatalogue.WorkerHostInWeb], out var host) || host);

    /// <summary>As above; <paramref name="runsJobs"/> says whether this process does the work.</summary>
    public static IServiceCollection AddAuditorWorker(this IServiceCollection services, IConfiguration configuration, bool runsJobs)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<WorkerOptions>().Bind(configuration.GetSection("Worker")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<WorkerOptions>, ConfigurationCheck>();
        services.AddSingleton<SettingsStore>();
        services.AddSingleton<SettingsReader>(provider => provider.GetRequiredService<SettingsStore>());
        services.AddSingleton(_ => LimitConfiguration.Read(configuration));
        services.AddSingleton(provider => provider.GetRequiredService<LimitsInForce>().Intake);
        services.AddSingleton(provider => provider.GetRequiredService<LimitsInForce>().Gate);
        services.Replace(ServiceDescriptor.Singleton(_ => SenderFile.Configured(configuration)));
        services.AddSingleton<MailboxPasswords>();
        services.AddSingleton<OAuthTokens>();
        services.AddSingleton<MailboxSignIns>();
        services.AddNotices();
        services.AddSingleton(provider => new BackupFolder(configuration, provider.GetRequiredService<StorageOptions>()));
        services.AddSingleton<BackupBook>();
        services.AddSingleton<AuditProgress>();
        services.AddSingleton<JobRunLog>();
        services.AddSingleton<WorkQueue>();
        services.AddSingleton<ReportRereader>();
        services.AddSingleton<RereadBook>();
        services.AddSingleton<AddressFileBook>();
        services.AddSingleton<Domains.DomainImport>();
        services.AddSingleton<Domains.RecordVerifier>();
        services.AddSingleton(provider => new ResolverChecks(configuration, new ProbeQuestions(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<Domains.ReportingCheck>();
        services.TryAddSingleton(new AuthorityOptions());
        services.AddSingleton<Domains.KeyInquiry>();
        services.AddSingleton<Mailboxes.Finding.ServerFinder>();
        services.AddSingleton<Mailboxes.SelfTesting.SelfTestBook>();
        services.TryAddSingleton<ResolverSource>(provider => settings => ConfiguredResolver.Create(
            configuration, settings, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<WorkerOptions>>()));
        services.AddSingleton<IAuthenticitySource, SettingsAuthenticity>();
        services.Replace(ServiceDescriptor.Singleton<ICountedTiers, SettingsCountedTiers>());
        services.Replace(ServiceDescriptor.Singleton<IThresholds, SettingsThresholds>());
        services.AddSingleton(_ => BlocklistConfiguration.Read(configuration));
        services.AddSingleton<IBlocklistSource, StoredBlocklists>();
        services.AddSingleton(_ => DropFolderOptions.Read(configuration));

        // Of the services, not of Hangfire's static field: a second host in the process would put its own there, and take it away when it ends.
        services.AddSingleton(provider => StorageOf(provider.GetRequiredService<StorageOptions>()));
        // Hangfire's own is one for the whole process: of two hosts in it, one would run the other's jobs with services that may be gone.
        services.AddSingleton<JobActivator>(provider => new AspNetCoreJobActivator(provider.GetRequiredService<IServiceScopeFactory>()));
        services.AddHangfire(Configure);
        if (runsJobs)
        {
            services.AddJobs(configuration);
        }

        return services;
    }

    private static void AddJobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(provider => AddressDatabases.Configured(configuration, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<AddressFileWatch>();
        services.AddSingleton(provider =>
            new AddressEnricher(provider.GetRequiredService<SenderCatalogue>(), OwnNamesFile.Configured(configuration), provider.GetRequiredService<AddressDatabases>()));
        services.TryAddSingleton<ISmtpProbe>(provider => Probe(configuration, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ServiceMeans>();
        services.AddSingleton<IHttpsFetcher, HttpsFetcher>();
        services.AddSingleton<Leases>();
        services.AddSingleton<RequestBook>();
        services.AddSingleton<QuarantineReader>();
        services.AddSingleton<ScheduleKeeper>();
        services.AddSingleton<DomainAudits>();
        services.AddSingleton<AuditSweep>();
        services.AddSingleton<MailboxPolls>();
        services.AddSingleton<Mailboxes.SelfTesting.SelfTestRun>();
        services.AddSingleton<BlocklistSweep>();
        services.AddSingleton<DropFolderSweep>();
        services.AddTransient<AuditJob>();
        services.AddTransient<BlocklistJob>();
        services.AddTransient<MailboxJob>();
        services.AddTransient<SelfTestJob>();
        services.AddTransient<DropFolderJob>();
        services.AddTransient<ReparseJob>();
        services.AddTransient<RereadJob>();
        services.AddTransient<TrustJob>();
        services.AddTransient<SourcesJob>();
        services.AddTransient<RetentionJob>();
        services.AddSingleton<BackupRound>();
        services.AddTransient<BackupJob>();
        services.AddSingleton<NoticeRound>();
        services.AddTransient<NoticeJob>();

        // Before the server, so that the schedule stands when it starts.
        services.AddHostedService<WorkerHost>();
        services.AddHostedService<MailboxWatch>();
        services.AddHangfireServer(server =>
        {
            server.WorkerCount = JobsAtOnce;
            server.ShutdownTimeout = StopWithin;
            server.SchedulePollingInterval = TimeSpan.FromSeconds(5);
        });
    }

    private static void AddNotices(this IServiceCollection services)
    {
        services.TryAddSingleton<ReportMapQuery>();
        services.TryAddSingleton<SilentMailboxQuery>();
        services.AddSingleton<NoticeBook>();
        services.AddSingleton<NoticeQuery>();
        services.AddSingleton<NoticeSettingsReader>();
        services.AddSingleton<SettingSecrets>();
        services.TryAddSingleton(new WebSender());
        services.AddSingleton<NoticeSender>();
        services.AddSingleton<NoticeDesk>();
    }

    // One for the process, so that it remembers across passes whom it connected to.
    private static PoliteSmtpProbe Probe(IConfiguration configuration, TimeProvider time)
    {
        var options = configuration[SettingCatalogue.SmtpEhloName] is { Length: > 0 } name ? new SmtpProbeOptions { EhloName = name } : new SmtpProbeOptions();
        return new PoliteSmtpProbe(new MailKitSmtpProbe(options, time), time);
    }

    // Jobs carry no data: what is due stands in our own database. So the memory is a good enough place for one process, and
    // PostgreSQL is only there to let the web poke a worker of its own.
    private static JobStorage StorageOf(StorageOptions storage)
    {
        if (storage.Provider == StorageProvider.Sqlite)
        {
            return new InMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = TimeSpan.FromHours(6) });
        }

        var options = new PostgreSqlStorageOptions { UseSlidingInvisibilityTimeout = true, EnableLongPolling = false, QueuePollInterval = TimeSpan.FromSeconds(1) };
        return new PostgreSqlStorage(new NpgsqlConnectionFactory(storage.ConnectionString, options), options);
    }

    private static void Configure(IGlobalConfiguration hangfire)
    {
        // Hangfire keeps its log provider in a static field: one that holds a host's logger factory would outlive that host.
        hangfire.UseSerilogLogProvider();
        hangfire.SetDataCompatibilityLevel(CompatibilityLevel.Version_180).UseSimpleAssemblyNameTypeSerializer().UseRecommendedSerializerSettings();
    }
}
