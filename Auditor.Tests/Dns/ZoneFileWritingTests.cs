using Auditor.Core.Dns;
using Auditor.Core.Dns.ZoneFiles;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Dns;

/// <summary>Ways to write records in master files: the generic form, and texts that a name server reads otherwise than they look.</summary>
public sealed class ZoneFileWritingTests
{
    [Theory]
    [InlineData("TYPE16 \\# 12 0b763d73706631202d616c6c", "Txt", "v=spf1 -all")]
    [InlineData("TXT \\# 12 ( 0b76 3d7370 ; the length, then the text\n 6631202d616c6c )", "Txt", "v=spf1 -all")]
    [InlineData("TXT \\# 4 01610162", "Txt", "ab")]
    [InlineData("TXT \\# 1 00", "Txt", "")]
    [InlineData("TYPE99 \\# 12 0b763d73706631202d616c6c", "Spf", "v=spf1 -all")]
    [InlineData("SPF \"v=spf1 -all\"", "Spf", "v=spf1 -all")]
    [InlineData("TYPE1 \\# 4 C0000201", "A", "192.0.2.1")]
    [InlineData("AAAA \\# 16 20010db8000000000000000000000001", "Aaaa", "2001:db8::1")]
    [InlineData("MX \\# 10 000a 026d78 03636f6d00", "Mx", "10 mx.com")]
    [InlineData("MX \\# 3 000000", "Mx", "0 .")]
    [InlineData("CNAME \\# 8 026d7803636f6d00", "Cname", "mx.com")]
    public async Task The_generic_form_is_read_as_the_type_itself(string record, string type, string data)
    {
        var outcome = await ZoneFileResolver.FromText($"a.test. {record}\n").QueryAsync(DomainName.Parse("a.test"), Enum.Parse<DnsRecordType>(type), CancellationToken.None);

        outcome.Records.Select(r => r.Data).Should().Equal(data);
    }

    [Theory]
    [InlineData("TXT \\# 13 0b763d73706631202d616c6c")]
    [InlineData("TXT \\# 12 0c763d73706631202d616c6c")]
    [InlineData("TXT \\# 0")]
    [InlineData("TXT \\#")]
    [InlineData("TXT \\# 1 0g")]
    [InlineData("A \\# 3 C00002")]
    [InlineData("MX \\# 9 000a 026d78 03636f6d")]
    [InlineData("MX \\# 4 000a c00c")]
    [InlineData("CAA \\# 1 00")]
    public void Generic_data_that_is_no_record_of_its_type_is_refused(string record) =>
        FluentActions.Invoking(() => ZoneFileResolver.FromText($"a.test. {record}\n")).Should().Throw<ZoneFileException>()
            .Which.Problem.Should().Contain("generic form of RFC 3597");

    [Fact]
    public void A_type_that_nobody_asks_for_may_have_any_generic_data() =>
        Warnings("a.test. TYPE65400 \\# 2 0001").Should().BeEmpty();

    [Theory]
    [InlineData("TXT", "The TXT record has no text.", "Write it in quotes: a.test. TXT \"v=spf1 -all\"; an empty one is TXT \"\".")]
    [InlineData("TXT ; nothing", "The TXT record has no text.", "Write it in quotes: a.test. TXT \"v=spf1 -all\"; an empty one is TXT \"\".")]
    public void A_text_record_without_text_says_how_to_write_it(string record, string problem, string remedy) =>
        FluentActions.Invoking(() => ZoneFileResolver.FromText($"a.test. {record}\n")).Should().Throw<ZoneFileException>()
            .Which.Should().Match<ZoneFileException>(e => e.Problem == problem && e.Remedy == remedy && e.Line == 1);

    [Theory]
    [InlineData("v=DMARC1; p=none", "(text):1: The text ends at 'v=DMARC1': outside quotes a semicolon begins a comment. Put the whole text in quotes.")]
    [InlineData("v=DKIM1; k=rsa; p=x", "(text):1: The text ends at 'v=DKIM1': outside quotes a semicolon begins a comment. Put the whole text in quotes.")]
    [InlineData("v=spf1 mx -all", "(text):1: Outside quotes 'v=spf1' and each word behind it are strings of their own, which are joined without a space. Put the whole text in quotes.")]
    [InlineData("\"v=DMARC1; p=none\" ; p=none for now", null)]
    [InlineData("\"v=spf1 mx \" \"-all\"", null)]
    [InlineData("token=1234", null)]
    [InlineData("token=1234 ; of 2019", null)]
    [InlineData("\"\"", null)]
    public void A_text_outside_quotes_is_warned_of_where_it_is_read_otherwise(string text, string? warning) =>
        Warnings($"a.test. TXT {text}").Should().Equal(warning is null ? [] : [warning]);

    private static IReadOnlyList<string> Warnings(string text) => ZoneFileParser.Parse("(text)", $"{text}\n").Warnings;
}
