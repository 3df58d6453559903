using System.Globalization;
using Auditor.Core.Storage.Queries;
using Auditor.Web.Components.Charts;
using Auditor.Web.Components.Controls;
using Auditor.Web.Components.Pages;
using Auditor.Web.Components.Pages.Settings;
using Auditor.Worker.Settings;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Web;

public sealed class FormattingTests
{
    [Theory]
    [InlineData(99999, 100000, "99.9 %")]
    [InlineData(1, 100000, "0.1 %")]
    [InlineData(100, 100, "100 %")]
    [InlineData(0, 100, "0 %")]
    [InlineData(97, 100, "97.0 %")]
    [InlineData(0, 0, "–")]
    public void A_share_is_only_all_or_nothing_when_it_is(long part, long whole, string text) => Formats.Share(part, whole).Should().Be(text);

    [Fact]
    public void Controls_that_turn_text_around_are_made_visible() =>
        Formats.Visible("moc\u202Eelpmaxe.\u0007").Should().Be("moc⟦U+202E⟧elpmaxe.⟦U+0007⟧");

    [Theory]
    [InlineData("xn--bcher-kva.example", "bücher.example")]
    [InlineData("example.com", "example.com")]
    [InlineData("no name at all", "no name at all")]
    public void A_domain_is_shown_as_people_write_it(string name, string text) => Formats.Domain(name).Should().Be(text);

    [Fact]
    public void A_span_of_days_names_the_year_once_unless_it_changes()
    {
        Formats.Days(new DateOnly(2026, 10, 25), new DateOnly(2026, 11, 22)).Should().Be("25 Oct – 22 Nov 2026");
        Formats.Days(new DateOnly(2025, 12, 25), new DateOnly(2026, 1, 2)).Should().Be("25 Dec 2025 – 2 Jan 2026");
        Formats.Days(new DateOnly(2026, 11, 22), new DateOnly(2026, 11, 22)).Should().Be("22 Nov 2026");
    }

    [Fact]
    public void German_writes_numbers_shares_and_days_its_own_way_and_what_is_stored_stays_English()
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("de");
        try
        {
            string[] texts = [Formats.Count(12345), Formats.Share(982, 1000), Formats.Points(2.5, lost: true), Formats.Bytes(1400), Formats.Bytes(12), Formats.Stored(12345, "domain"),
                Formats.Day(new DateOnly(2026, 11, 23)), Formats.Days(new DateOnly(2026, 10, 25), new DateOnly(2026, 11, 22)), Words.Stage("reject")];
            texts.Should().Equal("12.345", "98,2 %", "−2,5", "1,4 kB", "12 Byte", "12,345 domains", "23. Nov. 2026", "25. Okt. – 22. Nov. 2026", "Abweisung");
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Fact]
    public void Long_data_is_cut_into_strings_of_at_most_255_octets_that_join_to_the_same()
    {
        var data = "v=DKIM1; p=" + new string('A', 500);
        var quoted = TxtStrings.Quoted(data);
        var strings = quoted.Split("\" \"").Select(s => s.Trim('"')).ToList();
        strings.Should().OnlyContain(s => s.Length <= 255);
        string.Concat(strings).Should().Be(data);
        TxtStrings.NeedsSplit(data).Should().BeTrue();
        TxtStrings.NeedsSplit(new string('a', 255)).Should().BeFalse();
    }

    [Fact]
    public void Quotes_and_backslashes_are_escaped_for_a_zone_file() => TxtStrings.Quoted("a\"b\\c").Should().Be("\"a\\\"b\\\\c\"");

    [Fact]
    public void A_chart_of_shares_says_between_what_they_were_and_keeps_the_counts()
    {
        DayVolume[] days = [new(new DateOnly(2026, 11, 1), 90, 10), new(new DateOnly(2026, 11, 2), 200, 0), new(new DateOnly(2026, 11, 3), 0, 0)];
        var shares = ShareSeries.Of(VolumeSeries.Of(days));
        shares.Summary.Should().Be("The share of “passed DMARC” was between 90.0 % (1 Nov 2026) and 100 % (2 Nov 2026) on each day with mail, and 96.7 % of all 300 messages in 3 days.");
        (shares.IsShare, shares.TotalOf(0)).Should().Be((true, 100));
        shares.ToJson().Should().Contain("\"isShare\":true").And.Contain("[90,200,0]");
        ShareSeries.Of(VolumeSeries.Of([new(new DateOnly(2026, 11, 3), 0, 0)])).Summary.Should().StartWith("No message was reported");
    }

