using System.Collections.Immutable;
using Auditor.Core.Dmarc;
using Auditor.Core.Dns;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Dmarc;

public sealed class DmarcVerdictTests
{
    private readonly StrictZones zones = StrictZones.Load(FixtureFiles.PathOf("dmarc/walk.zone"));

    [Theory]
    [InlineData("example.com", "example.com", DmarcResult.Pass)]
    [InlineData("news.example.com", "bounce.example.com", DmarcResult.Pass)]
    [InlineData("example.com", "news.example.com", DmarcResult.Pass)]
    [InlineData("a.own.example.com", "example.com", DmarcResult.Fail)]
    [InlineData("strict.com", "news.strict.com", DmarcResult.Fail)]
    [InlineData("strict.com", "strict.com", DmarcResult.Pass)]
    [InlineData("customer.bank", "savings.bank", DmarcResult.Fail)]
    [InlineData("mail.customer.bank", "customer.bank", DmarcResult.Pass)]
    [InlineData("left.odd", "right.odd", DmarcResult.Pass)]
    [InlineData("nothing.com", "nothing.com", DmarcResult.None)]
    [InlineData("badpolicy.com", "badpolicy.com", DmarcResult.None)]
    [InlineData("duplicate.com", "duplicate.com", DmarcResult.PermError)]
    [InlineData("mute.com", "mute.com", DmarcResult.TempError)]
    public async Task A_pass_counts_when_its_domain_is_aligned(string author, string identifier, DmarcResult expected)
    {
        var bySpf = await ConcludeAsync(author, new AuthenticationResult(true, DomainName.Parse(identifier)), []);
        var byDkim = await ConcludeAsync(author, null, [new AuthenticationResult(true, DomainName.Parse(identifier))]);
        (bySpf.Result, byDkim.Result).Should().Be((expected, expected));
    }

    [Fact]
    public async Task A_failed_result_is_never_aligned() =>
        (await ConcludeAsync("example.com", new AuthenticationResult(false, DomainName.Parse("example.com")), [])).Result.Should().Be(DmarcResult.Fail);

    [Fact]
    public async Task One_aligned_signature_among_others_is_enough() =>
        (await ConcludeAsync("example.com", null,
            [new(true, DomainName.Parse("twice.com")), new(false, DomainName.Parse("example.com")), new(true, DomainName.Parse("news.example.com"))]))
        .Result.Should().Be(DmarcResult.Pass);

    [Fact]
    public async Task An_aligned_check_that_DNS_cut_short_leaves_the_verdict_open()
    {
        var open = new AuthenticationResult(false, DomainName.Parse("example.com")) { IsTempError = true };
        var foreign = open with { Domain = DomainName.Parse("savings.bank") };
        (await ConcludeAsync("example.com", open, [])).Result.Should().Be(DmarcResult.TempError);
        (await ConcludeAsync("example.com", foreign, [])).Result.Should().Be(DmarcResult.Fail);
        (await ConcludeAsync("example.com", open, [new(true, DomainName.Parse("example.com"))])).Result.Should().Be(DmarcResult.Pass);
    }

    [Fact]
    public async Task Strict_alignment_of_one_mechanism_leaves_the_other_relaxed()
    {
        var zone = new TestZone().Txt("_dmarc.example.com", "v=DMARC1; p=reject; aspf=s");
        var verdict = await DmarcVerdict.ConcludeAsync(DomainName.Parse("example.com"), new(true, DomainName.Parse("a.example.com")),
            [new(true, DomainName.Parse("a.example.com"))], zone, TestContext.Current.CancellationToken);
        (verdict.SpfAligned, verdict.DkimAligned).Should().Be((false, true));
    }

    private async Task<DmarcVerdict> ConcludeAsync(string author, AuthenticationResult? spf, ImmutableArray<AuthenticationResult> dkim) =>
        await DmarcVerdict.ConcludeAsync(DomainName.Parse(author), spf, dkim, zones, TestContext.Current.CancellationToken);
}
