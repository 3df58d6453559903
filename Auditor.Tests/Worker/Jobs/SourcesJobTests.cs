using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Senders;
using Auditor.Core.Senders.Enrichment;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Audits;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Queries;
using Auditor.Core.Storage.Sources;
using Auditor.Tests.Support;
using Auditor.Worker.Jobs;
using Auditor.Worker.Settings;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Auditor.Tests.Worker.Jobs;

public sealed class SourcesJobTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);
    private static readonly CancellationToken Cancel = CancellationToken.None;

    private const string Zones = """
        $ORIGIN 2.0.192.in-addr.arpa.
        @ 60 SOA ns.example. host.example. 1 1 1 1 60
        7 60 PTR o1.sendgrid.net.
        $ORIGIN 100.51.198.in-addr.arpa.
        @ 60 SOA ns.example. host.example. 1 1 1 1 60
        $ORIGIN sendgrid.net.
        @ 60 SOA ns.example. host.example. 1 1 1 1 60
        o1 60 A 192.0.2.7
        """;

    [Theory, BothDatabases]
    public async Task Domains_with_new_reports_are_summed_up_and_their_addresses_looked_up_once(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        await ReportAsync(test.Database, "shop.example", "192.0.2.7", 1);
        await ReportAsync(test.Database, "sub.shop.example", "198.51.100.9", 2);
        var zones = StrictZones.FromText(Zones);
        var job = Job(test.Database, zones);

        await job.RunAsync(Cancel);
        var asked = zones.Asked.Count;
        await job.RunAsync(Cancel);

        zones.Asked.Count.Should().Be(asked, "nothing is due a second time");
        await using var db = test.Database.CreateDbContext();
        (await db.Sources.AsNoTracking().OrderBy(s => s.SourceIp).Select(s => new { s.SourceIp, s.ServiceName }).ToListAsync(Cancel))
            .Should().Equal(new { SourceIp = "192.0.2.7", ServiceName = (string?)"Twilio SendGrid" }, new { SourceIp = "198.51.100.9", ServiceName = (string?)null });
        (await db.SourceAddresses.AsNoTracking().CountAsync(Cancel)).Should().Be(2);

        await ReportAsync(test.Database, "shop.example", "192.0.2.8", 3);
        await job.RunAsync(Cancel);
        (await db.Sources.AsNoTracking().CountAsync(Cancel)).Should().Be(3, "the new report made its domain due");
    }

    private static SourcesJob Job(AuditorDatabase database, StrictZones zones)
    {
        var time = new StillTime(Now);
        var files = AddressDatabases.Open("", time);
        return new SourcesJob(
            database, new SourceWriter(database, time, SenderCatalogue.Default), new GateWriter(database, new PolicyProgressionQuery(database, time), time), new AddressWriter(database, time),
            new AddressEnricher(SenderCatalogue.Default, OwnNames.None, files), new AddressFileWatch(files, new AddressFileBook(database, time), NullLogger<AddressFileWatch>.Instance),
            _ => zones, new SettingsStore(database, new ConfigurationBuilder().Build(), time), time, NullLogger<SourcesJob>.Instance);
    }

    private static async Task ReportAsync(AuditorDatabase database, string policyDomain, string ip, byte number)
    {
        await using var db = database.CreateDbContext();
        if (!await db.Domains.AnyAsync(Cancel))
        {
            db.Domains.Add(new MonitoredDomain { Name = "shop.example", CreatedAt = Now, NextAuditAt = Now });
        }

        if (!await db.ReportedDomains.AnyAsync(r => r.Name == policyDomain, Cancel))
        {
            db.ReportedDomains.Add(new ReportedDomain { Name = policyDomain, Reports = 1, FirstSeenAt = Now, LastSeenAt = Now });
        }

        db.Rollups.Add(new DailyRollup { PolicyDomain = policyDomain, Day = DateOnly.FromDateTime(Now.UtcDateTime), Tier = TrustTier.Verified, SourceIp = ip, HeaderFrom = policyDomain, DkimAligned = true, SpfAligned = true, Disposition = "none", Messages = 3 });
        db.Reports.Add(new StoredReport { OrgKey = "receiver", ReportId = $"{number}", PolicyDomain = policyDomain, Begin = Now.AddDays(-1), End = Now, ContentHash = [number], Tier = TrustTier.Verified, RowCount = 1, HasRows = false, ReceivedAt = Now });
        await db.SaveChangesAsync(Cancel);
    }
}