    [Fact]
    public void A_chart_says_in_one_sentence_what_it_shows()
    {
        DayVolume[] days = [new(new DateOnly(2026, 11, 1), 90, 10), new(new DateOnly(2026, 11, 2), 200, 0)];
        VolumeSeries.Sentence(days).Should().Be("300 messages in 2 days, 96.7 % passed DMARC; the busiest day was 2 Nov 2026 with 200. The worst day was 1 Nov 2026: 10.0 % failed.");
    }

    [Fact]
    public void Days_without_reports_are_zero_and_not_left_out() =>
        DayVolume.Fill([new(new DateOnly(2026, 11, 2), 5, 0)], new DateOnly(2026, 11, 1), new DateOnly(2026, 11, 3)).Select(d => d.Messages).Should().Equal(0, 5, 0);

    [Fact]
    public void The_lists_state_comes_back_from_its_address()
    {
        var request = new DomainListView { Search = "shop & co", Stage = "none", Group = "Acme", Tag = "x", NeedsAction = true, Set = DomainSet.ParkedButActive, Sort = DomainSort.LastReport, Descending = true, Page = 2 };
        DomainListAddress.Of(request).Should().Be("domains?q=shop%20%26%20co&stage=none&group=Acme&tag=x&need=1&set=parked-active&sort=lastreport&down=1&page=3");
        DomainListAddress.Read("shop & co", "none", "Acme", "x", "1", "parked-active", "lastreport", "1", null, "3").Should().Be(request);
        var columns = DomainListAddress.Read(null, null, null, null, null, null, null, null, "lastaudit,score,nonsense", null);
        columns.Columns.Should().Equal(DomainColumn.Score, DomainColumn.LastAudit);
        DomainListAddress.Of(columns).Should().Be("domains?cols=score%2Clastaudit");
        DomainListAddress.Of(columns.With(DomainColumn.Score, false).With(DomainColumn.LastAudit, false)).Should().Be("domains?cols=none");
        DomainColumns.Read("none").Should().BeEmpty();
    }

    [Fact]
    public void Every_setting_that_may_be_changed_while_running_stands_on_the_page() =>
        SettingCatalogue.Settings.Where(s => !SettingsPage.Shown.Any(k => s.Key.StartsWith(k, StringComparison.Ordinal))).Should().BeEmpty();

    [Fact]
    public void What_an_address_cannot_mean_counts_as_not_there() =>
        DomainListAddress.Read(" ", null, null, null, "yes", "ParkedButActive", "99", "x", null, "-4").Should().Be(new DomainListView());

    [Fact]
    public void Selectors_and_addresses_that_are_none_are_named()
    {
        var read = DomainEditText.Parse("machine", " Acme ", "One, two", "s1 s 2$", "192.0.2.1, 2001:DB8::1; 7");
        read.Edit.Should().BeEquivalentTo(new { Purpose = "machine", Group = "Acme", Tags = new[] { "One", "two" }, Selectors = new[] { "s1", "s" }, SendingAddresses = new[] { "192.0.2.1", "2001:db8::1" } });
        read.Problems.Should().HaveCount(2).And.Contain(p => p.StartsWith("'2$' is no selector")).And.Contain("'7' is no IP address.");
    }

    [Theory]
    [InlineData("2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z", "1 Nov 2026")]
    [InlineData("2026-11-01T00:00:00Z", "2026-11-01T23:59:59Z", "1 Nov 2026")]
    [InlineData("2026-11-01T05:00:00Z", "2026-11-02T05:00:00Z", "1 Nov 05:00 – 2 Nov 2026 05:00")]
    public void A_reporters_window_is_one_day_only_when_it_is_a_UTC_day(string begin, string end, string text) =>
        ReportWindow.Text(DateTimeOffset.Parse(begin, null), DateTimeOffset.Parse(end, null)).Should().Be(text);

    [Fact]
    public void The_verdict_is_one_sentence()
    {
        var state = new PortfolioState(412, 412, 3, 2, 3, 0, null, null);
        (OverviewVerdict.Lead(state) + OverviewVerdict.Rest(state)).Should().Be("3 of 412 domains need action; 2 changed since yesterday; all 3 mailboxes are healthy.");
    }
}
