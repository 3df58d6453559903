using System.Net;
using Auditor.Core.Blocklists;
using Auditor.Core.Dns;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Tests.Support;
using Auditor.Worker;
using Auditor.Worker.Doctor;
using Auditor.Worker.Mailboxes;
using FluentAssertions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Auditor.Tests.Worker.Doctor;

public sealed class DoctorTests(SignedZones zones) : IClassFixture<SignedZones>
{
    private const string Secret = "correct horse battery staple";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [BothDatabases]
    public async Task A_sound_installation_has_nothing_to_mend(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);

        var checks = await RunAsync(test.Database.Options, zones.Resolver.ToString());

        checks.Where(c => c.Status == CheckStatus.Failed || c.Area is "resolver" && c.Status != CheckStatus.Ok).Should().BeEmpty();
        checks.Single(c => c.Name == "schema").Status.Should().Be(CheckStatus.Ok);
        checks.Single(c => c.Name == "skew").Status.Should().Be(provider == StorageProvider.Postgres ? CheckStatus.Ok : CheckStatus.Skipped);
        checks.Select(c => c.Area).Distinct().Should().Equal("configuration", "database", "clock", "resolver", "blocklists", "mailbox", "notices");
        checks.Single(c => c.Area == "blocklists").Should().Match<DoctorCheck>(c => c.Status == CheckStatus.Warning && c.Detail.Contains("cannot be used: Spamhaus ZEN"), "no list is there to answer");
    }

    [Theory]
    [BothDatabases]
    public async Task A_schema_that_is_not_current_says_so_and_is_left_as_it_is(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateEmptyAsync(provider);
        if (provider == StorageProvider.Sqlite)
        {
            await File.WriteAllBytesAsync(test.Database.Options.DatabaseFile, [], Cancel);
        }

        var checks = await RunAsync(test.Database.Options, zones.Resolver.ToString());

        checks.Single(c => c.Name == "schema").Should().BeEquivalentTo(new { Status = CheckStatus.Failed, Fix = "Run 'auditor migrate'." });
        checks.Single(c => c.Area == "mailbox").Status.Should().Be(CheckStatus.Skipped);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_not_made()
    {
        await using var test = await TestDatabase.CreateEmptyAsync(StorageProvider.Sqlite);

        var checks = await RunAsync(test.Database.Options, zones.Resolver.ToString());

        checks.Single(c => c.Name == "schema").Status.Should().Be(CheckStatus.Warning);
        test.Folder.GetFileSystemInfos().Should().BeEmpty();
    }

    [Fact]
    public async Task An_unknown_key_and_a_missing_file_are_named()
    {
        await using var test = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);

        var checks = await RunAsync(
            test.Database.Options, zones.Resolver.ToString(), ("Dns:Timeuot", "5s"), ("Bootstrap:AdminPassword_FILE", "/nowhere/password"), ("Schedule:TimeZone", "Europe/Atlantis"));

        var failed = checks.Where(c => c.Status == CheckStatus.Failed).ToList();
        failed.Should().Contain(c => c.Area == "configuration" && c.Detail.Contains("did you mean Dns:Timeout?"));
        failed.Should().Contain(c => c.Name == "Bootstrap:AdminPassword_FILE" && c.Detail.Contains("/nowhere/password"));
        failed.Should().Contain(c => c.Area == "clock" && c.Detail.Contains("Atlantis"));
    }

    [Fact]
    public async Task A_mailbox_that_cannot_be_reached_fails_and_no_secret_is_shown()
    {
        await using var test = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        await AddMailboxAsync(test, "reports@example.com", Secret);
        await AddMailboxAsync(test, "lost@example.com", null);

        var checks = await RunAsync(test.Database.Options, zones.Resolver.ToString());

        var mailboxes = checks.Where(c => c.Area == "mailbox").ToList();
        mailboxes.Select(m => (m.Name, m.Status)).Should().Equal(("reports@example.com at 127.0.0.1", CheckStatus.Failed), ("lost@example.com at 127.0.0.1", CheckStatus.Failed));
        mailboxes[1].Fix.Should().Contain("Type the secret in again");
        checks.Should().NotContain(c => $"{c.Detail}{c.Fix}{c.Name}".Contains(Secret));
    }

    [Fact]
    public async Task A_channel_of_notices_that_is_incomplete_is_named()
    {
        await using var test = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);

        var half = await RunAsync(test.Database.Options, zones.Resolver.ToString(), ("Notices:Smtp:Host", "mail.example.com"), ("Notices:From", "auditor@example.com"), ("Notices:Heartbeat", "http://ping.example/secret-path"));
        half.Where(c => c.Area == "notices").Select(c => (c.Name, c.Status, c.Detail)).Should().Equal(
            ("mail", CheckStatus.Warning, "The SMTP server of notices is set and nobody to send them to: no mail is sent."), ("heartbeat ping.example", CheckStatus.Failed, "It is plain HTTP, which is not spoken to strangers."));
        var locked = await RunAsync(
            test.Database.Options, zones.Resolver.ToString(), ("Notices:Smtp:Host", "mail.example.com"), ("Notices:From", "auditor@example.com"), ("Notices:To", "ann@example.com"), ("Notices:Smtp:UserName", "relay"));
        locked.Single(c => c.Area == "notices").Should().Match<DoctorCheck>(c => c.Name == "mail.example.com:587" && c.Status == CheckStatus.Failed && c.Detail.StartsWith("'relay' has no password"));
    }

    [Fact]
    public async Task Zone_files_stand_in_for_resolvers()
    {
        await using var test = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);

        var checks = await RunAsync(test.Database.Options, null, ("Dns:ZoneFiles", ZonesFixture.Files[0]));

        checks.Single(c => c.Area == "resolver").Status.Should().Be(CheckStatus.Skipped);
    }

    [Fact]
    public async Task The_command_ends_with_two_when_something_fails()
    {
        var dead = new IPEndPoint(IPAddress.Loopback, TestServices.FreePort());

        var text = await AuditorProcess.RunAsync("doctor", "--resolver", dead.ToString());
        var json = await AuditorProcess.RunAsync("doctor", "--format", "json", "--resolver", dead.ToString());

        (text.ExitCode, json.ExitCode).Should().Be((2, 2), text.Error);
        text.Output.Split('\n').Should().Contain(l => l.StartsWith($"failed   resolver      {dead}: It does not answer. Mend:"));
        var document = System.Text.Json.JsonDocument.Parse(json.Output).RootElement;
        document.GetProperty("status").GetString().Should().Be("failed");
        document.GetProperty("checks").EnumerateArray().Should().Contain(c => c.GetProperty("area").GetString() == "resolver" && c.GetProperty("status").GetString() == "failed");
    }

    [Theory]
    [InlineData("inventing", CheckStatus.Failed, "gives an address for a name that does not exist")]
    [InlineData("no-recursion", CheckStatus.Failed, "does not look names up")]
    [InlineData("no-tcp", CheckStatus.Failed, "does not answer over TCP")]
    [InlineData("no-edns", CheckStatus.Warning, "does not take EDNS")]
    [InlineData("lossy", CheckStatus.Warning, "4 of 5 questions answered")]
    [InlineData("slow", CheckStatus.Warning, "median 300.0 ms")]
    [InlineData("large-lost", CheckStatus.Failed, "Large answers get lost")]
    [InlineData("not-validating", CheckStatus.Warning, "hands out what is wrongly signed")]
    [InlineData("remote", CheckStatus.Warning, "could be forged")]
    [InlineData("public", CheckStatus.Warning, "public resolver (Google")]
    [InlineData("refusing", CheckStatus.Failed, "the code 5 (REFUSED)")]
    public void What_is_wrong_with_a_resolver_is_said_with_what_to_mend(string which, CheckStatus status, string words)
    {
        var check = ResolverDoctor.Judge(Resolver(which)).Where(c => c.Detail.Contains(words, StringComparison.Ordinal)).Should().ContainSingle().Subject;

        check.Status.Should().Be(status);
        check.Fix.Should().NotBeNullOrEmpty();
        ResolverDoctor.Judge(Resolver("sound")).Should().OnlyContain(c => c.Status == CheckStatus.Ok);
    }

    [Fact]
    public void A_list_that_refuses_is_named_with_its_reason()
    {
        var zone = BlocklistCatalogue.Default.Find("zen.spamhaus.org")!;
        var refused = new ZoneTest(zone, SubjectKind.Ipv4, ZoneHealth.Refused, "It refuses public resolvers (127.255.255.254).");

        BlocklistDoctor.Judge("192.0.2.53:53", [new ZoneTest(zone, SubjectKind.Ipv4, ZoneHealth.Ok, "")]).Status.Should().Be(CheckStatus.Ok);
        BlocklistDoctor.Judge("192.0.2.53:53", [refused]).Should().Match<DoctorCheck>(c => c.Status == CheckStatus.Warning && c.Detail.Contains("1 of the 1 lists") && c.Detail.Contains("127.255.255.254") && c.Fix != null);
    }

    [Theory]
    [InlineData(0, CheckStatus.Ok)]
    [InlineData(6, CheckStatus.Warning)]
    [InlineData(61, CheckStatus.Failed)]
    public void A_clock_that_differs_from_the_database_servers_is_told(int seconds, CheckStatus expected) =>
        ClockDoctor.Judge(TimeSpan.FromSeconds(seconds)).Status.Should().Be(expected);

    private static ResolverFacts Resolver(string which)
    {
        var sound = new ResolverFacts(new IPEndPoint(IPAddress.Loopback, 53))
        {
            Asked = 5,
            Answered = 5,
            MedianLatency = TimeSpan.FromMilliseconds(2),
            OffersRecursion = true,
            TakesEdns = true,
            AnswersTcp = true,
            DeliversLargeAnswers = true,
            SetsAuthenticData = true,
            RefusesBogus = true,
            InventsAnswers = false,
        };
        return which switch
        {
            "inventing" => sound with { InventsAnswers = true },
            "no-recursion" => sound with { OffersRecursion = false },
            "no-tcp" => sound with { AnswersTcp = false },
            "no-edns" => sound with { TakesEdns = false },
            "lossy" => sound with { Answered = 4 },
            "slow" => sound with { MedianLatency = TimeSpan.FromMilliseconds(300) },
            "large-lost" => sound with { DeliversLargeAnswers = false },
            "not-validating" => sound with { RefusesBogus = false, SetsAuthenticData = false },
            "remote" => sound with { Server = new IPEndPoint(IPAddress.Parse("192.0.2.53"), 53) },
            "public" => sound with { Server = new IPEndPoint(IPAddress.Parse("8.8.4.4"), 53) },
            "refusing" => sound with { Answered = 0, MedianLatency = null, FailureCode = 5 },
            _ => sound,
        };
    }

    private static Task<IReadOnlyList<DoctorCheck>> RunAsync(StorageOptions storage, string? resolver, params (string Key, string Value)[] more)
    {
        var values = new Dictionary<string, string?> { ["Storage:Provider"] = storage.Provider.ToString().ToLowerInvariant(), ["Storage:Path"] = storage.Path };
        if (storage.ConnectionString is { } connection)
        {
            values["Storage:ConnectionString"] = connection;
        }

        foreach (var (key, value) in more)
        {
            values[key] = value;
        }

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        return new DoctorRun(configuration, resolver is null ? [] : [resolver], SignedZones.Questions, TimeProvider.System).RunAsync(Cancel);
    }

    private static async Task AddMailboxAsync(TestDatabase test, string user, string? password)
    {
        await using var services = new ServiceCollection().AddLogging().AddAuditorKeyRing(test.Database.Options).AddSingleton<MailboxPasswords>().BuildServiceProvider();
        await using var context = test.Database.CreateDbContext();
        context.Mailboxes.Add(new Mailbox
        {
            Host = "127.0.0.1",
            Port = TestServices.FreePort(),
            UserName = user,
            ProtectedPassword = password is null ? null : services.GetRequiredService<MailboxPasswords>().Protect(password),
        });
        await context.SaveChangesAsync(Cancel);
    }
}
