using System.CommandLine;
using System.Net;
using Auditor.Core.Dns;
using Auditor.Worker.Cli;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Worker.Cli;

public sealed class DnsOptionsTests
{
    [Fact]
    public void Resolvers_are_asked_in_the_order_given()
    {
        var (options, result) = Parse("--resolver", "192.0.2.1", "--resolver", "127.0.0.1:5353", "--resolver", "[2001:db8::1]:54", "--resolver", "2001:db8::2");
        result.Errors.Should().BeEmpty();
        using var resolver = (DnsClientResolver)options.Create(result);
        resolver.Servers.Should().Equal(
            IPEndPoint.Parse("192.0.2.1:53"), IPEndPoint.Parse("127.0.0.1:5353"), IPEndPoint.Parse("[2001:db8::1]:54"), IPEndPoint.Parse("[2001:db8::2]:53"));
    }

    [Theory]
    [InlineData("--resolver", "127.0.0.1:0", "'127.0.0.1:0' has no port from 1 to 65535")]
    [InlineData("--resolver", "127.0.0.1:dns", "has no port from 1 to 65535")]
    [InlineData("--resolver", "not a host", "'not a host' is neither an address nor a host name.")]
    [InlineData("--resolver", "[127.0.0.1]:53", "has no IPv6 address in its brackets")]
    [InlineData("--timeout", "soon", "'soon' is no duration from 100ms to 60s. Write it as 5s or 500ms.")]
    [InlineData("--timeout", "0s", "'0s' is no duration")]
    [InlineData("--timeout", "2h", "'2h' is no duration")]
    [InlineData("--timeout", "10m", "'10m' is no duration")]
    public void A_wrong_value_is_one_line_that_names_option_and_remedy(string option, string value, string expected)
    {
        var (_, result) = Parse(option, value);
        result.Errors.Should().ContainSingle().Which.Message.Should().StartWith(option).And.Contain(expected).And.NotContain("\n");
    }

    [Theory]
    [InlineData("5s", 5000)]
    [InlineData("500ms", 500)]
    [InlineData("1.5s", 1500)]
    [InlineData("1m", 60000)]
    [InlineData("7", 7000)]
    public void A_duration_has_a_unit_or_is_in_seconds(string text, int milliseconds)
    {
        Duration.TryParse(text, out var duration).Should().BeTrue();
        duration.Should().Be(TimeSpan.FromMilliseconds(milliseconds));
    }

    [Fact]
    public void A_zone_file_that_is_missing_is_an_error_of_usage()
    {
        var (options, result) = Parse("--zone", "/nowhere/example.zone");
        FluentActions.Invoking(() => options.Create(result)).Should().Throw<UsageException>().WithMessage("/nowhere/example.zone: The zone file cannot be read: there is no such file.*");
    }

    [Fact]
    public void An_unknown_host_name_of_a_resolver_is_an_error_of_usage()
    {
        var (options, result) = Parse("--resolver", "no-such-host.invalid:53");
        FluentActions.Invoking(() => options.Create(result)).Should().Throw<UsageException>().WithMessage("--resolver no-such-host.invalid:53: the system cannot resolve*");
    }

    private static (DnsOptions Options, ParseResult Result) Parse(params string[] args)
    {
        var options = new DnsOptions();
        var root = new RootCommand();
        options.AddTo(root);
        return (options, root.Parse(args));
    }
}
