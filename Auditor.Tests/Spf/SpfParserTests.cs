using Auditor.Core.Spf;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Spf;

public sealed class SpfParserTests
{
    [Theory]
    [InlineData("v=spf1", "v=spf1")]
    [InlineData("V=SPF1 +A MX/24 -ALL", "v=spf1 a mx/24 -all")]
    [InlineData("v=spf1  a:mail.example.com/24//64  ", "v=spf1 a:mail.example.com/24//64")]
    [InlineData("v=spf1 a//0 mx:example.com//128", "v=spf1 a//0 mx:example.com")]
    [InlineData("v=spf1 ip4:192.0.2.1/32 ip4:0.0.0.0/0", "v=spf1 ip4:192.0.2.1 ip4:0.0.0.0/0")]
    [InlineData("v=spf1 ip6:2001:DB8::1/128 ip6:::/0 ip6:::ffff:192.0.2.1", "v=spf1 ip6:2001:db8::1 ip6:::/0 ip6:::ffff:192.0.2.1")]
    [InlineData("v=spf1 a:foo:bar/baz.example.com", "v=spf1 a:foo:bar/baz.example.com")]
    [InlineData("v=spf1 exists:%{ir}.%{v}._spf.%{d2} ptr:%{d}", "v=spf1 exists:%{ir}.%{v}._spf.%{d2} ptr:%{d}")]
    [InlineData("v=spf1 include:%{L4R.-+,/_=}.example.com.", "v=spf1 include:%{L4R.-+,/_=}.example.com.")]
    [InlineData("v=spf1 exists:a%_b%%%-c.example.com exists:x%%", "v=spf1 exists:a%_b%%%-c.example.com exists:x%%")]
    [InlineData("v=spf1 ptr redirect=_spf.example.com exp=exp.%{d}", "v=spf1 ptr redirect=_spf.example.com exp=exp.%{d}")]
    [InlineData("v=spf1 moo.cow-far_out=man:dog/cat a=b x=%{c} empty=", "v=spf1 moo.cow-far_out=man:dog/cat a=b x=%{c} empty=")]
    [InlineData("v=spf1 a:museum.xn--p1ai a:example.a-b a:example.1a", "v=spf1 a:museum.xn--p1ai a:example.a-b a:example.1a")]
    [InlineData("v=spf1 a:.com", "v=spf1 a:.com")]
    public void A_record_that_follows_the_grammar_is_read_and_printed(string text, string printed)
    {
        var record = SpfParser.Parse(text);

        record.Errors.Should().BeEmpty();
        record.ToString().Should().Be(printed);
    }

