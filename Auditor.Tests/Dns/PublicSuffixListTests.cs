using Auditor.Core.Dns;
using Auditor.Core.Dns.PublicSuffix;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Dns;

public sealed class PublicSuffixListTests
{
    [Theory]
    [InlineData("www.example.com", "example.com")]
    [InlineData("a.b.example.co.uk", "example.co.uk")]
    [InlineData("co.uk", null)]
    [InlineData("www.ck", "www.ck")]
    [InlineData("x.any.ck", "x.any.ck")]
    [InlineData("mail.example.unlisted", "example.unlisted")]
    [InlineData("www.食狮.公司.cn", "xn--85x722f.xn--55qx5d.cn")]
    public void The_registrable_domain_is_one_label_more_than_the_public_suffix(string name, string? expected) =>
        PublicSuffixList.Default.RegistrableDomain(DomainName.Parse(name))?.Value.Should().Be(expected);

    /// <summary>Reads ../shared/data/psl/test_psl.txt, the list's own cases.</summary>
    [Fact]
    public void The_cases_of_publicsuffix_org_hold()
    {
        var cases = File.ReadLines(SharedData.PathOf("psl/test_psl.txt"))
            .Where(l => l.Length > 0 && !l.StartsWith("//", StringComparison.Ordinal))
            .Select(l => l.Split(' '))
            .ToList();

        var results = cases.ConvertAll(c => (Input: c[0], Result: Registrable(c[0])));

        results.Should().Equal(cases.ConvertAll(c => (Input: c[0], Result: c[1] == "null" ? null : DomainName.Parse(c[1]).Value)));
        cases.Should().HaveCountGreaterThan(70);
    }

    private static string? Registrable(string text) =>
        DomainName.TryParse(text, out var name) ? PublicSuffixList.Default.RegistrableDomain(name)?.Value : null;
}
