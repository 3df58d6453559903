using Auditor.Core.Storage;
using Auditor.Core.Storage.Activity;
using Auditor.Core.Storage.Domains;
using Auditor.Tests.Support;
using Auditor.Worker.Domains;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Auditor.Tests.Worker.Domains;

public sealed class DomainImportTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);
    private static readonly CancellationToken Cancel = CancellationToken.None;

    [Theory]
    [InlineData("one.example,Acme,news web,people\ntwo.example\n")]
    [InlineData("domain;group;tags;purpose\r\none.example;Acme;news|web;People\r\n\r\n# a remark\r\nhttps://two.example/about\r\n")]
    [InlineData("one.example\tAcme\tnews web\tpeople\nann@two.example\t\t\t")]
    public void Fields_may_be_parted_in_several_ways_and_left_out(string text)
    {
        var lines = ImportFile.Read(text);

        lines.Select(l => (l.Domain?.Value, l.Outcome)).Should().Equal(("one.example", ImportOutcome.New), ("two.example", ImportOutcome.New));
        (lines[0].Group, lines[0].Purpose).Should().Be(("Acme", "people"));
        lines[0].Tags.Should().Equal("news", "web");
        (lines[1].Group, lines[1].Purpose, lines[1].Tags.Count).Should().Be((null, null, 0));
    }

    [Fact]
    public void What_cannot_be_used_is_told_by_line_and_the_rest_is_read()
    {
        var lines = ImportFile.Read("one.example\nnot a domain\ntwo.example,,,everybody\none.example,Other\nthree.example\n");

        lines.Select(l => (l.Line, l.Outcome)).Should().Equal(
            (1, ImportOutcome.New), (2, ImportOutcome.Invalid), (3, ImportOutcome.Invalid), (4, ImportOutcome.Twice), (5, ImportOutcome.New));
        lines[1].Note.Should().NotBeNullOrEmpty();
        lines[2].Note.Should().Be("'everybody' is no purpose; write people, machine, receive-only or parked, or leave it out.");
        lines[3].Note.Should().Be("It stands on line 1 already.");
    }

    [Fact]
    public void More_lines_than_are_read_are_told()
    {
        var lines = ImportFile.Read(string.Join('\n', Enumerable.Range(0, ImportFile.MostLines + 5).Select(i => $"d{i}.example")));

        lines.Should().HaveCount(ImportFile.MostLines + 1);
        lines[^1].Should().BeEquivalentTo(new { Outcome = ImportOutcome.Invalid, Note = "Only the first 10,000 lines are read: import the rest apart." });
    }

    [Theory, BothDatabases]
    public async Task A_plan_changes_nothing_and_the_same_list_twice_changes_nothing_more(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        var clock = new StillTime(Now);
        var import = new DomainImport(test.Database, new DomainRegister(test.Database, clock), new ActivityLog(test.Database, clock), clock);
        await import.ApplyAsync(new Doer("ann"), await import.PlanAsync("old.example,First,kept", Cancel), null, Cancel);
        var text = "old.example,Second,news,parked\n" + string.Join('\n', Enumerable.Range(0, 500).Select(i => $"d{i}.example,Group {i % 3},all tag{i % 7}"));

        var plan = await import.PlanAsync(text, Cancel);
        (plan.Count(ImportOutcome.New), plan.Count(ImportOutcome.Change)).Should().Be((500, 1));
        plan.Lines[0].Note.Should().Be("group First becomes Second; tags news added; purpose parked");
        await using (var db = test.Database.CreateDbContext())
        {
            (await db.Domains.CountAsync(Cancel)).Should().Be(1, "a plan is only looked at");
        }

        await import.ApplyAsync(new Doer("ann"), plan, null, Cancel);
        (await import.PlanAsync(text, Cancel)).Count(ImportOutcome.Same).Should().Be(501);
        await using var after = test.Database.CreateDbContext();
        (await after.Domains.CountAsync(Cancel)).Should().Be(501);
        (await after.Domains.CountAsync(d => d.NextAuditAt == Now && d.Tags.Any(t => t.Name == "all"), Cancel)).Should().Be(500);
        (await after.Groups.Select(g => g.Name).ToListAsync(Cancel)).Should().BeEquivalentTo("First", "Second", "Group 0", "Group 1", "Group 2");
        var old = await after.Domains.Include(d => d.Tags).SingleAsync(d => d.Name == "old.example", Cancel);
        old.Tags.Select(t => t.Name).Should().BeEquivalentTo("kept", "news");
        (await after.Activity.OrderBy(a => a.Id).Select(a => a.After).ToListAsync(Cancel)).Should().Equal("1 added, 0 changed", "500 added, 1 changed");
    }
}
