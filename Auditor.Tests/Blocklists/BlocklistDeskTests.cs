using Auditor.Core.Auditing;
using Auditor.Core.Blocklists;
using Auditor.Core.Dns;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;
using static Auditor.Tests.Blocklists.SampleLists;

namespace Auditor.Tests.Blocklists;

/// <summary>What is asked, in which order, and when not.</summary>
public sealed class BlocklistDeskTests
{
    private const string One = """{"zone":"bl.test","weight":"high","codes":{"127.0.0.2":"listed"}}""";
    private const string Listed = "2.0.0.127.bl.test";
    private const string NotListed = "1.0.0.127.bl.test";
    private const string First = "1.2.0.192.bl.test";
    private const string Second = "9.2.0.192.bl.test";

    private readonly SteppedTime time = new();

    [Fact]
    public async Task Test_points_come_first_and_the_reason_is_asked_for_a_listing_only()
    {
        var zone = Zone().A(First, "127.0.0.2").Txt(First, "because");
        using var desk = Desk(zone);

        var facts = await AskAsync(desk, Sender, Other);

        zone.Asked.Should().Equal((NotListed, DnsRecordType.A), (Listed, DnsRecordType.A), (First, DnsRecordType.A), (First, DnsRecordType.Txt), (Second, DnsRecordType.A));
        facts.Answers.Select(a => (a.Subject.Text, a.Status, a.Lookup?.Reason)).Should().Equal(("192.0.2.1", BlocklistStatus.Listed, "because"), ("192.0.2.9", BlocklistStatus.Clean, null));
    }

    [Theory]
    [InlineData("127.0.0.2", ZoneHealth.ListsEverything)]
    [InlineData("198.51.100.7", ZoneHealth.Parked)]
    [InlineData("127.255.255.254", ZoneHealth.Refused)]
    public async Task A_list_whose_test_points_fail_is_not_asked_about_anything(string answer, ZoneHealth health)
    {
        var zone = new TestZone().A(NotListed, answer).A(Listed, answer).A(First, answer);
        using var desk = Desk(zone);

        var facts = await AskAsync(desk, Sender);

        zone.Asked.Should().Equal((NotListed, DnsRecordType.A));
        facts.Unusable.Should().ContainSingle().Which.Health.Should().Be(health);
        facts.Answers.Should().ContainSingle().Which.Status.Should().Be(BlocklistStatus.Error);
    }

    [Fact]
    public async Task A_list_is_asked_once_in_six_hours_and_tested_once_a_day()
    {
        var zone = Zone();
        using var desk = Desk(zone);
        var counts = new List<int>();
        foreach (var step in (TimeSpan[])[TimeSpan.Zero, TimeSpan.FromMinutes(359), TimeSpan.FromMinutes(1), TimeSpan.FromHours(17), TimeSpan.FromHours(1)])
        {
            time.Advance(step);
            var before = zone.Asked.Count;
            (await AskAsync(desk, Sender)).Answers.Should().OnlyContain(a => a.Status == BlocklistStatus.Clean);
            counts.Add(zone.Asked.Count - before);
        }

        counts.Should().Equal([3, 0, 1, 1, 2], "at 0:00 all, at 5:59 nothing, at 6:00 the subject, at 23:00 the subject, at 24:00 the two test points");
    }