    /// <summary>The position is that of the first wrong character.</summary>
    [Theory]
    [InlineData("v=spf10", 0)]
    [InlineData("v=spf1;", 0)]
    [InlineData(" v=spf1", 0)]
    [InlineData("v=spf1 -all.", 8)]
    [InlineData("v=spf1 -all:foo", 11)]
    [InlineData("v=spf1 all/8", 10)]
    [InlineData("v=spf1 include", 14)]
    [InlineData("v=spf1 include:", 15)]
    [InlineData("v=spf1 include:localhost", 15)]
    [InlineData("v=spf1 include:example.com/24", 15)]
    [InlineData("v=spf1 include:example.-com", 15)]
    [InlineData("v=spf1 include:example.com-", 15)]
    [InlineData("v=spf1 a:1.2.3.4", 9)]
    [InlineData("v=spf1 a:example.123", 9)]
    [InlineData("v=spf1 a:", 9)]
    [InlineData("v=spf1 a:/24", 9)]
    [InlineData("v=spf1 a/", 8)]
    [InlineData("v=spf1 a/33", 8)]
    [InlineData("v=spf1 a/024", 8)]
    [InlineData("v=spf1 a//129", 8)]
    [InlineData("v=spf1 a///64", 8)]
    [InlineData("v=spf1 a/24//", 8)]
    [InlineData("v=spf1 a/24/24", 8)]
    [InlineData("v=spf1 mx:example.com/-1", 10)]
    [InlineData("v=spf1 ptr/0", 10)]
    [InlineData("v=spf1 ip4", 10)]
    [InlineData("v=spf1 ip4:", 11)]
    [InlineData("v=spf1 ip4:1.2.3", 11)]
    [InlineData("v=spf1 ip4:1.2.3.4.5", 11)]
    [InlineData("v=spf1 ip4:1.2.3.256", 11)]
    [InlineData("v=spf1 ip4:01.2.3.4", 11)]
    [InlineData("v=spf1 ip4:1.2.3.4:8080", 11)]
    [InlineData("v=spf1 ip4:1.2.3.4/33", 18)]
    [InlineData("v=spf1 ip4:1.2.3.4/032", 18)]
    [InlineData("v=spf1 ip4:1.2.3.4//32", 18)]
    [InlineData("v=spf1 ip4:1.2.3.4/", 18)]
    [InlineData("v=spf1 ip4:2001:db8::1", 11)]
    [InlineData("v=spf1 ip4:mail.example.com", 11)]
    [InlineData("v=spf1 ip6:1.2.3.4", 11)]
    [InlineData("v=spf1 ip6:::1/129", 14)]
    [InlineData("v=spf1 ip6::CAFE::BABE", 11)]
    [InlineData("v=spf1 ip6:[::1]", 11)]
    [InlineData("v=spf1 ip6:fe80::1%1", 11)]
    [InlineData("v=spf1 ip6:::1.2.3", 11)]
    [InlineData("v=spf1 ip6:::01.2.3.4", 11)]
    [InlineData("v=spf1 exists", 13)]
    [InlineData("v=spf1 exists:mail.example.com/24", 14)]
    [InlineData("v=spf1 inlcude:example.com", 7)]
    [InlineData("v=spf1 -redirect=example.com", 7)]
    [InlineData("v=spf1 redirect:example.com", 7)]
    [InlineData("v=spf1 redirect=", 16)]
    [InlineData("v=spf1 redirect=example.com/24", 16)]
    [InlineData("v=spf1 redirect=a.example redirect=b.example", 26)]
    [InlineData("v=spf1 exp=a.example exp=b.example", 21)]
    [InlineData("v=spf1 exp=-all", 11)]
    [InlineData("v=spf1 =all", 7)]
    [InlineData("v=spf1 1x=all", 7)]
    [InlineData("v=spf1 moo+cow=x", 10)]
    [InlineData("v=spf1 moo:cow=x", 7)]
    [InlineData("v=spf1 foo=%abc", 11)]
    [InlineData("v=spf1 foo=%{z}", 13)]
    [InlineData("v=spf1 exists:%{i", 17)]
    [InlineData("v=spf1 exists:%", 14)]
    [InlineData("v=spf1 exists:%(i).example.com", 14)]
    [InlineData("v=spf1 exists:%{i0}.example.com", 17)]
    [InlineData("v=spf1 exists:%{ix}.example.com", 17)]
    [InlineData("v=spf1 exists:%{c}.example.com", 16)]
    [InlineData("v=spf1 redirect=%{T}.example.com", 18)]
    [InlineData("v=spf1 a:abc.example.com\tmx", 24)]
    [InlineData("v=spf1 a:caf\u00e9.example.com", 12)]
    [InlineData("v=spf1 a\u0000", 7)]
    [InlineData("v=spf1 --all", 8)]
    [InlineData("v=spf1 -", 8)]
    public void A_syntax_error_is_found_where_it_is(string text, int position)
    {
        var record = SpfParser.Parse(text);

        record.Errors.Should().ContainSingle().Which.Should().Match<SpfSyntaxError>(e => e.Position == position && e.Message.EndsWith('.'));
    }

    [Fact]
    public void Every_error_of_a_record_is_told_and_the_rest_is_read()
    {
        var record = SpfParser.Parse("v=spf1 foo a bar:x mx -all");

        record.Errors.Select(e => e.Term).Should().Equal("foo", "bar:x");
        record.ToString().Should().Be("v=spf1 a mx -all");
    }

    [Theory]
    [InlineData("v=spf1 inlcude:example.com", "'include' is probably meant")]
    [InlineData("v=spf1 redirect:example.com", "write 'redirect=example.com'")]
    [InlineData("v=spf1 192.0.2.1", "'ip4:192.0.2.1'")]
    [InlineData("v=spf1 ip4:2001:db8::1", "write 'ip6:'")]
    [InlineData("v=spf1 ipv4:192.0.2.1", "write 'ip4'")]
    [InlineData("v=spf1 a:192.0.2.1", "write 'ip4:192.0.2.1'")]
    public void A_common_mistake_gets_its_remedy(string text, string remedy) =>
        SpfParser.Parse(text).Errors.Single().Message.Should().Contain(remedy);

    [Theory]
    [InlineData("v=spf1", true)]
    [InlineData("v=SPF1 -all", true)]
    [InlineData("v=spf1-all", false)]
    [InlineData("v=spf1\t-all", false)]
    [InlineData("v=spf10 -all", false)]
    [InlineData("spf2.0/pra -all", false)]
    [InlineData("", false)]
    public void The_version_ends_at_a_space_or_the_end(string text, bool isRecord) => SpfParser.IsSpfRecord(text).Should().Be(isRecord);
}
