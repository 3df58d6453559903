using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Tests.Support;
using Auditor.Worker.Settings;
using FluentAssertions;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Auditor.Tests.Worker.Settings;

public sealed class ConfigurationCheckTests
{
    [Fact]
    public void Good_values_pass() => Failures(
        ("Dns:Resolvers", "192.0.2.1, [2001:db8::1]:5353 resolver.example:53"), ("Dns:Timeout", "2.5s"), ("Worker:HostInWeb", "false"), ("Worker:Concurrency", "96"),
        ("Schedule:TimeZone", "Europe/Zurich"), ("Schedule:NightlyAudit", "3:15"), ("Storage:Provider", "postgres"), ("Web:KnownProxies:0", "10.0.0.0/8"),
        ("Logging:LogLevel:Default", "Warning")).Should().BeEmpty();

    [Fact]
    public void Resolvers_may_be_listed_one_by_one() => Failures(("Dns:Resolvers:0", "192.0.2.1"), ("Dns:Resolvers:1", "192.0.2.2:5353")).Should().BeEmpty();

    [Fact]
    public void Every_failure_is_named_with_its_key() => Failures(
        ("Dns:Timeout", "soon"), ("Dns:Resolvers:1", "192.0.2.1:99999"), ("Schedule:NightlyAudit", "25:00"), ("Worker:Concurrency", "0"), ("Worker:HostInWeb", "maybe")).Should().Equal(
        "The configuration value of Dns:Resolvers:1 cannot be used: '192.0.2.1:99999' is no resolver; write an address, with a port where it is not 53: 192.0.2.1, 192.0.2.1:5353 or [2001:db8::1]:53.",
        "The configuration value of Dns:Timeout cannot be used: 'soon' is no duration between 0.1s and 1m; write for example 5s, 15m or 2h.",
        "The configuration value of Schedule:NightlyAudit cannot be used: '25:00' is no time of day; write hours and minutes, for example 02:00.",
        "The configuration value of Worker:Concurrency cannot be used: '0' is no whole number from 1 to 512.",
        "The configuration value of Worker:HostInWeb cannot be used: 'maybe' is neither true nor false.");

    [Fact]
    public void The_name_of_the_probe_and_the_file_of_senders_are_checked_when_the_program_starts()
    {
        Failures(("Smtp:Probe", "true"), ("Smtp:EhloName", "auditor.example.com")).Should().BeEmpty();
        Failures(("Smtp:Probe", "sometimes"), ("Smtp:EhloName", "localhost"), ("Catalogues:Senders", "/no/such/file.json")).Should().SatisfyRespectively(
            senders => senders.Should().StartWith("The configuration value of Catalogues:Senders cannot be used: /no/such/file.json: the file cannot be read ("),
            name => name.Should().Be("The configuration value of Smtp:EhloName cannot be used: 'localhost' is no full host name, such as auditor.example.com."),
            probe => probe.Should().Be("The configuration value of Smtp:Probe cannot be used: 'sometimes' is neither true nor false."));
    }

    [Fact]
    public void The_keys_of_notices_are_checked_when_the_program_starts()
    {
        Failures(
            ("Notices:When", "always"), ("Notices:To:0", "ann@example.com"), ("Notices:To:1", "bob+dmarc@müller.example"), ("Notices:From", "auditor@example.com"), ("Notices:Smtp:Port", "465"), ("Notices:Smtp:Security", "tls"),
            ("Notices:Smtp:Password", "x"), ("Notices:WebhookSecret", "y"), ("Notices:AllowPrivate", "true"), ("Notices:Webhook", "https://hooks.example/a?b=c"), ("Notices:Smtp:Host", "192.0.2.1")).Should().BeEmpty();
        Failures(
            ("Notices:From", "a@b.example\r\nBcc: c@d.example"), ("Notices:Heartbeat", "ftp://ping.example/"), ("Notices:Language", "fr"), ("Notices:Smtp:Host", "two words"), ("Notices:To", "ann@example.com, bob"),
            ("Notices:Webhook", "https://user:secret@hooks.example/"), ("Notices:When", "sometimes")).Should().Equal(
            "The configuration value of Notices:From cannot be used: 'a@b.example\r\nBcc: c@d.example' is no mail address; write for example postmaster@example.com.",
            "The configuration value of Notices:Heartbeat cannot be used: This is no address of the web; it begins with https://, has 2000 characters at most and names no user.",
            "The configuration value of Notices:Language cannot be used: 'fr' is none of en, de.",
            "The configuration value of Notices:Smtp:Host cannot be used: 'two words' is no name of a server.",
            "The configuration value of Notices:To cannot be used: 'bob' is no mail address; write for example postmaster@example.com.",
            "The configuration value of Notices:Webhook cannot be used: This is no address of the web; it begins with https://, has 2000 characters at most and names no user.",
            "The configuration value of Notices:When cannot be used: 'sometimes' is none of action, always, never.");
    }

