using Auditor.Core.Auditing;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Auditing;

public sealed class DomainListTests
{
    private static readonly string[] Pieces = ["://", "@", ":", "*.", "example.com", "[", "]", "#", "\n", ".", ""];

    [Theory]
    [InlineData("example.com example.net", "example.com", "example.net")]
    [InlineData("example.com,example.net;example.org|example.edu", "example.com", "example.net", "example.org", "example.edu")]
    [InlineData("https://www.example.com:8443/path?q=1", "www.example.com")]
    [InlineData("Jane Doe <jane@Example.COM>", "example.com")]
    [InlineData("Jane <a@example.com> Joe <b@example.net>, example.org", "example.com", "example.net", "example.org")]
    [InlineData("mailto:jane@example.com", "example.com")]
    [InlineData("*.example.com", "example.com")]
    [InlineData("\"example.com\"\r\n'example.net.'", "example.com", "example.net")]
    [InlineData("# my domains\nexample.com # the shop\nhttps://example.net/#top", "example.com", "example.net")]
    [InlineData("bücher.example", "xn--bcher-kva.example")]
    public void Domains_are_found_in_whatever_people_paste(string text, params string[] expected)
    {
        var list = DomainList.Parse(text);

        list.Domains.Select(d => d.Value).Should().Equal(expected);
        list.Rejected.Should().BeEmpty();
    }

    [Fact]
    public void Duplicates_are_dropped_and_counted()
    {
        var list = DomainList.Parse("example.com EXAMPLE.com. https://example.com/ example.net");

        list.Domains.Select(d => d.Value).Should().Equal("example.com", "example.net");
        list.Duplicates.Should().Be(2);
    }

    [Theory]
    [InlineData("192.0.2.1", "an IP address")]
    [InlineData("localhost", "single label")]
    [InlineData("exa_mple..com", "empty label")]
    [InlineData("-bad-.com", "no domain name")]
    [InlineData("https://", "no domain name")]
    public void What_is_no_domain_is_returned_with_a_reason(string entry, string reason)
    {
        var list = DomainList.Parse(entry);

        list.Domains.Should().BeEmpty();
        list.Rejected.Should().ContainSingle().Which.Reason.Should().Contain(reason).And.EndWith(".");
    }

    [Fact]
    public void Any_text_is_read_without_an_exception() =>
        Gen.Select(Gen.String, Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]), Gen.String, (a, b, c) => a + b + c)
            .Sample(text =>
            {
                var list = DomainList.Parse(text);
                return list.Domains.All(d => d.IsHostName)
                    && list.Domains.Distinct().Count() == list.Domains.Length
                    && list.Rejected.All(r => r.Reason.EndsWith('.'));
            });
}
