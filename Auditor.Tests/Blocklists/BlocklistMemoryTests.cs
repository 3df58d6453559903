using System.Net;
using Auditor.Core.Auditing;
using Auditor.Core.Blocklists;
using Auditor.Core.Dns;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Blocklists;
using Auditor.Tests.Support;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Xunit;
using static Auditor.Tests.Blocklists.SampleLists;

namespace Auditor.Tests.Blocklists;

/// <summary>The memory that survives restarts.</summary>
public sealed class BlocklistMemoryTests
{
    private const string List = "bl.test";

    private readonly SteppedTime time = new();

    [Theory]
    [BothDatabases]
    public async Task A_question_is_claimed_once_in_six_hours_across_restarts(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, Cancel);
        var memory = new StoredBlocklistMemory(database.Database, time);

        (await memory.ClaimAsync(List, ["192.0.2.1", "192.0.2.9"], Cancel)).Should().BeEquivalentTo("192.0.2.1", "192.0.2.9");
        (await memory.FindAsync(List, ["192.0.2.1"], Cancel)).Should().BeEmpty("a claim is no answer");
        time.Advance(TimeSpan.FromMinutes(359));
        await using var restarted = database.Another();
        var next = new StoredBlocklistMemory(restarted, time);
        (await next.ClaimAsync(List, ["192.0.2.1", "192.0.2.77"], Cancel)).Should().BeEquivalentTo(["192.0.2.77"], "the process that was to ask may be dead, and may have asked");
        (await next.ClaimAsync("other.test", ["192.0.2.1"], Cancel)).Should().BeEquivalentTo(["192.0.2.1"], "each list is asked on its own");
        time.Advance(TimeSpan.FromMinutes(1));
        (await next.ClaimAsync(List, ["192.0.2.1", "192.0.2.77"], Cancel)).Should().BeEquivalentTo("192.0.2.1");
    }

    [Theory]
    [BothDatabases]
    public async Task Workers_that_claim_at_once_share_the_questions_out(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, Cancel);
        var subjects = Enumerable.Range(0, 250).Select(i => $"198.51.100.{i}").ToList();

        var claims = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => new StoredBlocklistMemory(database.Database, time).ClaimAsync(List, subjects, Cancel))));

        claims.SelectMany(c => c).Should().HaveCount(250).And.OnlyHaveUniqueItems();
    }

    [Theory]
    [BothDatabases]
    public async Task An_answer_comes_back_as_it_was_given(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, Cancel);
        var memory = new StoredBlocklistMemory(database.Database, time);
        var answer = new BlocklistLookup(DnsStatus.Answer, [IPAddress.Parse("127.0.0.2"), IPAddress.Parse("127.0.0.9")], time.GetUtcNow()) { Reason = "spam\0 \u00fc" };

        await memory.ClaimAsync(List, ["192.0.2.1"], Cancel);
        await memory.RememberAsync(List, new Dictionary<string, BlocklistLookup> { ["192.0.2.1"] = answer }, Cancel);

        var found = (await memory.FindAsync(List, ["192.0.2.1", "192.0.2.2"], Cancel)).Should().ContainSingle().Subject.Value;
        found.Should().BeEquivalentTo(answer with { Reason = "spam\ufffd \u00fc" });
    }

    [Theory]
    [BothDatabases]
    public async Task The_desk_asks_once_in_six_hours_and_tests_daily_over_the_database_too(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, Cancel);
        var zone = new TestZone().A("2.0.0.127.bl.test", "127.0.0.2").A("1.2.0.192.bl.test", "127.0.0.2");
        var counts = new List<int>();
        foreach (var step in (TimeSpan[])[TimeSpan.Zero, TimeSpan.FromMinutes(359), TimeSpan.FromMinutes(1), TimeSpan.FromHours(18)])
        {
            time.Advance(step);
            using var desk = new BlocklistDesk(Only("""{"zone":"bl.test"}"""), zone, new StoredBlocklistMemory(database.Database, time), time) { Spacing = TimeSpan.Zero };
            var before = zone.Asked.Count;
            (await desk.AnswersAsync(DomainName.Parse("shop.example"), [Sender], Cancel)).Answers.Single().Status.Should().Be(BlocklistStatus.Listed);
            counts.Add(zone.Asked.Count - before);
        }

        counts.Should().Equal([4, 0, 2, 4], "each desk is another process; the reason (TXT) goes with a listing");
    }

    [Theory]
    [BothDatabases]
    public async Task A_failure_keeps_the_last_known_answer_for_two_days_and_a_change_is_noted(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, Cancel);
        var memory = new StoredBlocklistMemory(database.Database, time);
        var changes = new List<long>();
        var start = time.GetUtcNow();
        await NoteAsync(DnsStatus.Answer, "127.0.0.2");
        await NoteAsync(DnsStatus.Timeout);
        (await FindAsync()).Returned.Should().HaveCount(1);
        await NoteAsync(DnsStatus.Answer, "127.0.0.2");
        await NoteAsync(DnsStatus.NxDomain);
        time.Advance(TimeSpan.FromHours(48));
        await NoteAsync(DnsStatus.Timeout);

        (await FindAsync()).Should().BeEquivalentTo(new { Status = DnsStatus.Timeout, IsError = true });
        changes.Should().Equal(0, 0, 0, 18, 72);

        async Task NoteAsync(DnsStatus status, params string[] returned)
        {
            await memory.ClaimAsync(List, ["192.0.2.1"], Cancel);
            await memory.RememberAsync(List, new Dictionary<string, BlocklistLookup> { ["192.0.2.1"] = new(status, [.. returned.Select(IPAddress.Parse)], time.GetUtcNow()) { IsError = status == DnsStatus.Timeout } }, Cancel);
            await using var context = database.Database.CreateDbContext();
            changes.Add((long)((await context.BlocklistRecords.AsNoTracking().SingleAsync(Cancel)).ChangedAt!.Value - start).TotalHours);
            time.Advance(TimeSpan.FromHours(6));
        }

        async Task<BlocklistLookup> FindAsync() => (await memory.FindAsync(List, ["192.0.2.1"], Cancel)).Values.Single();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
