using System.Net;
using Auditor.Core.Blocklists;
using Auditor.Core.Dns;
using Auditor.Core.Senders;
using Auditor.Tests.Support;
using Auditor.Worker.Fetching;
using Auditor.Worker.Jobs;
using Auditor.Worker.Settings;
using FluentAssertions;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Auditor.Tests.Worker.Jobs;

public sealed class ServiceMeansTests
{
    [Fact]
    public async Task The_service_connects_to_hosts_only_when_the_setting_says_so()
    {
        var probe = new FakeSmtpProbe();
        using var https = new HttpsFetcher();
        var means = new ServiceMeans(probe, https, new NoLists(), SenderCatalogue.Default, TimeProvider.System);
        using var network = new DnsClientResolver(new DnsResolverOptions { Servers = [new IPEndPoint(IPAddress.Loopback, 9)] }, TimeProvider.System);
        using var authorities = new NetworkAuthorities(new AuthorityOptions(), TimeProvider.System);
        var zones = ZoneFileResolver.FromText("$ORIGIN example.com.\n@ 60 A 192.0.2.1\n");
        var (off, on) = (await SettingsAsync(), await SettingsAsync(("Smtp:Probe", "true")));

        means.For(network, authorities, false, off).Smtp.Should().BeNull("it is off by default");
        means.For(network, authorities, false, on).Smtp.Should().BeSameAs(probe);
        means.For(network, authorities, false, on).Https.Should().BeSameAs(https);
        means.For(network, authorities, true, on).Resolver.Should().BeOfType<AuthoritativeFirst>("somebody waits for what was just mended");
        var offline = means.For(zones, authorities, true, on);
        (offline.Smtp, offline.Https, offline.Authorities, offline.Validator).Should().Be((null, null, null, null), "zone files stand in for the network");
        offline.Resolver.Should().BeOfType<CachingResolver>();
        (off.Thresholds.BimiRenewalDays, offline.BimiRenewalDays).Should().Be((30, 30));
        means.For(zones, authorities, true, await SettingsAsync(("Thresholds:BimiRenewalDays", "60"))).BimiRenewalDays.Should().Be(60);
    }

    [Fact]
    public void The_catalogue_of_the_configuration_is_the_products_own_with_the_file_added()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, """{"probeSelectors": ["ours7"]}""");
            SenderFile.Configured(Configuration()).Should().BeSameAs(SenderCatalogue.Default);
            SenderFile.Configured(Configuration(("Catalogues:Senders", file))).ProbeSelectors.Should().StartWith(["ours7", "google"]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static IConfiguration Configuration(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(v => KeyValuePair.Create(v.Key, (string?)v.Value))).Build();

    private static async Task<WorkerSettings> SettingsAsync(params (string Key, string Value)[] values)
    {
        await using var database = await TestDatabase.CreateAsync(Auditor.Core.Storage.StorageProvider.Sqlite, TestContext.Current.CancellationToken);
        return await new SettingsStore(database.Database, Configuration(values), TimeProvider.System).ReadAsync(TestContext.Current.CancellationToken);
    }

    private sealed class NoLists : IBlocklistSource
    {
        public Task<BlocklistFacts> AnswersAsync(DomainName domain, IReadOnlyList<BlocklistSubject> subjects, CancellationToken cancellationToken) =>
            throw new NotSupportedException("Nothing is asked here.");
    }
}
