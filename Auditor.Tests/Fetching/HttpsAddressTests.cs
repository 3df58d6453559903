using Auditor.Core.Fetching;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Fetching;

/// <summary>Which addresses are fetched at all.</summary>
public sealed class HttpsAddressTests
{
    [Theory]
    [InlineData("", HttpsStatus.NotHttps)]
    [InlineData("logo.svg", HttpsStatus.NotHttps)]
    [InlineData("http://example.com/", HttpsStatus.NotHttps)]
    [InlineData("ftp://example.com/", HttpsStatus.NotHttps)]
    [InlineData("file:///etc/passwd", HttpsStatus.NotHttps)]
    [InlineData("https://", HttpsStatus.NotHttps)]
    [InlineData("https:///etc/passwd", HttpsStatus.NotHttps)]
    [InlineData("https://user@example.com/", HttpsStatus.NotHttps)]
    [InlineData("https://user:password@example.com/", HttpsStatus.NotHttps)]
    [InlineData("https://example.com:8443/", HttpsStatus.NotHttps)]
    [InlineData("https://example.com:22/", HttpsStatus.NotHttps)]
    [InlineData("https://example.com /", HttpsStatus.NotHttps)]
    [InlineData("https://example.com\\@127.0.0.1/", HttpsStatus.NotHttps)]
    [InlineData("https://example.com/\r\nHost: other", HttpsStatus.NotHttps)]
    [InlineData("https://localhost/", HttpsStatus.NotHttps)]
    [InlineData("https://localhost./", HttpsStatus.NotHttps)]
    [InlineData("https://metadata/", HttpsStatus.NotHttps)]
    [InlineData("https://127.0.0.1/", HttpsStatus.AddressRefused)]
    [InlineData("https://8.8.8.8/", HttpsStatus.AddressRefused)]
    [InlineData("https://[::1]/", HttpsStatus.AddressRefused)]
    [InlineData("https://[::ffff:127.0.0.1]/", HttpsStatus.AddressRefused)]
    [InlineData("https://2130706433/", HttpsStatus.AddressRefused)]
    [InlineData("https://0x7f000001/", HttpsStatus.AddressRefused)]
    [InlineData("https://0177.0.0.1/", HttpsStatus.AddressRefused)]
    [InlineData("https://0x7f.1/", HttpsStatus.AddressRefused)]
    [InlineData("https://127.1/", HttpsStatus.AddressRefused)]
    public void What_is_no_plain_https_address_of_a_host_is_refused(string text, HttpsStatus status) =>
        HttpsAddress.Refusal(text, out _)!.Status.Should().Be(status);

    [Theory]
    [InlineData("https://127.0.0.1./")]
    [InlineData("https://127\u30020\u30020\u30021/")]
    [InlineData("https://\uff11\uff12\uff17.0.0.1/")]
    [InlineData("https://\u2460\u2461\u2466.0.0.1/")]
    public void An_address_literal_in_disguise_is_refused_too(string text) =>
        HttpsAddress.Refusal(text, out _).Should().NotBeNull();

    [Theory]
    [InlineData("https://mta-sts.example.com/.well-known/mta-sts.txt", "mta-sts.example.com", "/.well-known/mta-sts.txt")]
    [InlineData("HTTPS://Example.COM:443", "example.com", "/")]
    [InlineData("https://example.com./a?b=c#d", "example.com", "/a?b=c")]
    [InlineData("https://b\u00fccher.example/logo.svg", "xn--bcher-kva.example", "/logo.svg")]
    [InlineData("https://localhost.example.com/", "localhost.example.com", "/")]
    public void A_host_and_a_path_remain_of_an_address(string text, string host, string path)
    {
        HttpsAddress.Refusal(text, out var address).Should().BeNull();

        (address.Host.Value, address.PathAndQuery).Should().Be((host, path));
    }
}
