#:project ../Auditor.Worker/Auditor.Worker.csproj
#:property PublishAot=false

// Fills a new SQLite database with domains, audits of several nights and aggregate reports, all through the program's own stores: bench/dashboard.sh measures pages on it.
// usage: dotnet run bench/fill-database.cs -- DATA-FOLDER WORLD-FOLDER ROWS [DAYS]
// The world is what gen_zones.py writes (domains.txt, selectors.json, zones/). Everything is drawn with a fixed seed; DAYS end yesterday.
using System.Globalization;
using System.Text;
using System.Text.Json;
using Auditor.Core.Auditing;
using Auditor.Core.Dns;
using Auditor.Core.Reports.Intake;
using Auditor.Core.Senders;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Audits;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Ingest;
using Auditor.Core.Storage.Sources;
using Microsoft.EntityFrameworkCore;

const int RowsPerReport = 10;
const int Nights = 3;
var (folder, world, rows, days) = (args[0], args[1], long.Parse(args[2], CultureInfo.InvariantCulture), args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : 90);
var today = new DateTimeOffset(TimeProvider.System.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
await using var database = new AuditorDatabase(new StorageOptions { Path = folder });
await new DatabaseMigrator(database).MigrateAsync(CancellationToken.None);
var names = File.ReadLines(Path.Combine(world, "domains.txt")).Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#').ToArray();
var selectors = JsonSerializer.Deserialize<Dictionary<string, string[]>>(File.ReadAllText(Path.Combine(world, "selectors.json")))!;
await AddDomainsAsync();
Console.WriteLine($"{names.Length} domains");
await AddReportsAsync();
await AddAuditsAsync();
await SumUpSourcesAsync();

async Task AddDomainsAsync()
{
    await using var context = database.CreateDbContext();
    var groups = Enumerable.Range(1, 200).Select(n => new DomainGroup { Name = $"Client {n:000}", CreatedAt = today.AddDays(-days) }).ToArray();
    string[] words = ["transactional", "marketing", "people", "parked", "vip"];
    var tags = words.Select(t => new Tag { Name = t }).ToArray();
    var drawn = new Random(1);
    foreach (var name in names)
    {
        var domain = new MonitoredDomain { Name = name, CreatedAt = today.AddDays(-days), NextAuditAt = today.AddYears(10), Group = groups[drawn.Next(groups.Length)] };
        domain.Tags.Add(tags[drawn.Next(tags.Length)]);
        foreach (var selector in selectors.GetValueOrDefault(name, []))
        {
            domain.Selectors.Add(new DomainSelector { Selector = selector, Source = SelectorSource.Configured, FirstSeenAt = today.AddDays(-days) });
        }

        context.Domains.Add(domain);
    }

    await context.SaveChangesAsync();
}

async Task AddReportsAsync()
{
    var drawn = new Random(2);
    string[] reporters = ["google.com", "google.com", "google.com", "Outlook.com", "Outlook.com", "Yahoo", "Mail.Ru", "Fastmail Pty Ltd", "GMX", "comcast.net", "seznam.cz a.s.", "Mimecast.org"];
    var perDay = rows / RowsPerReport / days;
    var text = new StringBuilder();
    for (var ago = days; ago >= 1; ago--)
    {
        var day = today.AddDays(-ago);
        await using var session = await new IngestWriter(database, new FixedTime(day.AddHours(29))).BeginAsync(IntakeSource.Files, null, "bench", CancellationToken.None);
        for (var n = 0L; n < perDay; n++)
        {
            // Few domains get most of the reports: the first of ten thousand a twentieth of them all.
            var at = (int)(names.Length * Math.Pow(drawn.NextDouble(), 3));
            var name = names[at];
            var begin = day.ToUnixTimeSeconds();
            var selector = selectors.GetValueOrDefault(name, ["s1"])[0];
            text.Clear().Append(CultureInfo.InvariantCulture, $"<?xml version=\"1.0\"?><feedback><report_metadata><org_name>{reporters[drawn.Next(reporters.Length)]}</org_name><email>r@reports.example</email><report_id>{begin}-{n}</report_id>")
                .Append(CultureInfo.InvariantCulture, $"<date_range><begin>{begin}</begin><end>{begin + 86399}</end></date_range></report_metadata><policy_published><domain>{name}</domain><p>none</p></policy_published>");
            for (var row = 0; row < RowsPerReport; row++)
            {
                var kind = drawn.Next(100);
                // Mostly the domain's own few hosts, then the services' shared ones, then hosts met once.
                var ip = kind < 60 ? $"192.{at / 256 % 256}.{at % 256}.{1 + drawn.Next(4)}" : kind < 90 ? $"198.51.{drawn.Next(8)}.{drawn.Next(256)}" : $"{20 + drawn.Next(60)}.{drawn.Next(256)}.{drawn.Next(256)}.{drawn.Next(256)}";
                var (dkim, spf) = (kind < 85 ? "pass" : "fail", kind < 70 ? "pass" : "fail");
                text.Append(CultureInfo.InvariantCulture, $"<record><row><source_ip>{ip}</source_ip><count>{1 + drawn.Next(200)}</count><policy_evaluated><disposition>none</disposition><dkim>{dkim}</dkim><spf>{spf}</spf></policy_evaluated></row>")
                    .Append(CultureInfo.InvariantCulture, $"<identifiers><header_from>{name}</header_from></identifiers><auth_results><dkim><domain>{(kind < 85 ? name : "other.example")}</domain><selector>{selector}</selector><result>{dkim}</result></dkim>")
                    .Append(CultureInfo.InvariantCulture, $"<spf><domain>{(kind < 70 ? name : "bounce.example")}</domain><result>{(kind < 95 ? "pass" : "fail")}</result></spf></auth_results></record>");
            }

            text.Append("</feedback>");
            foreach (var part in ReportIntake.ReadParts(Encoding.UTF8.GetBytes(text.ToString()), "bench.xml", IntakeLimits.Default))
            {
                await session.WriteAsync(part, new PartPlace(0), CancellationToken.None);
            }
        }

        await session.FinishAsync(null, CancellationToken.None);
        if (ago % 10 == 0)
        {
            Console.WriteLine($"reports until {day:yyyy-MM-dd}");
        }
    }
}

async Task AddAuditsAsync()
{
    var resolver = ZoneFileResolver.Load(Directory.GetFiles(Path.Combine(world, "zones")), _ => { });
    var writer = new AuditWriter(database);
    for (var night = Nights; night >= 1; night--)
    {
        var clock = new FixedTime(today.AddDays(-night).AddHours(26));
        var pass = new AuditPass(new AuditMeans(resolver, clock)) { Concurrency = 8 };
        var requests = names.Select(n => new AuditRequest(DomainName.Parse(n)) { Selectors = [.. selectors.GetValueOrDefault(n, [])] });
        await foreach (var audit in pass.RunAsync(requests, CancellationToken.None))
        {
            await writer.SaveAsync(audit, today.AddYears(10), CancellationToken.None);
        }

        Console.WriteLine($"audits of {clock.GetUtcNow():yyyy-MM-dd}");
    }
}

async Task SumUpSourcesAsync()
{
    var writer = new SourceWriter(database, TimeProvider.System, SenderCatalogue.Default);
    List<int> ids;
    await using (var context = database.CreateDbContext())
    {
        ids = await context.Domains.Select(d => d.Id).ToListAsync();
    }

    foreach (var id in ids)
    {
        await writer.RefreshAsync(id, CancellationToken.None);
    }

    Console.WriteLine("sources summed up");
}

/// <summary>A clock that stands still in the past.</summary>
internal sealed class FixedTime(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
