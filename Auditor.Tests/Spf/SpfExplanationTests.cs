using Auditor.Core.Spf;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Spf;

/// <summary>Macros (RFC 7208 7) and explanations (RFC 7208 6.2).</summary>
public sealed class SpfExplanationTests
{
    /// <summary>The examples of RFC 7208 7.4, and what its prose adds.</summary>
    [Theory]
    [InlineData("%{s}", "strong-bad@email.example.com")]
    [InlineData("%{o}", "email.example.com")]
    [InlineData("%{d4}", "email.example.com")]
    [InlineData("%{d3}", "email.example.com")]
    [InlineData("%{d2}", "example.com")]
    [InlineData("%{d1}", "com")]
    [InlineData("%{dr}", "com.example.email")]
    [InlineData("%{d2r}", "example.email")]
    [InlineData("%{l}", "strong-bad")]
    [InlineData("%{l-}", "strong.bad")]
    [InlineData("%{lr}", "strong-bad")]
    [InlineData("%{lr-}", "bad.strong")]
    [InlineData("%{l1r-}", "strong")]
    [InlineData("%{ir}.%{v}._spf.%{d2}", "3.2.0.192.in-addr._spf.example.com")]
    [InlineData("%{lr-}.lp.%{ir}.%{v}._spf.%{d2}", "bad.strong.lp.3.2.0.192.in-addr._spf.example.com")]
    [InlineData("%{d2}.trusted-domains.example.net", "example.com.trusted-domains.example.net")]
    [InlineData("%{h} %{c} %{r} %{t}", "mx.example.org 192.0.2.3 in.example.net 1700000000")]
    [InlineData("%{S}", "strong-bad%40email.example.com")]
    [InlineData("100%% of%_it%-", "100% of it%20")]
    [InlineData("%{p}", "unknown")]
    public async Task Macros_expand_as_in_the_examples_of_the_RFC(string text, string expected)
    {
        var zone = new TestZone().Txt("email.example.com", "v=spf1 -all exp=why.example.com").Txt("why.example.com", text);
        var request = new SpfCheckRequest(System.Net.IPAddress.Parse("192.0.2.3"), "email.example.com", DateTimeOffset.FromUnixTimeSeconds(1_700_000_000))
        {
            Sender = "strong-bad@email.example.com",
            Helo = "mx.example.org",
            Receiver = "in.example.net",
        };

        (await SpfEvaluator.CheckAsync(request, zone, TestContext.Current.CancellationToken)).Explanation.Should().Be(expected);
    }

    [Fact]
    public async Task An_IPv6_address_expands_to_nibbles()
    {
        var zone = new TestZone().Txt("example.com", "v=spf1 -all exp=why.example.com").Txt("why.example.com", "%{ir}.%{v} is %{c}");

        (await SpfEvaluatorTests.CheckAsync(zone, "2001:db8::cb01")).Explanation
            .Should().Be("1.0.B.C.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.B.D.0.1.0.0.2.ip6 is 2001:db8::cb01");
    }

    [Theory]
    [InlineData("")]
    [InlineData("@example.com")]
    public async Task Without_a_local_part_it_is_postmaster(string sender)
    {
        var zone = new TestZone().Txt("example.com", "v=spf1 -all exp=why.example.com").Txt("why.example.com", "%{l}@%{o}");

        (await SpfEvaluatorTests.CheckAsync(zone, sender: sender)).Explanation
            .Should().Be(sender.Length == 0 ? "postmaster@mx.example.org" : "postmaster@example.com");
    }

    [Fact]
    public async Task The_explanation_of_an_include_is_not_used_and_that_of_a_redirect_is()
    {
        var zone = new TestZone()
            .Txt("example.com", "v=spf1 -include:in.example exp=own.example").Txt("in.example", "v=spf1 all exp=in.example").Txt("own.example", "own")
            .Txt("redirecting.example", "v=spf1 redirect=target.example exp=own.example").Txt("target.example", "v=spf1 -all exp=why.target.example").Txt("why.target.example", "%{d}");

        (await SpfEvaluatorTests.CheckAsync(zone)).Explanation.Should().Be("own");
        var request = new SpfCheckRequest(System.Net.IPAddress.Loopback, "redirecting.example", DateTimeOffset.UnixEpoch);
        (await SpfEvaluator.CheckAsync(request, zone, TestContext.Current.CancellationToken)).Explanation.Should().Be("target.example");
    }

    [Theory]
    [InlineData("%{z}")]
    [InlineData("100%")]
    [InlineData("caf\u00e9")]
    [InlineData(null)]
    public async Task An_explanation_that_cannot_be_used_leaves_the_fail_alone(string? text)
    {
        var zone = new TestZone().Txt("example.com", "v=spf1 -all exp=why.example.com");
        if (text is not null)
        {
            zone.Txt("why.example.com", text);
        }

        var check = await SpfEvaluatorTests.CheckAsync(zone);

        (check.Result, check.Explanation, check.VoidLookups).Should().Be((SpfResult.Fail, null, 0));
    }

    [Fact]
    public async Task Two_texts_are_no_explanation()
    {
        var zone = new TestZone().Txt("example.com", "v=spf1 -all exp=why.example.com").Txt("why.example.com", "one", "two");

        (await SpfEvaluatorTests.CheckAsync(zone)).Explanation.Should().BeNull();
    }

    [Fact]
    public async Task A_name_over_253_octets_loses_labels_from_the_left()
    {
        var label = new string('x', 60);
        var zone = new TestZone().Txt("example.com", $"v=spf1 exists:%{{l}}.{label}.{label}.{label}.{label}.com -all").A($"{label}.{label}.{label}.{label}.com", "127.0.0.2");

        (await SpfEvaluatorTests.CheckAsync(zone, sender: "a-rather-long-local-part@example.com")).Result.Should().Be(SpfResult.Pass);
    }

    [Fact]
    public async Task The_sender_stays_and_the_domain_changes_through_an_include()
    {
        var zone = new TestZone().Txt("example.com", "v=spf1 include:in.example -all").Txt("in.example", "v=spf1 exists:%{o}.%{d}.%{h}.example -all")
            .A("example.com.in.example.mx.example.org.example", "127.0.0.2");

        (await SpfEvaluatorTests.CheckAsync(zone)).Result.Should().Be(SpfResult.Pass);
    }

    [Fact]
    public async Task The_validated_name_prefers_the_domain_itself_then_one_below_it()
    {
        var zone = new TestZone().Txt("example.com", "v=spf1 exists:%{p}.ok.example -all")
            .Ptr("3.2.0.192.in-addr.arpa", "other.example", "below.example.com", "liar.example")
            .A("other.example", "192.0.2.3").A("below.example.com", "192.0.2.3").A("liar.example", "198.51.100.1")
            .A("below.example.com.ok.example", "127.0.0.2");

        (await SpfEvaluatorTests.CheckAsync(zone)).Result.Should().Be(SpfResult.Pass);
    }
}
