using System.CommandLine;
using System.Text.Json;
using Auditor.Worker.Cli;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Worker.Cli;

/// <summary><c>auditor spf</c> over a zone file.</summary>
public sealed class SpfCommandsTests : IDisposable
{
    private readonly string zone = Path.Combine(Path.GetTempPath(), $"auditor-{Guid.NewGuid():N}.zone");

    public SpfCommandsTests() => File.WriteAllText(zone, """
        $ORIGIN example.com.
        $TTL 300
        @ SOA ns.example.com. hostmaster.example.com. 1 7200 3600 1209600 300
        @ TXT "v=spf1 include:_spf.example.com -all exp=why.example.com"
        _spf TXT "v=spf1 a:mail.example.com ~all"
        why TXT "%{i} is not ours, %{l}"
        null TXT "v=spf1 -all exp=who.example.com"
        who TXT "not %{s}"
        mail A 192.0.2.25
        over TXT "v=spf1 a:mail.example.com a:mail.example.com a:mail.example.com a:mail.example.com a:mail.example.com a:mail.example.com a:mail.example.com a:mail.example.com a:mail.example.com include:_spf.example.com -all"
        wide TXT "v=spf1 ip4:198.51.100.0/24 include:_spf.example.com ip6:2001:db8::/32 exists:%{i}.list.example.com -all"
        broken TXT "v=spf1 include:gone.example.com -all"
        ; !servfail gone.example.com
        """);

    [Fact]
    public async Task A_check_prints_the_contract_of_the_command_line()
    {
        var (code, output) = await RunAsync("check", "example.com", "--ip", "192.0.2.25", "--format", "json");

        code.Should().Be(ExitCode.Ok);
        using var json = JsonDocument.Parse(output);
        json.RootElement.EnumerateObject().Select(p => p.Name).Should().StartWith(["result", "explanation", "domain", "lookups", "voidLookups", "matched"]);
        json.RootElement.GetProperty("result").GetString().Should().Be("pass");
        json.RootElement.GetProperty("matched").GetString().Should().Be("include:_spf.example.com > a:mail.example.com");
        json.RootElement.GetProperty("lookups").GetInt32().Should().Be(2);
        json.RootElement.GetProperty("trace").GetArrayLength().Should().Be(3);
    }

