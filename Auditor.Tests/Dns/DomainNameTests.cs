using Auditor.Core.Dns;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Dns;

public sealed class DomainNameTests
{
    [Theory]
    [InlineData("Example.COM.", "example.com")]
    [InlineData("bücher.example", "xn--bcher-kva.example")]
    [InlineData("_dmarc.example.com", "_dmarc.example.com")]
    public void A_name_is_kept_as_lower_case_A_labels(string text, string expected) =>
        DomainName.Parse(text).Value.Should().Be(expected);

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData(".a")]
    [InlineData("a b.example")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example")]
    public void What_is_no_name_is_refused_with_a_sentence(string text)
    {
        DomainName.TryParse(text, out _, out var error).Should().BeFalse();
        error.Should().EndWith(".");
    }

    [Fact]
    public void Names_compare_by_their_A_label_form() =>
        DomainName.Parse("BÜCHER.example").Should().Be(DomainName.Parse("xn--bcher-kva.EXAMPLE"));

    [Fact]
    public void A_subdomain_is_told_by_whole_labels()
    {
        DomainName.Parse("a.example.com").IsBelow(DomainName.Parse("example.com")).Should().BeTrue();
        DomainName.Parse("badexample.com").IsBelow(DomainName.Parse("example.com")).Should().BeFalse();
    }
}
