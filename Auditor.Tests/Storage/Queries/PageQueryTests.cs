using Auditor.Core.Dns;
using Auditor.Core.Findings;
using Auditor.Core.Senders.Classification;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Domains;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Queries;
using Auditor.Tests.Support;
using Auditor.Tests.Web.Support;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Auditor.Tests.Storage.Queries;

public sealed class PageQueryTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);
    private readonly StillTime clock = new(Now);

    [Theory, BothDatabases]
    public async Task The_overview_ranks_errors_before_unknown_before_warnings(StorageProvider provider)
    {
        await using var test = await FilledAsync(provider);
        var page = await new OverviewQuery(test.Database, clock).ReadAsync(null, TestContext.Current.CancellationToken);
        page.Actions.Select(a => (a.Domain, a.Severity)).Should().Equal(
            (SampleInstallation.Shop, Severity.Error), ("bare.example", Severity.Error), ("partner.example", null), ("news.example", Severity.Warning));
        page.Portfolio.Should().BeEquivalentTo(new { Domains = 11, Audited = 10, NeedAction = 3, Changed = 2, Mailboxes = 2, FailingMailboxes = 1 });
        page.Stages.Sum(s => s.Domains).Should().Be(10, "paused domains and those without a score are in no stage");
        page.Volume.Should().HaveCount(30).And.OnlyContain(d => d.Passed + d.Failed == d.Messages);
    }

    [Theory, BothDatabases]
    public async Task The_list_is_sorted_with_the_unknown_last_in_either_direction(StorageProvider provider)
    {
        await using var test = await FilledAsync(provider);
        var query = new DomainListQuery(test.Database, clock);
        foreach (var sort in Enum.GetValues<DomainSort>())
        {
            foreach (var down in new[] { false, true })
            {
                var page = await query.ReadAsync(new DomainListRequest { Sort = sort, Descending = down }, TestContext.Current.CancellationToken);
                page.Items.Should().HaveCount(12, "every order shows every domain").And.OnlyHaveUniqueItems();
            }
        }

        var up = await query.ReadAsync(new DomainListRequest { Sort = DomainSort.Score }, TestContext.Current.CancellationToken);
        up.Items[0].Score.Should().Be(15);
        up.Items[^1].Score.Should().BeNull();
        var descending = await query.ReadAsync(new DomainListRequest { Sort = DomainSort.Score, Descending = true }, TestContext.Current.CancellationToken);
        descending.Items[0].Score.Should().Be(100);
        descending.Items[^1].Score.Should().BeNull();
    }

    [Theory, BothDatabases]
    public async Task Ready_made_groups_hold_what_they_say_and_are_counted(StorageProvider provider)
    {
        await using var test = await FilledAsync(provider);
        var cancel = TestContext.Current.CancellationToken;
        await using (var db = test.Database.CreateDbContext())
        {
            // As the sample has it, plus one domain that fell silent, and one that is parked and sends.
            await db.Domains.Where(d => d.Name == "events.example").ExecuteUpdateAsync(d => d.SetProperty(x => x.LastReportAt, clock.GetUtcNow().AddDays(-4)), cancel);
            await db.Domains.Where(d => d.Name == "news.example").ExecuteUpdateAsync(d => d.SetProperty(x => x.PurposeOverride, "parked"), cancel);
        }

        var query = new DomainListQuery(test.Database, clock);
        var counts = await query.SetsAsync(cancel);
        foreach (var (set, names) in new Dictionary<DomainSet, string[]>
        {
            [DomainSet.NoRecord] = ["bare.example"],
            [DomainSet.Silent] = ["events.example"],
            [DomainSet.ManyLookups] = ["invoices.example", "shop.example"],
            [DomainSet.WeakKeys] = ["news.example", "shop.example"],
            [DomainSet.ParkedButActive] = ["news.example"],
            [DomainSet.Fell] = ["shop.example"],
            [DomainSet.ReadyForNext] = ["blog.example"],
        })
        {
            var page = await query.ReadAsync(new DomainListRequest { Set = set, Sort = DomainSort.Name }, cancel);
            page.Items.Select(i => i.Name).Should().Equal(names, "of {0}", set);
            counts[set].Should().Be(names.Length);
        }
    }

    [Theory, BothDatabases]
    public async Task Pages_do_not_overlap_and_filters_narrow(StorageProvider provider)
    {
        await using var test = await FilledAsync(provider);
        var query = new DomainListQuery(test.Database, clock);
        var names = new List<string>();
        for (var page = 0; page < 3; page++)
        {
            names.AddRange((await query.ReadAsync(new DomainListRequest { Page = page, PageSize = 4, Sort = DomainSort.Aligned }, TestContext.Current.CancellationToken)).Items.Select(i => i.Name));
        }

        names.Should().HaveCount(12).And.OnlyHaveUniqueItems();
        (await query.ReadAsync(new DomainListRequest { Search = "PEOPLE" }, TestContext.Current.CancellationToken)).Items.Select(i => i.Name).Should().BeEquivalentTo("people.example", "mail.people.example");
        (await query.ReadAsync(new DomainListRequest { Stage = "none" }, TestContext.Current.CancellationToken)).Items.Should().ContainSingle();
        (await query.ReadAsync(new DomainListRequest { Tag = "transactional" }, TestContext.Current.CancellationToken)).Items.Should().ContainSingle().Which.Tags.Should().Equal("transactional");
        (await query.ReadAsync(new DomainListRequest { NeedsAction = true }, TestContext.Current.CancellationToken)).Total.Should().Be(3);
    }

    [Theory, BothDatabases]
    public async Task An_audit_that_could_tell_nothing_leaves_the_last_known_state(StorageProvider provider)
    {
        await using var test = await FilledAsync(provider);
        var page = await new DomainPageQuery(test.Database).ReadAsync("partner.example", TestContext.Current.CancellationToken);
        page!.Audit!.Score.Value.Should().BeNull();
        page.LastScored!.Score.Value.Should().Be(100);
        (await new DomainPageQuery(test.Database).ReadAsync("nowhere.example", TestContext.Current.CancellationToken)).Should().BeNull();
    }

    [Theory, BothDatabases]
    public async Task Sources_carry_the_identities_of_the_newest_reports(StorageProvider provider)
    {
        await using var test = await FilledAsync(provider);
        var page = await new SourcesQuery(test.Database, clock).ReadAsync(SampleInstallation.Shop, 30, 0, null, TestContext.Current.CancellationToken);
        page.Total.Should().Be(3);
        page.Items[0].Should().BeEquivalentTo(new { SourceIp = "192.0.2.7", SpfAligned = true, DkimAligned = true, SpfDomains = new[] { "bounce.shop.example" }, DkimDomains = new[] { "shop.example" } });
        page.Items[0].Verdict.Should().Be(new SourceVerdict(SourceClass.Compliant, ClassConfidence.High, "SPF and DKIM pass, both aligned with the From domain."));
    }

    [Theory, BothDatabases]
    public async Task The_ledger_of_the_window_balances(StorageProvider provider)
    {
        await using var test = await FilledAsync(provider);
        var page = await new IngestionQuery(test.Database, clock).ReadAsync(TimeSpan.FromDays(30), 0, TestContext.Current.CancellationToken);
        page.Ledger.Should().Be(new LedgerBalance(214, 187, 19, 3, 3, 2, 0));
        page.Ledger.Balances.Should().BeTrue();
        (page.Ledger with { Seen = 215 }).Balances.Should().BeFalse();
        (await new IngestionQuery(test.Database, clock).ReadAsync(TimeSpan.FromHours(1), 0, TestContext.Current.CancellationToken)).Ledger.Seen.Should().Be(0);
    }

    [Theory, BothDatabases]
    public async Task Runs_are_paged_and_those_that_do_not_balance_stand_out(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, TestContext.Current.CancellationToken);
        var now = clock.GetUtcNow();
        var midnight = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        await using (var db = test.Database.CreateDbContext())
        {
            db.IntakeRuns.AddRange(Enumerable.Range(0, 30).Select(i => new IntakeRun { Source = IntakeSource.Files, StartedAt = midnight.AddMinutes(-i), Seen = 3, Imported = 2, Failed = i == 4 ? 2 : 1 }));
            db.IntakeRuns.Add(new IntakeRun { Source = IntakeSource.Mailbox, StartedAt = midnight });
            db.IntakeRuns.Add(new IntakeRun { Source = IntakeSource.Files, StartedAt = midnight.AddDays(-40), Seen = 5 });
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        var query = new IngestionQuery(test.Database, clock);
        var page = await query.ReadAsync(TimeSpan.FromDays(30), 0, TestContext.Current.CancellationToken);
        page.Today.Should().Be(new LedgerBalance(3, 2, 0, 0, 0, 0, 1));
        (page.RunTotal, page.Runs.Count).Should().Be((31, IngestionQuery.RunsOnPage));
        page.Unbalanced.Should().ContainSingle().Which.Ledger.Should().BeEquivalentTo(new { Seen = 3L, Told = 4L, Balances = false });
        var last = await query.ReadAsync(TimeSpan.FromDays(30), 2, TestContext.Current.CancellationToken);
        last.Runs.Should().HaveCount(7);
        last.Runs[^1].StartedAt.Should().Be(midnight.AddDays(-40));
    }

    [Theory, BothDatabases]
    public async Task What_an_owner_says_of_a_domain_replaces_what_he_said_before(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, TestContext.Current.CancellationToken);
        var register = new DomainRegister(test.Database, clock);
        var settings = new DomainSettingsQuery(test.Database);
        var name = DomainName.Parse("example.com");
        (await register.AddAsync([name, DomainName.Parse("example.org")], TestContext.Current.CancellationToken)).Added.Should().HaveCount(2);
        (await register.AddAsync([name], TestContext.Current.CancellationToken)).Should().BeEquivalentTo(new DomainsAdded([], 1));
        await register.UpdateAsync("example.com", new DomainEdit { Purpose = "machine", Group = "Acme", Tags = ["One", "two"], Selectors = ["s1", "S2"], SendingAddresses = ["192.0.2.1"] }, TestContext.Current.CancellationToken);
        (await settings.ReadAsync("example.com", TestContext.Current.CancellationToken)).Should().BeEquivalentTo(
            new DomainEdit { Purpose = "machine", Group = "Acme", Tags = ["one", "two"], Selectors = ["s1", "s2"], SendingAddresses = ["192.0.2.1"] });
        await register.UpdateAsync("example.com", new DomainEdit { Tags = ["two"], Selectors = ["s2"] }, TestContext.Current.CancellationToken);
        (await settings.ReadAsync("example.com", TestContext.Current.CancellationToken)).Should().BeEquivalentTo(new DomainEdit { Tags = ["two"], Selectors = ["s2"] });
        (await settings.LabelsAsync(TestContext.Current.CancellationToken)).Should().BeEquivalentTo(new DomainLabels([], ["two"]), "groups and tags go with their last domain");
    }

    private static async Task<TestDatabase> FilledAsync(StorageProvider provider)
    {
        var test = await TestDatabase.CreateAsync(provider, TestContext.Current.CancellationToken);
        await SampleInstallation.FillAsync(test.Database, Now);
        return test;
    }
}