    [Theory]
    [InlineData("198.51.100.1", "alice@example.com", "fail", "198.51.100.1 is not ours, alice")]
    [InlineData("::ffff:192.0.2.25", "", "pass", null)]
    [InlineData("198.51.100.1", "@example.com", "fail", "198.51.100.1 is not ours, postmaster")]
    public async Task A_sender_may_be_empty_or_lack_its_local_part(string address, string sender, string result, string? explanation)
    {
        var (_, output) = await RunAsync("check", "example.com", "--ip", address, "--sender", sender, "--format", "json");

        using var json = JsonDocument.Parse(output);
        (json.RootElement.GetProperty("result").GetString(), json.RootElement.GetProperty("explanation").GetString()).Should().Be((result, explanation));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<>")]
    public async Task A_bounce_is_postmaster_at_the_HELO_name(string sender)
    {
        var (_, output) = await RunAsync("check", "null.example.com", "--ip", "192.0.2.1", "--sender", sender, "--helo", "out.example.net", "--format", "json");

        using var json = JsonDocument.Parse(output);
        json.RootElement.GetProperty("explanation").GetString().Should().Be("not postmaster@out.example.net");
    }

    [Fact]
    public async Task Without_a_term_the_record_and_its_count_are_shown_beside_those_of_today()
    {
        var (code, output) = await RunAsync("check", "over.example.com", "--without", "include:_spf.example.com", "--format", "json");

        code.Should().Be(ExitCode.Ok);
        using var json = JsonDocument.Parse(output);
        var root = json.RootElement;
        (root.GetProperty("lookups").GetInt32(), root.GetProperty("permError").GetBoolean(), root.GetProperty("status").GetString()).Should().Be((9, false, "found"));
        (root.GetProperty("today").GetProperty("lookups").GetInt32(), root.GetProperty("today").GetProperty("permError").GetBoolean()).Should().Be((11, true));
        root.GetProperty("without").EnumerateArray().Select(t => t.GetString()).Should().Equal("include:_spf.example.com");
        root.GetProperty("record").GetString().Should().StartWith("v=spf1 a:mail.example.com ").And.EndWith("a:mail.example.com -all");
        root.GetProperty("check").ValueKind.Should().Be(JsonValueKind.Null);

        (_, output) = await RunAsync("check", "over.example.com", "--without", "include:_spf.example.com");
        output.Should().StartWith("over.example.com without include:_spf.example.com: 9 of 10 lookups; today 11 of 10 lookups, permerror").And.Contain("  over.example.com TXT\n  v=spf1 a:mail");
    }

    [Fact]
    public async Task With_an_address_too_the_message_is_checked_against_the_record_without_the_term()
    {
        var (_, output) = await RunAsync("check", "example.com", "--without", "include:_spf.example.com", "--ip", "192.0.2.25", "--format", "json");

        using var json = JsonDocument.Parse(output);
        json.RootElement.GetProperty("check").GetProperty("result").GetString().Should().Be("fail");
    }

    [Theory]
    [InlineData("example.com", "include:other.example", "example.com has no term 'include:other.example' to take away. Those that it has: include:_spf.example.com")]
    [InlineData("mail.example.com", "mx", "mail.example.com has no SPF record, so no term can be taken from it.")]
    [InlineData("a..example.com", "mx", "'a..example.com' is no domain name")]
    public async Task A_term_that_is_not_there_is_an_error_of_usage(string domain, string term, string error) =>
        (await FailAsync("check", domain, "--without", term)).Should().Contain(error);

    [Fact]
    public async Task A_check_needs_an_address_or_a_term() => (await FailAsync("check", "example.com")).Should().Contain("--ip ADDRESS").And.Contain("--without TERM");

    [Fact]
    public async Task Without_a_term_of_a_record_that_DNS_cannot_tell_is_unknown() =>
        (await RunAsync("check", "gone.example.com", "--without", "mx")).Should().BeEquivalentTo((ExitCode.Unknown, "gone.example.com: unknown\n  DNS could not tell for gone.example.com\n"));

    [Theory]
    [InlineData("a..example.com", ExitCode.Ok, "none")]
    [InlineData("[192.0.2.1]", ExitCode.Ok, "none")]
    [InlineData("broken.example.com", ExitCode.Unknown, "temperror")]
    public async Task The_exit_code_is_3_for_temperror_only(string domain, int expected, string result)
    {
        var (code, output) = await RunAsync("check", domain, "--ip", "192.0.2.1", "--format", "json");

        code.Should().Be(expected);
        using var json = JsonDocument.Parse(output);
        json.RootElement.GetProperty("result").GetString().Should().Be(result);
    }

    [Theory]
    [InlineData("192.0.2")]
    [InlineData("010.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("mail.example.com")]
    public async Task What_is_no_address_is_a_usage_error(string address)
    {
        var act = () => RunAsync("check", "example.com", "--ip", address);

        (await act.Should().ThrowAsync<UsageException>()).WithMessage($"--ip: '{address}' is no address.*");
    }

    [Fact]
    public async Task A_tree_prints_the_contract_of_the_command_line()
    {
        var (code, output) = await RunAsync("tree", "over.example.com", "--format", "json");

        code.Should().Be(ExitCode.Ok);
        using var json = JsonDocument.Parse(output);
        var root = json.RootElement;
        (root.GetProperty("domain").GetString(), root.GetProperty("lookups").GetInt32(), root.GetProperty("permError").GetBoolean()).Should().Be(("over.example.com", 11, true));
        root.GetProperty("permErrorPath").GetString().Should().Be("include:_spf.example.com > a:mail.example.com");
        var include = root.GetProperty("terms")[9];
        (include.GetProperty("term").GetString(), include.GetProperty("lookups").GetInt32(), include.GetProperty("total").GetInt32(), include.GetProperty("void").GetBoolean())
            .Should().Be(("include:_spf.example.com", 2, 11, false));
        include.GetProperty("tree").GetProperty("terms")[0].GetProperty("error").GetString().Should().Contain("11th");
    }

    [Fact]
    public async Task A_tree_as_text_marks_where_it_goes_over_ten()
    {
        var (_, output) = await RunAsync("tree", "over.example.com");

        output.Should().Contain("over.example.com: 11 of 10 lookups, 0 of 2 void lookups, permerror")
            .And.Contain("  would let 1 IPv4 address and 0 IPv6 /64 networks pass")
            .And.Contain("        2     11                     1  include:_spf.example.com  <- goes over ten below")
            .And.Contain("        1     11                     1    a:mail.example.com  <- This is the 11th lookup");
    }

    [Fact]
    public async Task A_tree_says_how_many_addresses_pass()
    {
        var (_, json) = await RunAsync("tree", "wide.example.com", "--format", "json");
        var (_, text) = await RunAsync("tree", "wide.example.com");

        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        root.GetProperty("addresses").GetRawText().Replace(" ", "").ReplaceLineEndings("").Should().Be("{\"ipv4\":257,\"ipv6Slash64\":4294967296,\"exact\":false}");
        root.GetProperty("terms").EnumerateArray().Select(t => t.TryGetProperty("addresses", out var a) ? a.GetProperty("ipv4").ToString() : null)
            .Should().Equal("256", "1", "0", null, null);
        text.Should().Contain("  lets about 257 IPv4 addresses and 2^32 IPv6 /64 networks pass")
            .And.Contain("                            2^32 /64  ip6:2001:db8::/32");
    }

    [Fact]
    public async Task A_tree_that_DNS_cannot_tell_is_unknown()
    {
        var (code, output) = await RunAsync("tree", "broken.example.com");

        code.Should().Be(ExitCode.Unknown);
        output.Should().Contain("unknown: DNS could not tell for gone.example.com");
    }

    public void Dispose() => File.Delete(zone);

    private async Task<string> FailAsync(params string[] arguments)
    {
        var act = () => RunAsync(arguments);
        return (await act.Should().ThrowAsync<UsageException>()).Which.Message;
    }

    private async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        var result = SpfCommands.Create().Parse([.. arguments, "--zone", zone], new ParserConfiguration { ResponseFileTokenReplacer = null });
        result.Errors.Should().BeEmpty();
        var code = await result.InvokeAsync(new InvocationConfiguration { Output = output, EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken);
        return (code, output.ToString());
    }
}
