using Auditor.Core.Dmarc;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Dmarc;

public sealed class ReportingUriTests
{
    [Theory]
    [InlineData("mailto:a%21b@example.com!10m", "a!b@example.com")]
    [InlineData("mailto:%22a%2Cb%22@example.com", "\"a,b\"@example.com")]
    [InlineData("mailto:a@example.com?subject=x@y", "a@example.com")]
    [InlineData("mailto:a@b%C3%BCcher.example", "a@b\u00fccher.example")]
    [InlineData("mailto:a@localhost", "a@localhost")]
    [InlineData("mailto:a%2Cb@example.com", null)]
    [InlineData("mailto:a@b@example.com", null)]
    [InlineData("mailto:@example.com", null)]
    [InlineData("mailto:%22%22@example.com", null)]
    [InlineData("mailto:a@[192.0.2.1]", null)]
    [InlineData("mailto:a@%5B192.0.2.1%5D", null)]
    [InlineData("mailto:a@192.0.2.1", null)]
    [InlineData("mailto:a@exa(mple.com", null)]
    public void An_address_is_one_mailbox_at_a_domain(string uri, string? address) =>
        (ReportingUriParser.TryParse(uri, out var read, out _) ? read.Address : null).Should().Be(address);

    [Theory]
    [InlineData("mailto:a@example.com mailto:b@example.com", "mailto:a@example.com,mailto:b@example.com")]
    [InlineData("a@example.com,  mailto:b@example.com!10m", "mailto:a@example.com,mailto:b@example.com")]
    public void A_list_whose_fault_is_plain_is_mended_without_losing_an_address(string list, string mended)
    {
        var record = DmarcParser.Parse($"v=DMARC1; p=none; rua={list}").Record!;
        DmarcRecordWriter.Write(record).Should().Be($"v=DMARC1; p=none; rua={mended}");
    }
}