    [Fact]
    public async Task Audits_that_share_an_address_share_its_question()
    {
        var zone = Zone();
        using var desk = Desk(zone);

        var facts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => AskAsync(desk, Sender)));

        zone.Asked.Should().HaveCount(3);
        facts.Should().OnlyContain(f => f.Answers.Single().Status == BlocklistStatus.Clean);
    }

    [Fact]
    public async Task A_refusal_ends_the_questions_to_the_list()
    {
        var zone = Zone().A(First, "127.255.255.255");
        using var desk = Desk(zone);

        var facts = await AskAsync(desk, Sender, Other);

        zone.Asked.Should().HaveCount(3).And.NotContain((Second, DnsRecordType.A));
        facts.Answers.Should().HaveCount(2).And.OnlyContain(a => a.Status == BlocklistStatus.Error);
        facts.Answers[0].Codes.Should().Equal("too-many-queries");
        facts.Answers[1].Detail.Should().StartWith("Not asked");
    }

    [Fact]
    public async Task A_list_that_stops_answering_is_left_alone_after_five_failures_and_nothing_is_tried_twice()
    {
        var subjects = Enumerable.Range(10, 8).Select(i => BlocklistSubject.Of(System.Net.IPAddress.Parse($"192.0.2.{i}"))).ToArray();
        var zone = Zone();
        foreach (var i in Enumerable.Range(10, 8))
        {
            zone.Fails($"{i}.2.0.192.bl.test", DnsStatus.Timeout);
        }

        using var desk = Desk(zone);

        var facts = await AskAsync(desk, subjects);

        zone.Asked.Should().HaveCount(2 + BlocklistLimits.MaxFailuresInRow).And.OnlyHaveUniqueItems();
        facts.Answers.Should().HaveCount(8).And.OnlyContain(a => a.Status == BlocklistStatus.Error);
    }

    [Fact]
    public async Task A_failure_does_not_hide_a_listing_that_was_known_a_while_ago()
    {
        var memory = new ProcessBlocklistMemory(time);
        using (var desk = Desk(Zone().A(First, "127.0.0.2"), memory))
        {
            await AskAsync(desk, Sender);
        }

        var asked = time.GetUtcNow();
        time.Advance(TimeSpan.FromHours(7));
        using var failing = Desk(Zone().Fails(First, DnsStatus.ServerFailure), memory);
        var facts = await AskAsync(failing, Sender);

        facts.Answers.Single().Should().BeEquivalentTo(new { Status = BlocklistStatus.Listed, Lookup = new { AskedAt = asked } });
        time.Advance(TimeSpan.FromHours(48));
        (await AskAsync(failing, Sender)).Answers.Single().Status.Should().Be(BlocklistStatus.Error, "two days later it is not known any more");
    }

    [Fact]
    public async Task Addresses_of_ipv6_need_test_points_of_their_own()
    {
        const string Both = """{"zone":"bl.test","ipv6":true}""";
        var six = BlocklistSubject.Of(System.Net.IPAddress.Parse("2001:db8::1"));
        var zone = Zone().A("1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.bl.test", "127.0.0.2");
        using var desk = new BlocklistDesk(Only(Both), zone, new ProcessBlocklistMemory(time), time) { Spacing = TimeSpan.Zero };

        (await AskAsync(desk, Sender, six)).Answers.Select(a => a.Status).Should().Equal(BlocklistStatus.Clean, BlocklistStatus.Error);

        time.Advance(TimeSpan.FromHours(6));
        zone.A("2.0.0.0.0.0.f.7.f.f.f.f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.bl.test", "127.0.0.2");
        (await AskAsync(desk, Sender, six)).Answers.Select(a => a.Status).Should().Equal([BlocklistStatus.Clean, BlocklistStatus.Listed], "failed test points are asked again after six hours");
    }

    [Fact]
    public async Task A_list_without_published_test_entries_is_still_tested_for_listing_everything()
    {
        const string Names = """{"zone":"bl.test","kind":"domain","testListed":[]}""";
        var good = new TestZone().A("shop.example.bl.test", "127.0.0.2");
        var wild = new TestZone().A("invalid.bl.test", "127.0.0.2").A("shop.example.bl.test", "127.0.0.2");
        using var first = new BlocklistDesk(Only(Names), good, new ProcessBlocklistMemory(time), time);
        using var second = new BlocklistDesk(Only(Names), wild, new ProcessBlocklistMemory(time), time);

        (await AskAsync(first, Name)).Answers.Single().Status.Should().Be(BlocklistStatus.Listed);
        (await AskAsync(second, Name)).Answers.Single().Status.Should().Be(BlocklistStatus.Error);
    }

    [Fact]
    public async Task A_reason_is_cut_and_loses_its_control_characters()
    {
        var zone = Zone().A(First, "127.0.0.2").Txt(First, "\u001b[31mspam\r\n" + new string('x', 2000));
        using var desk = Desk(zone);

        var reason = (await AskAsync(desk, Sender)).Answers.Single().Lookup!.Reason!;

        reason.Should().HaveLength(BlocklistLookup.MaxReason).And.NotMatchRegex(@"\p{C}").And.StartWith("[31mspam  xxx");
    }

    [Fact]
    public async Task A_domain_with_hundreds_of_addresses_gets_a_bounded_number_of_questions()
    {
        var dns = new TestZone().Mx("shop.example", 10, "mx.shop.example").A("mx.shop.example", [.. Enumerable.Range(1, 200).Select(i => $"198.51.100.{i}")]);
        var lists = Zone();
        using var desk = Desk(lists);
        var request = new AuditRequest(DomainName.Parse("shop.example")) { Checks = AuditChecks.Blocklists };

        var audit = await DomainAuditor.AuditAsync(request, new AuditMeans(dns, time) { Blocklists = desk }, TestContext.Current.CancellationToken);

        audit.Blocklists.Should().HaveCount(BlocklistLimits.MaxAddresses).And.OnlyContain(b => b.Status == "clean");
        lists.Asked.Should().HaveCount(2 + BlocklistLimits.MaxAddresses);
    }

    [Fact]
    public async Task Questions_to_one_list_keep_their_distance()
    {
        const string Slow = """{"zone":"bl.test","minIntervalMs":60}""";
        using var desk = new BlocklistDesk(Only(Slow), Zone(), new ProcessBlocklistMemory(TimeProvider.System), TimeProvider.System) { Spacing = TimeSpan.FromMilliseconds(20) };
        var since = TimeProvider.System.GetTimestamp();

        await AskAsync(desk, Sender, Other);

        TimeProvider.System.GetElapsedTime(since).Should().BeGreaterThan(TimeSpan.FromMilliseconds(170), "four questions have three pauses of 60 ms");
    }

    private static TestZone Zone() => new TestZone().A(Listed, "127.0.0.2");

    private BlocklistDesk Desk(TestZone zone, IBlocklistMemory? memory = null) => new(Only(One), zone, memory ?? new ProcessBlocklistMemory(time), time) { Spacing = TimeSpan.Zero };

    private static Task<BlocklistFacts> AskAsync(BlocklistDesk desk, params BlocklistSubject[] subjects) =>
        desk.AnswersAsync(DomainName.Parse("shop.example"), subjects, TestContext.Current.CancellationToken);
}
