using Auditor.Core.Transport;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Transport;

public sealed class ReportUriTests
{
    [Theory]
    [InlineData("mailto:a@example.com", true)]
    [InlineData("mailto:a%21b%2Cc@example.com", true)]
    [InlineData("https://[2001:db8::1]/reports?x=1", true)]
    [InlineData("mailto:a@example.com!10m", false)]
    [InlineData("mailto:<a@example.com>", false)]
    [InlineData("mailto:a@exam|ple.com", false)]
    [InlineData("mailto:a%2@example.com", false)]
    public void A_character_that_a_uri_may_not_hold_spoils_it(string uri, bool expected) =>
        TlsRptRecord.Read($"v=TLSRPTv1; rua={uri}").IsValid.Should().Be(expected);
}
