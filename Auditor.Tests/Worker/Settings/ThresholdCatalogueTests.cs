using System.Globalization;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Queries;
using Auditor.Tests.Support;
using Auditor.Worker.Settings;
using FluentAssertions;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Auditor.Tests.Worker.Settings;

/// <summary>The keys of thresholds: defaults, ranges, and what each of them sets.</summary>
public sealed class ThresholdCatalogueTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names => [.. ThresholdCatalogue.Keys.Select(k => k.Key)];

    /// <summary>The constants of the code before there were settings.</summary>
    [Theory]
    [InlineData("PolicyDays", "30")]
    [InlineData("PolicyTestDays", "14")]
    [InlineData("PolicyReportDays", "25")]
    [InlineData("PolicyReporters", "3")]
    [InlineData("PolicyQuarantineShare", "98")]
    [InlineData("PolicyRejectShare", "99.5")]
    [InlineData("PolicySenderShare", "95")]
    [InlineData("PolicySmallShare", "0.1")]
    [InlineData("KeyDays", "180")]
    [InlineData("KeyIdleDays", "14")]
    [InlineData("KeyNewShare", "95")]
    [InlineData("BimiRenewalDays", "30")]
    [InlineData("DomainSilentDays", "3")]
    [InlineData("SilentGaps", "3")]
    [InlineData("MailboxFirstDays", "3")]
    [InlineData("MailboxFullPercent", "90")]
    [InlineData("MailboxFailedPolls", "3")]
    [InlineData("SourceLearningDays", "7")]
    [InlineData("EffectMessages", "100")]
    [InlineData("EffectPoints", "2")]
    public void The_default_is_the_figure_that_stood_in_the_code(string name, string value) => SettingCatalogue.Find($"Thresholds:{name}").Default.Should().Be(value);

    [Fact]
    public async Task Whoever_sets_none_has_the_defaults()
    {
        await using var test = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        (await new SettingsStore(test.Database, Configuration(), TimeProvider.System).ReadAsync(Cancel)).Thresholds.Should().Be(Thresholds.Default);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_key_sets_its_own_figure_over_its_whole_range(string name)
    {
        var key = Key(name);
        foreach (var value in new[] { key.Min, key.Max })
        {
            var text = value.ToString(CultureInfo.InvariantCulture);
            key.Definition.Check(text).Should().BeNull();
            var read = ThresholdCatalogue.Read(k => k == name ? text : SettingCatalogue.Find(k).Default);
            key.Get(read).Should().Be(value);
            ThresholdCatalogue.Keys.Where(k => k != key).Should().OnlyContain(k => k.Get(read) == k.Get(Thresholds.Default), "one key changes one figure");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_out_of_range_or_no_number_is_told_with_the_range(string name)
    {
        var key = Key(name);
        var range = string.Create(CultureInfo.InvariantCulture, $"from {key.Min} to {key.Max}");
        var step = key.IsPercent ? 0.01m : 1;
        foreach (var text in new[] { (key.Max + step).ToString(CultureInfo.InvariantCulture), (key.Min - step).ToString(CultureInfo.InvariantCulture), "many", "1e1", "", "-1" })
        {
            key.Definition.Check(text).Should().Contain(range, "{0} is no value", text);
        }

        ConfigurationCheck.Failures(Configuration((name, "many")), []).Should().ContainSingle().Which.Should().StartWith($"The configuration value of {name} cannot be used: 'many' is no ");
    }

    [Theory]
    [InlineData("99.5", true)]
    [InlineData("99,5", true)]
    [InlineData("99.55", true)]
    [InlineData("99.555", false)]
    public void A_percentage_has_two_decimals_at_most_behind_a_point_or_a_comma(string text, bool isRight)
    {
        var problem = Key("Thresholds:PolicyRejectShare").Definition.Check(text);
        problem.Should().Be(isRight ? null : $"'{text}' is no percentage from 50 to 99.9; write for example 95 or 99.5.");
    }

    [Fact]
    public void Days_and_counts_are_whole() => Key("Thresholds:KeyDays").Definition.Check("90.5").Should().Be("'90.5' is no whole number from 30 to 3650.");

    [Fact]
    public async Task The_configuration_wins_and_locks()
    {
        await using var test = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        (await new SettingsStore(test.Database, Configuration(), TimeProvider.System).SaveAsync("Thresholds:KeyDays", "90", Cancel)).Should().BeNull();
        var locked = new SettingsStore(test.Database, Configuration(("Thresholds:KeyDays", "365")), TimeProvider.System);
        (await locked.ReadAsync(Cancel)).Thresholds.Keys.DueDays.Should().Be(365);
        (await locked.SaveAsync("Thresholds:KeyDays", "60", Cancel)).Should().Contain("is given by the configuration (Thresholds:KeyDays)");
    }

    [Fact]
    public void Every_key_is_documented_with_its_default_and_range()
    {
        var lines = File.ReadAllLines(Path.Combine(ProjectRoot.Path, "docs", "configuration.md"));
        foreach (var key in ThresholdCatalogue.Keys)
        {
            var range = string.Create(CultureInfo.InvariantCulture, $"{key.Min} to {key.Max} |");
            lines.Should().ContainSingle(l => l.StartsWith($"| `{key.Key}` | `{key.Definition.Default}` | ", StringComparison.Ordinal) && l.EndsWith(range, StringComparison.Ordinal), "of {0}: {1}", key.Key, range);
        }
    }

    private static ThresholdKey Key(string name) => ThresholdCatalogue.Keys.Single(k => k.Key == name);

    private static IConfiguration Configuration(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(v => KeyValuePair.Create(v.Key, (string?)v.Value))).Build();
}
