using Auditor.Core.Senders.Classification;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Senders.Classification;

public sealed class AlignmentCauseTests
{
    private static readonly SourceRecords Relaxed = new(false, false, null, IsSpfKnown: true, "Acme Mail");

    [Fact]
    public void Both_pass_for_a_foreign_domain_and_neither_counts()
    {
        var cause = Of([("bounces.acme.example", "pass")], [("acme.example", "pass")], Relaxed);

        cause!.Sentence.Should().Be(
            "SPF passes for bounces.acme.example, which is not of shop.example: it cannot count for news.shop.example. DKIM passes for acme.example, which is not of shop.example.");
        cause.Fix.Should().Be("Let Acme Mail sign as news.shop.example too: it calls this domain authentication, or custom DKIM.");
    }

    [Fact]
    public void Strict_alignment_is_named_as_the_cause()
    {
        var strict = Relaxed with { IsSpfStrict = true, IsDkimStrict = true };
        var cause = Of([("bounce.shop.example", "pass")], [("shop.example", "pass")], strict);

        cause!.Sentence.Should().Contain("aspf=s").And.Contain("adkim=s");
        cause.Fix.Should().Be("Let it sign with d=news.shop.example, or publish adkim=r.");
    }

    [Fact]
    public void An_address_that_no_term_of_the_record_covers_is_named_so() =>
        Of([("news.shop.example", "fail")], [], Relaxed)!.Should().Be(new AlignmentCause(
            "No term of the SPF record of news.shop.example covers this address (fail). There is no DKIM signature.", "Let Acme Mail sign with DKIM as news.shop.example."));

    [Fact]
    public void A_term_that_covers_the_address_today_is_told() =>
        Of([("news.shop.example", "softfail")], [], Relaxed with { SpfTerm = "include:_spf.acme.example > ip4:192.0.2.0/24" })!.Sentence
            .Should().StartWith("SPF of news.shop.example said softfail, although include:_spf.acme.example > ip4:192.0.2.0/24 covers the address today");

    [Fact]
    public void A_record_that_could_not_be_followed_is_not_called_one_that_covers_nothing() =>
        Of([("news.shop.example", "fail")], [], Relaxed with { IsSpfKnown = false })!.Sentence.Should().StartWith("SPF of news.shop.example said fail. ");

    [Theory]
    [InlineData("permerror", "cannot be used (permerror)")]
    [InlineData("temperror", "could not be looked up")]
    [InlineData("fail", "does not verify (fail)")]
    public void A_broken_signature_of_the_author_is_told_by_its_result(string result, string words) =>
        Of([], [("shop.example", result)], Relaxed)!.Sentence.Should().Contain(words);

    [Fact]
    public void Mail_that_passes_by_one_of_the_two_says_so_first()
    {
        var dkimOnly = new SourceEvidence { AuthorDomain = "shop.example", SpfAligned = false, DkimAligned = true, Spf = [new("acme.example", "pass")], Dkim = [new("shop.example", "pass")] };
        var spfOnly = new SourceEvidence { AuthorDomain = "shop.example", SpfAligned = true, DkimAligned = false, Spf = [new("shop.example", "pass")] };

        AlignmentCause.Of(dkimOnly, Relaxed)!.Sentence.Should().StartWith("DKIM is aligned and carries it.");
        AlignmentCause.Of(spfOnly, Relaxed)!.Should().Be(new AlignmentCause("SPF is aligned and carries it. There is no DKIM signature.", "Let Acme Mail sign with DKIM as shop.example."));
    }

    [Fact]
    public void Nothing_is_explained_where_all_is_aligned_or_no_results_are_at_hand()
    {
        AlignmentCause.Of(new SourceEvidence { AuthorDomain = "shop.example", SpfAligned = true, DkimAligned = true, Spf = [new("shop.example", "pass")] }, Relaxed).Should().BeNull();
        AlignmentCause.Of(new SourceEvidence { AuthorDomain = "shop.example", SpfAligned = false, DkimAligned = false }, Relaxed).Should().BeNull();
    }

    private static AlignmentCause? Of((string Domain, string Result)[] spf, (string Domain, string Result)[] dkim, SourceRecords records) => AlignmentCause.Of(
        new SourceEvidence
        {
            AuthorDomain = "news.shop.example",
            SpfAligned = false,
            DkimAligned = false,
            Spf = [.. spf.Select(s => new IdentityResult(s.Domain, s.Result))],
            Dkim = [.. dkim.Select(d => new IdentityResult(d.Domain, d.Result))],
        },
        records);
}
