using Auditor.Core.Auditing;
using Auditor.Core.Dns;
using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Audits;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Ingest;
using Auditor.Core.Storage.Queries;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Worker.Demo;

/// <summary>
/// Fills a database with the demo: domains, ninety days of reports, and the audits of chosen nights, all through the same code as a real
/// installation. A later start adds the days since the last one.
/// </summary>
public sealed class DemoInstallation(AuditorDatabase database, TimeProvider time)
{
    /// <summary>Days of reports before today.</summary>
    public const int ReportDays = 90;

    // Nights whose audits are shown: dense at the end, and around the days on which DNS changed.
    private static readonly int[] AuditedDaysAgo = [80, 74, 61, 50, 39, 30, 20, 13, 11, 7, 6, 5, 4, 3, 2, 1];

    private static readonly TimeSpan NightlyAt = new(2, 14, 0);
    private static readonly TimeSpan ReportsArriveAt = new(5, 30, 0);

    /// <summary>The folder of the demo's files beside the program, or that of the source tree.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The zone files that answer today.</summary>
    public static IReadOnlyList<string> ZoneFiles() => new DemoZones(Root).At(daysAgo: 0);

    /// <summary>The file with the made-up services' names.</summary>
    public static string ReverseNames => Path.Combine(Root, "senders.csv");

    /// <summary>Adds what is missing.</summary>
    /// <exception cref="FileNotFoundException">The demo's files are not there.</exception>
    /// <exception cref="StorageException">The database cannot be used.</exception>
    public async Task SeedAsync(CancellationToken cancellationToken)
    {
        var scenario = DemoScenario.Load(Path.Combine(Root, "demo.json"));
        await AddDomainsAsync(scenario, cancellationToken).ConfigureAwait(false);
        await AddReportsAsync(scenario, cancellationToken).ConfigureAwait(false);
        await AddAuditsAsync(scenario, cancellationToken).ConfigureAwait(false);
    }

    private static string FindRoot()
    {
        var beside = Path.Combine(AppContext.BaseDirectory, "demo");
        return Directory.Exists(beside) ? beside : Path.GetFullPath(Path.Combine("fixtures", "demo"));
    }

    private DateTimeOffset Today => new(time.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);

    private async Task AddDomainsAsync(DemoScenario scenario, CancellationToken cancellationToken)
    {
        var context = database.CreateDbContext();
        await using (context.ConfigureAwait(false))
        {
            if (await context.Domains.AnyAsync(cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            var created = Today.AddDays(-ReportDays);
            var groups = scenario.Domains.Select(d => d.Group).OfType<string>().Distinct()
                .ToDictionary(g => g, g => new DomainGroup { Name = g, CreatedAt = created });
            var tags = scenario.Domains.SelectMany(d => d.Tags).Distinct().ToDictionary(t => t, t => new Tag { Name = t });
            foreach (var domain in scenario.Domains)
            {
                context.Domains.Add(Entity(domain, created, groups, tags));
            }

            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static MonitoredDomain Entity(DemoDomain domain, DateTimeOffset created, Dictionary<string, DomainGroup> groups, Dictionary<string, Tag> tags)
    {
        var entity = new MonitoredDomain
        {
            Name = DomainName.Parse(domain.Name).Value,
            PurposeOverride = domain.Purpose,
            CreatedAt = created,
            NextAuditAt = created,
            Group = domain.Group is null ? null : groups[domain.Group],
        };
        foreach (var tag in domain.Tags)
        {
            entity.Tags.Add(tags[tag]);
        }

        foreach (var selector in domain.Selectors)
        {
            entity.Selectors.Add(new DomainSelector { Selector = selector, Source = SelectorSource.Configured, FirstSeenAt = created });
        }

        foreach (var address in domain.SendingAddresses)
        {
            entity.SendingAddresses.Add(new SendingAddress { Address = address, CreatedAt = created });
        }

        return entity;
    }

    private async Task AddReportsAsync(DemoScenario scenario, CancellationToken cancellationToken)
    {
        var context = database.CreateDbContext();
        long lastEnd;
        await using (context.ConfigureAwait(false))
        {
            var last = await context.Reports.OrderByDescending(r => r.End).Select(r => (DateTimeOffset?)r.End).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
            lastEnd = last?.ToUnixTimeSeconds() ?? 0;
        }

        var reports = new DemoReports(scenario);
        for (var daysAgo = ReportDays; daysAgo >= 1; daysAgo--)
        {
            var day = Today.AddDays(-daysAgo);
            if (day.ToUnixTimeSeconds() > lastEnd)
            {
                await IngestDayAsync(reports.Of(DateOnly.FromDateTime(day.UtcDateTime), daysAgo), day.AddDays(1) + ReportsArriveAt, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task IngestDayAsync(IEnumerable<(string FileName, byte[] Content)> files, DateTimeOffset arrival, CancellationToken cancellationToken)
    {
        var session = await new IngestWriter(database, new FixedTime(arrival)).BeginAsync(IntakeSource.Demo, null, null, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            foreach (var (name, content) in files)
            {
                var index = 0;
                foreach (var part in ReportIntake.ReadParts(content, name, IntakeLimits.Default))
                {
                    await session.WriteAsync(part, new PartPlace(index++), cancellationToken).ConfigureAwait(false);
                }
            }

            await session.FinishAsync(null, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task AddAuditsAsync(DemoScenario scenario, CancellationToken cancellationToken)
    {
        var context = database.CreateDbContext();
        await using (context.ConfigureAwait(false))
        {
            if (await context.Audits.AnyAsync(cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }

        var zones = new DemoZones(Root);
        var writer = new AuditWriter(database);
        foreach (var daysAgo in AuditedDaysAgo)
        {
            var clock = new FixedTime(Today.AddDays(-daysAgo) + NightlyAt);
            var requests = new AuditRequestQuery(database, clock);
            var resolver = ZoneFileResolver.Load(zones.At(daysAgo), _ => { });
            foreach (var domain in scenario.Domains)
            {
                var request = await requests.FindAsync(DomainName.Parse(domain.Name).Value, cancellationToken).ConfigureAwait(false);
                if (request is not null)
                {
                    var audit = await DomainAuditor.AuditAsync(request, resolver, clock, cancellationToken).ConfigureAwait(false);
                    await writer.SaveAsync(audit, Today, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>A clock that stands still in the past, so that what is seeded carries the date that it tells of.</summary>
    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
