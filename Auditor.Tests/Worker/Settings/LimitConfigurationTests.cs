using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Ingest;
using Auditor.Tests.Reports;
using Auditor.Tests.Reports.Authenticity;
using Auditor.Tests.Storage.Trust;
using Auditor.Tests.Support;
using Auditor.Worker.Settings;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Auditor.Tests.Worker.Settings;

/// <summary>Every limit is a key of the configuration, takes effect, and has an input that it stops with a stable code.</summary>
public sealed class LimitConfigurationTests
{
    public static TheoryData<string> IntakeKeys => [.. LimitInputs.All.Keys];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_limit_has_a_key_and_every_key_is_documented()
    {
        var limits = typeof(IntakeLimits).GetProperties().Where(p => p.GetMethod is { IsStatic: false } && p.Name != "EqualityContract").Select(p => p.Name);
        limits.Should().BeEquivalentTo(LimitInputs.All.Keys);
        var gate = typeof(GateLimits).GetProperties().Where(p => p.GetMethod is { IsStatic: false } && p.Name != "EqualityContract").Select(p => p.Name);
        LimitConfiguration.Keys.Select(k => k.Key).Should().BeEquivalentTo(limits.Concat(gate).Select(n => $"Limits:{n}"));

        var lines = File.ReadAllLines(Path.Combine(ProjectRoot.Path, "docs", "configuration.md"));
        foreach (var key in LimitConfiguration.Keys)
        {
            lines.Should().Contain(l => l.StartsWith($"| `{key.Key}` | `{key.Default}` | ", StringComparison.Ordinal), "docs/configuration.md must have {0} with its default {1}", key.Key, key.Default);
        }
    }

    [Fact]
    public void Nothing_configured_is_the_product_s_own_limits() => LimitConfiguration.Read(Configuration()).Should().Be(LimitsInForce.Default);

    [Theory]
    [MemberData(nameof(IntakeKeys))]
    public void A_changed_key_stops_what_passed_before(string name)
    {
        var input = LimitInputs.All[name];
        var content = input.Make();

        Codes(content, IntakeLimits.Default).Should().NotContain(input.Code);
        Codes(content, LimitConfiguration.Read(Configuration(($"Limits:{name}", input.Value))).Intake).Should().Contain(input.Code);
    }

    [Theory, BothDatabases]
    public async Task Changed_limits_of_the_gate_take_effect(StorageProvider provider)
    {
        var gate = LimitConfiguration.Read(Configuration(("Limits:PerSender", "2"), ("Limits:PerDay", "3"), ("Limits:MaxUnmonitored", "1"), ("Limits:MaxNames", "2"))).Gate;
        await using var store = await TrustStore.CreateAsync(provider, null, "example.com");
        store.Gate = gate;
        var mine = await store.TakeInAsync(Enumerable.Range(0, 4).Select(i => TrustStore.Forged(SignedMails.Xml("google.com", TrustStore.Google, $"f{i}", ip: $"203.0.113.{i}"))));
        mine.Select(r => r.ReasonCode).Should().Equal(null, null, IngestReason.RateLimited, IngestReason.RateLimited);
        mine.Select(r => r.ReportId is null).Should().Equal(false, false, false, true);

        var others = await store.TakeInAsync(Enumerable.Range(0, 4).Select(i => TrustStore.Forged(SignedMails.Xml("google.com", TrustStore.Google, domain: $"foreign{i}.example"))));
        others.Select(r => r.ReasonCode).Should().Equal(null, IngestReason.NotMonitored, IngestReason.NotMonitored, IngestReason.NotMonitored);
        await using var db = store.Database.CreateDbContext();
        (await db.ReportedDomains.CountAsync(Cancel)).Should().Be(3, "two names, and one line for the others");
    }

    [Theory]
    [InlineData("MaxMessageBytes", "25MB", "'25MB' is no size from 1KiB to 1GiB; write bytes, or for example 64KiB, 25MiB or 1GiB.")]
    [InlineData("MaxMessageBytes", "2GiB", "'2GiB' is no size from 1KiB to 1GiB; write bytes, or for example 64KiB, 25MiB or 1GiB.")]
    [InlineData("MaxMessageBytes", "1023", "'1023' is no size from 1KiB to 1GiB; write bytes, or for example 64KiB, 25MiB or 1GiB.")]
    [InlineData("MaxMessageBytes", "9223372036854775807GiB", "'9223372036854775807GiB' is no size from 1KiB to 1GiB; write bytes, or for example 64KiB, 25MiB or 1GiB.")]
    [InlineData("MaxMimeDepth", "1000", "'1000' is no whole number from 2 to 64.")]
    [InlineData("MaxRows", "-1", "'-1' is no whole number from 1 to 10000000.")]
    [InlineData("MaxWindow", "9000", "'9000' is no whole number of days from 1 to 3660.")]
    [InlineData("PerSender", "many", "'many' is no whole number from 1 to 1000000.")]
    public void A_wrong_value_stops_the_start_with_key_value_and_range(string name, string value, string problem)
    {
        var configuration = Configuration(($"Limits:{name}", value));
        ConfigurationCheck.Failures(configuration, []).Should().Equal($"The configuration value of Limits:{name} cannot be used: {problem}");
        FluentActions.Invoking(() => LimitConfiguration.Read(configuration)).Should().Throw<LimitException>().WithMessage($"The configuration value of Limits:{name} cannot be used: {problem}");
    }

    [Fact]
    public void A_mistyped_key_is_told() => ConfigurationCheck.Failures(Configuration(("Limits:MaxRow", "5")), []).Should().Equal("The configuration has an unknown key Limits:MaxRow; did you mean Limits:MaxRows?");

    [Theory]
    [InlineData("1GiB", 1L << 30)]
    [InlineData("64 kib", 64L << 10)]
    [InlineData(" 5000 ", 5000)]
    public void Sizes_may_have_a_unit(string text, long bytes) => LimitConfiguration.Read(Configuration(("Limits:MaxMessageBytes", text))).Intake.MaxMessageBytes.Should().Be(bytes);

    [Fact]
    public void What_a_person_releases_is_never_held_to_lower_limits_than_those_in_force() =>
        QuarantineDesk.ReleasedLimits(IntakeLimits.Default with { MaxRows = 9_000_000 }).Should().BeEquivalentTo(new { MaxRows = 9_000_000, MaxArchiveEntries = 1_000, IntakeLimits.Default.MaxXmlDepth });

    private static List<string?> Codes(byte[] content, IntakeLimits limits) =>
        [.. ReadPart.All(content, limits).SelectMany(p => p.Completion.Repairs.Select(r => r.Code).Prepend(p.Completion.ReasonCode))];

    private static IConfiguration Configuration(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.ToDictionary(v => v.Key, v => (string?)v.Value)).Build();
}
