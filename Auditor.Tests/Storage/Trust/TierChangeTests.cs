using Auditor.Core.Dns;
using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Trust;
using Auditor.Tests.Support;
using Auditor.Worker.Jobs;
using Auditor.Worker.Settings;
using FluentAssertions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Auditor.Tests.Storage.Trust;

/// <summary>Reports that get another tier after they were stored: the sums go with them.</summary>
public sealed class TierChangeTests
{
    private const string Receiver = "dmarc@receiver.example";

    private readonly SteppedTime time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, BothDatabases]
    public async Task Mails_that_DNS_failed_for_are_pending_and_come_to_the_same_sums_as_if_it_had_not(StorageProvider provider)
    {
        var mails = Enumerable.Range(1, 12).Select(i =>
            (i % 3 == 0 ? TrustStore.Forged : (Func<string, string, byte[]>)TrustStore.Signed)(SignedMails.Xml("google.com", TrustStore.Google, $"r{i}", count: i, ip: $"192.0.2.{i % 4}"), TrustStore.Google)).ToList();
        await using var wanted = await TrustStore.CreateAsync(provider, time, "example.com");
        await wanted.TakeInAsync(mails);

        await using var store = await TrustStore.CreateAsync(provider, time, "example.com");
        store.Zone = new Failing();
        await store.TakeInAsync(mails);
        (await store.ReportsAsync()).Count(r => r.Tier == TrustTier.Pending).Should().Be(8);
        (await store.SumsAsync()).Should().Equal(await store.SumsOfRowsAsync());
        await RunAsync(store, new Failing());
        (await store.ReportsAsync()).Count(r => r.Tier == TrustTier.Pending).Should().Be(8, "DNS still fails, which proves nothing");

        await RunAsync(store, SignedMails.Keys("google.com"));
        (await store.SumsAsync()).Should().Equal(await wanted.SumsAsync()).And.Equal(await store.SumsOfRowsAsync());
        (await store.ReportsAsync()).Should().OnlyContain(r => r.Evidence == null);
        await RunAsync(store, SignedMails.Keys("google.com"));
        (await store.SumsAsync()).Should().Equal(await wanted.SumsAsync(), "a second run changes nothing");
    }

    [Theory, BothDatabases]
    public async Task A_key_that_is_never_known_is_given_up_after_a_week(StorageProvider provider)
    {
        await using var store = await TrustStore.CreateAsync(provider, time, "example.com");
        store.Zone = new Failing();
        await store.TakeInAsync([TrustStore.Signed(SignedMails.Xml("google.com", TrustStore.Google))]);
        time.Advance(TrustJob.GiveUpAfter + TimeSpan.FromMinutes(1));
        await RunAsync(store, new Failing());
        (await store.ReportsAsync()).Single().Should().BeEquivalentTo(new { Tier = TrustTier.Unauthenticated, TierReason = TrustReason.KeyUnknown });
    }

    [Theory, BothDatabases]
    public async Task A_pending_report_that_verifies_takes_the_place_of_the_copy_that_counted(StorageProvider provider)
    {
        await using var store = await TrustStore.CreateAsync(provider, time, "example.com");
        store.Zone = new Failing();
        await store.TakeInAsync([TrustStore.Forged(SignedMails.Xml("google.com", TrustStore.Google, count: 1)), TrustStore.Signed(SignedMails.Xml("google.com", TrustStore.Google, count: 40))]);
        await RunAsync(store, SignedMails.Keys("google.com"));
        (await store.ReportsAsync()).Select(r => (r.Tier, r.IsDisplaced)).Should().Equal((TrustTier.Unauthenticated, true), (TrustTier.Verified, false));
        (await store.SumsAsync()).Should().Equal(await store.SumsOfRowsAsync());
    }

    [Theory, BothDatabases]
    public async Task An_unknown_reporter_counts_after_two_weeks_of_history(StorageProvider provider)
    {
        await using var store = await TrustStore.CreateAsync(provider, time, "example.com");
        for (var day = 0; day < 14; day++)
        {
            await store.TakeInAsync([TrustStore.Signed(SignedMails.Xml("Receiver", Receiver, $"r{day}", count: 1 + day), Receiver)]);
            await RunAsync(store, store.Zone);
            (await store.ReportsAsync()).Should().OnlyContain(r => r.Tier == TrustTier.Authenticated);
            time.Advance(TimeSpan.FromDays(1));
        }

        await RunAsync(store, store.Zone);
        (await store.ReportsAsync()).Should().OnlyContain(r => r.Tier == TrustTier.Verified && r.TierReason == TrustReason.Learned);
        (await store.SumsAsync()).Should().Equal(await store.SumsOfRowsAsync());
    }

    [Theory, BothDatabases]
    public async Task A_burst_is_no_history(StorageProvider provider)
    {
        await using var store = await TrustStore.CreateAsync(provider, time, "example.com");
        await store.TakeInAsync(Enumerable.Range(0, 20).Select(i => TrustStore.Signed(SignedMails.Xml("Receiver", Receiver, $"r{i}"), Receiver)));
        time.Advance(TimeSpan.FromDays(30));
        await RunAsync(store, store.Zone);
        (await store.ReportsAsync()).Should().OnlyContain(r => r.Tier == TrustTier.Authenticated);
    }

    private Task RunAsync(TrustStore store, IDnsResolver zone) => new TrustJob(
        new TrustWriter(store.Database, time), new SignedMails.Source(zone), new SettingsStore(store.Database, new ConfigurationBuilder().Build(), time), time, NullLogger<TrustJob>.Instance)
        .RunAsync(Cancel);

    private sealed class Failing : IDnsResolver
    {
        public ValueTask<DnsOutcome> QueryAsync(DomainName name, DnsRecordType type, CancellationToken cancellationToken) =>
            ValueTask.FromResult(DnsOutcome.Without(name, type, DnsStatus.ServerFailure));
    }
}