    [Fact]
    public void The_drop_folder_must_be_there_and_take_files()
    {
        var folder = Directory.CreateTempSubdirectory("auditor-drop-");
        try
        {
            Failures(("Intake:DropFolder", folder.FullName)).Should().BeEmpty();
            Failures(("Intake:DropFolder", folder.FullName), ("Intake:DropFolderDone", folder.FullName + "/")).Should().ContainSingle().Which.Should().Contain("other folders than Intake:DropFolder");
            Failures(("Intake:DropFolder", folder.FullName + "/none")).Should().Equal(
                $"The configuration value of Intake:DropFolder cannot be used: There is no folder '{folder.FullName}/none'; make it, owned by the user that Auditor runs as.");
            var file = Path.Combine(folder.FullName, "file");
            File.WriteAllText(file, "x");
            Failures(("Intake:DropFolder", folder.FullName), ("Intake:DropFolderInvalid", file)).Should().ContainSingle()
                .Which.Should().StartWith($"The configuration value of Intake:DropFolderInvalid cannot be used: The folder '{file}' cannot be made (");
            folder.EnumerateFiles().Should().ContainSingle();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void An_unknown_key_is_named_with_the_one_that_was_meant() =>
        Failures(("Schedule:TimeZon", "UTC")).Should().Equal("The configuration has an unknown key Schedule:TimeZon; did you mean Schedule:TimeZone?");

    [Fact]
    public void A_variable_of_ours_for_a_section_that_there_is_not_is_named() =>
        ConfigurationCheck.Failures(new ConfigurationBuilder().Build(), ["FOO:BAR"]).Should().Equal("The configuration has an unknown key FOO:BAR; the known ones are in docs/configuration.md.");

    [Fact]
    public async Task The_configuration_wins_over_the_database_and_locks_the_setting()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        var free = new SettingsStore(database.Database, Configuration(), TimeProvider.System);
        (await free.SaveAsync("Dns:Timeout", "3s", Cancel)).Should().BeNull();
        (await free.SaveAsync("Schedule:NightlyAudit", "nonsense", Cancel)).Should().StartWith("'nonsense' is no time of day");
        (await free.ReadAsync(Cancel)).DnsTimeout.Should().Be(TimeSpan.FromSeconds(3));

        var locked = new SettingsStore(database.Database, Configuration(("Dns:Timeout", "7s"), ("Dns:Resolvers:0", "192.0.2.1"), ("Dns:Resolvers:1", "192.0.2.2")), TimeProvider.System);

        var all = await locked.ListAsync(Cancel);
        all.Single(s => s.Definition.Key == "Dns:Timeout").Should().Match<EffectiveSetting>(s => s.IsLocked && s.Value == "7s");
        (await locked.SaveAsync("Dns:Timeout", "4s", Cancel)).Should().Be("DNS time limit is given by the configuration (Dns:Timeout) and can only be changed there.");
        (await locked.ReadAsync(Cancel)).Resolvers.Should().Equal("192.0.2.1", "192.0.2.2");
        (await free.SaveAsync("Dns:Timeout", null, Cancel)).Should().BeNull();
        (await free.ReadAsync(Cancel)).DnsTimeout.Should().Be(TimeSpan.FromSeconds(4.5));
    }

    [Fact]
    public async Task A_stored_value_that_became_invalid_counts_as_not_there()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        await using var context = database.Database.CreateDbContext();
        context.Settings.Add(new Setting { Key = "Schedule:TimeZone", Value = "Atlantis/Capital", ChangedAt = DateTimeOffset.UtcNow });
        await context.SaveChangesAsync(Cancel);

        (await new SettingsStore(database.Database, Configuration(), TimeProvider.System).ReadAsync(Cancel)).TimeZone.Should().Be(TimeZoneInfo.Utc);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static IConfigurationRoot Configuration(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(v => KeyValuePair.Create(v.Key, (string?)v.Value))).Build();

    private static IEnumerable<string> Failures(params (string Key, string Value)[] values) => ConfigurationCheck.Failures(Configuration(values), []);
}
