using System.Net;
using Auditor.Core.Dns;
using Auditor.Core.Spf;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Spf;

public sealed class SpfUseTests
{
    private static readonly CancellationToken Cancel = CancellationToken.None;
    private static readonly DomainName Domain = DomainName.Parse("example.com");
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 10, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Day = new(2026, 11, 27);

    private const string Below = """
        esp.example. TXT "v=spf1 include:b.esp.example ip4:192.0.2.0/24 ~all"
        b.esp.example. TXT "v=spf1 ip4:198.51.100.0/25 -all"
        crm.example. TXT "v=spf1 ip4:198.51.100.0/24 -all"
        """;

    private static readonly SpfMail[] Mail =
    [
        new(IPAddress.Parse("192.0.2.7"), 100, 90, 6, Day.AddDays(-3)), new(IPAddress.Parse("198.51.100.7"), 40, 0, 40, Day),
        new(IPAddress.Parse("198.51.100.200"), 7, 7, 0, Day.AddDays(-9)), new(IPAddress.Parse("203.0.113.9"), 5, 0, 0, Day), new(IPAddress.Parse("2001:db8::9"), 2, 0, 0, Day),
    ];

    [Fact]
    public async Task Mail_counts_at_the_first_term_that_covers_its_address_and_at_all_above_it()
    {
        var (use, _) = await UseAsync("v=spf1 include:esp.example include:crm.example -all");

        use.Of("include:esp.example").Should().Be(new SpfTermMail(2, 140, Day, IsSure: true));
        use.Of("include:esp.example > ip4:192.0.2.0/24").Should().Be(new SpfTermMail(1, 100, Day.AddDays(-3), IsSure: true));
        use.Of("include:esp.example > include:b.esp.example").Messages.Should().Be(40);
        use.Of("include:esp.example > include:b.esp.example > ip4:198.51.100.0/25").Messages.Should().Be(40);
        use.Of("include:crm.example").Should().Be(new SpfTermMail(1, 7, Day.AddDays(-9), IsSure: true));
        use.Of("-all").Should().Be(SpfTermMail.None);
        use.Uncovered.Should().Be(new SpfTermMail(2, 7, Day, IsSure: true));
    }

    [Fact]
    public async Task Only_what_no_other_term_covers_is_lost_and_aligned_DKIM_keeps_it_safe()
    {
        var (use, zone) = await UseAsync("v=spf1 include:esp.example include:crm.example -all");

        // 198.51.100.7 is in the network of the other include as well.
        var loss = await LossAsync(use, zone, "include:esp.example");
        loss.Should().Be(new SpfLoss(1, 100, 90, 6, 0));
        loss.Failing.Should().Be(4);
        (await LossAsync(use, zone, "include:crm.example")).Should().Be(new SpfLoss(1, 7, 7, 0, 0));
    }

    [Fact]
    public async Task A_record_over_the_limit_still_shows_whom_its_last_terms_let_in()
    {
        var (use, zone) = await UseAsync($"v=spf1 {string.Join(' ', Enumerable.Repeat("a:none.example", 10))} include:esp.example -all");

        use.Of("include:esp.example").Should().Be(new SpfTermMail(2, 140, Day, IsSure: true));
        (await LossAsync(use, zone, "include:esp.example")).Messages.Should().Be(140);
    }

    [Theory]
    [InlineData("exists:%{i}.list.example", "exists:%{i}.list.example")]
    [InlineData("include:slow.example", "include:slow.example")]
    [InlineData("ptr:slow.example", "ptr:slow.example")]
    public async Task No_mail_is_no_proof_where_DNS_cannot_tell_and_a_loss_says_how_much_is_open(string term, string path)
    {
        var (use, zone) = await UseAsync($"v=spf1 {term} include:esp.example -all");

        use.Of(path).Should().Be(new SpfTermMail(0, 0, null, IsSure: false));
        use.Of("include:esp.example").Should().Be(new SpfTermMail(2, 140, Day, IsSure: true));
        use.Uncovered.IsSure.Should().BeFalse();
        (await LossAsync(use, zone, "include:esp.example")).Should().Be(new SpfLoss(2, 140, 90, 46, 140));
    }

    [Fact]
    public async Task A_term_in_an_include_that_cannot_be_told_leaves_the_include_open_too()
    {
        var (use, _) = await UseAsync("v=spf1 include:more.example -all", "\nmore.example. TXT \"v=spf1 exists:%{i}.list.example -all\"");

        use.Of("include:more.example").IsSure.Should().BeFalse();
        use.Of("include:more.example > exists:%{i}.list.example").IsSure.Should().BeFalse();
    }

    [Theory]
    [InlineData("include:nothing.example")]
    [InlineData("a:nothing.example")]
    public async Task An_include_that_is_known_to_have_no_record_lets_nobody_in_and_hides_nothing(string term)
    {
        var (use, _) = await UseAsync($"v=spf1 {term} include:esp.example -all");

        use.Of(term).Should().Be(SpfTermMail.None);
        use.Of("include:esp.example").Messages.Should().Be(140);
    }

    [Fact]
    public async Task A_plus_all_names_nobody_and_takes_every_loss_away()
    {
        var (use, zone) = await UseAsync("v=spf1 include:esp.example +all");

        use.Uncovered.Messages.Should().Be(14);
        use.Of("+all").Should().Be(SpfTermMail.None);
        (await LossAsync(use, zone, "include:esp.example")).Should().Be(SpfLoss.None);
    }

    [Fact]
    public async Task A_circle_of_includes_ends()
    {
        var (use, _) = await UseAsync("v=spf1 include:round.example -all", "\nround.example. TXT \"v=spf1 include:round.example include:round.example -all\"");

        use.Of("include:round.example").Should().Be(new SpfTermMail(0, 0, null, IsSure: false));
    }

    private static async Task<SpfLoss> LossAsync(SpfUse use, IDnsResolver zone, string term)
    {
        var today = await SpfAuditor.AuditAsync(Domain, zone, Cancel);
        return await use.WithoutAsync((await SpfRemoval.TryAsync(today, SpfRemoval.Find(today.Parsed!, term)!, zone, Cancel))!, zone, Cancel);
    }

    private static async Task<(SpfUse Use, ZoneFileResolver Zone)> UseAsync(string record, string more = "")
    {
        var failing = string.Concat(Mail.Select(m => m.Address.GetAddressBytes()).Where(b => b.Length == 4)
            .SelectMany(b => new[] { $"\n; !servfail {b[0]}.{b[1]}.{b[2]}.{b[3]}.list.example", $"\n; !servfail {b[3]}.{b[2]}.{b[1]}.{b[0]}.in-addr.arpa" }));
        var zone = ZoneFileResolver.FromText($"$TTL 300\nexample.com. TXT \"{record}\"\n{Below}{more}\n; !timeout slow.example{failing}");
        return (await SpfUse.OfAsync(Domain, Mail, zone, Now, Cancel), zone);
    }
}
