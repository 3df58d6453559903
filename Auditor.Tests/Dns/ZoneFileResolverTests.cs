using System.Net;
using Auditor.Core.Dns;
using Auditor.Core.Dns.ZoneFiles;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Dns;

public sealed class ZoneFileResolverTests
{
    private const string Zone = """
        $ORIGIN example.com.
        $TTL 1h
        @   IN SOA ns1 host\.master ( 2026010100 ; serial
                7200 900
                1209600 300 )
            NS   ns1
            MX   10 mx1
            MX   20 mx2.example.net.
            TXT  "v=spf1 mx " "-all" ; a comment
            600 IN TXT other
        ns1 A 192.0.2.1
        mx1 IN 300 A 192.0.2.2
            AAAA 2001:db8::2
        alias CNAME mx1
        away CNAME mx2.example.net.
        lost CNAME gone
        out CNAME www.elsewhere.test.
        loop1 CNAME loop2
        loop2 CNAME loop1
        deep.empty.tree A 192.0.2.3
        *.wild TXT "star"
        there.wild A 192.0.2.4
        two\032words TXT "spaced"
        bytes TXT "a\034b\255\\c;(d)"
        $ORIGIN sub.example.com.
        x 2d TXT relative
        ; !servfail broken.example.com
        ; !timeout slow MX
        ; !servfail *.rotten.example.com.
        """;

    private static readonly ZoneFileResolver Resolver = ZoneFileResolver.FromText(Zone);

    [Theory]
    [InlineData("example.com", "Txt", "v=spf1 mx -all|other")]
    [InlineData("EXAMPLE.com.", "Mx", "10 mx1.example.com|20 mx2.example.net")]
    [InlineData("mx1.example.com", "A", "192.0.2.2")]
    [InlineData("mx1.example.com", "Aaaa", "2001:db8::2")]
    [InlineData("alias.example.com", "A", "192.0.2.2")]
    [InlineData("a.b.wild.example.com", "Txt", "star")]
    [InlineData("two words.example.com", "Txt", "spaced")]
    [InlineData("bytes.example.com", "Txt", "a\"b\u00FF\\c;(d)")]
    [InlineData("x.sub.example.com", "Txt", "relative")]
    [InlineData("example.com", "Soa", "ns1 host\\.master 2026010100 7200 900 1209600 300")]
    public async Task The_records_of_a_name_are_answered(string name, string type, string expected)
    {
        var outcome = await Ask(name, type);
        outcome.Status.Should().Be(DnsStatus.Answer);
        outcome.Records.Select(r => r.Data).Should().Equal(expected.Split('|'));
    }

    [Theory]
    [InlineData("gone.example.com", "A", DnsStatus.NxDomain)]
    [InlineData("mx1.example.com", "Txt", DnsStatus.NoData)]
    [InlineData("empty.tree.example.com", "Txt", DnsStatus.NoData)]
    [InlineData("sub.example.com", "Txt", DnsStatus.NoData)]
    [InlineData("there.wild.example.com", "Txt", DnsStatus.NoData)]
    [InlineData("below.there.wild.example.com", "Txt", DnsStatus.NxDomain)]
    [InlineData("x.wild.example.com", "A", DnsStatus.NoData)]
    [InlineData("lost.example.com", "A", DnsStatus.NxDomain)]
    [InlineData("loop1.example.com", "A", DnsStatus.Unusable)]
    [InlineData("broken.example.com", "Txt", DnsStatus.ServerFailure)]
    [InlineData("slow.sub.example.com", "Mx", DnsStatus.Timeout)]
    [InlineData("slow.sub.example.com", "A", DnsStatus.NxDomain)]
    [InlineData("a.rotten.example.com", "A", DnsStatus.ServerFailure)]
    [InlineData("rotten.example.com", "A", DnsStatus.NxDomain)]
    public async Task Nothing_to_answer_is_told_apart(string name, string type, DnsStatus expected) =>
        (await Ask(name, type)).Status.Should().Be(expected);

    [Fact]
    public async Task Aliases_are_listed_and_the_least_TTL_counts()
    {
        var outcome = await Ask("alias.example.com", "A");
        outcome.Aliases.Should().Equal(DomainName.Parse("mx1.example.com"));
        outcome.Addresses.Should().Equal(IPAddress.Parse("192.0.2.2"));
        outcome.TtlSeconds.Should().Be(300);
    }

    [Fact]
    public async Task A_wildcard_record_has_the_owner_that_was_asked_for() =>
        (await Ask("q.wild.example.com", "Txt")).Records[0].Owner.Should().Be(DomainName.Parse("q.wild.example.com"));

    [Fact]
    public async Task Nothing_there_is_kept_for_the_last_field_of_the_SOA() =>
        (await Ask("gone.example.com", "A")).TtlSeconds.Should().Be(300);

    [Fact]
    public async Task A_name_outside_every_zone_does_not_exist_and_is_warned_of_once()
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, Zone, TestContext.Current.CancellationToken);
        var warnings = new List<string>();
        try
        {
            var resolver = ZoneFileResolver.Load([path], warnings.Add);
            foreach (var name in new[] { "gone.example.com", "_dmarc.com", "www.elsewhere.test", "out.example.com", "other.test" })
            {
                (await resolver.QueryAsync(DomainName.Parse(name), DnsRecordType.A, CancellationToken.None)).Status.Should().Be(DnsStatus.NxDomain);
            }
        }
        finally
        {
            File.Delete(path);
        }

        warnings.Should().ContainSingle().Which.Should().StartWith("www.elsewhere.test is outside every zone");
    }

    [Fact]
    public async Task A_delegated_name_without_its_zone_is_outside_every_zone()
    {
        var resolver = ZoneFileResolver.FromText("$ORIGIN example.com.\n@ SOA a b 1 2 3 4 5\nchild NS ns.child\nns.child A 192.0.2.1\nfull NS ns1\nwww.full TXT x\n");
        resolver.Covers(DomainName.Parse("_dmarc.child.example.com"), DnsRecordType.Txt).Should().BeFalse();
        resolver.Covers(DomainName.Parse("_dmarc.full.example.com"), DnsRecordType.Txt).Should().BeTrue();
        (await resolver.QueryAsync(DomainName.Parse("ns.child.example.com"), DnsRecordType.A, CancellationToken.None)).Status.Should().Be(DnsStatus.Answer);
    }

    [Fact]
    public async Task Without_SOA_and_origin_the_last_two_labels_are_the_zone()
    {
        var resolver = ZoneFileResolver.FromText("_dmarc.example.com. TXT \"v=DMARC1; p=none\"\n_spf.example.net. 60 IN TXT \"v=spf1 -all\"\n");
        resolver.Zones.Select(z => z.Value).Should().BeEquivalentTo("example.com", "example.net");
        (await resolver.QueryAsync(DomainName.Parse("example.com"), DnsRecordType.Txt, CancellationToken.None)).Status.Should().Be(DnsStatus.NoData);
    }

    [Fact]
    public async Task An_equal_record_is_one_record()
    {
        var resolver = ZoneFileResolver.FromText("a.test. TXT \"x\"\na.test. 60 TXT x\na.test. TXT \"x\" \"\"\n");
        (await resolver.QueryAsync(DomainName.Parse("a.test"), DnsRecordType.Txt, CancellationToken.None)).Records.Should().HaveCount(2);
    }

    [Theory]
    [InlineData("a.test. TXT \"open\nb.test. A 192.0.2.1", 1, "A quoted string does not end")]
    [InlineData("a.test. A 192.0.2.1\n\na.test. MX ( 10 mx.\n", 3, "A parenthesis stays open")]
    [InlineData("a.test. A )", 1, "A closing parenthesis")]
    [InlineData("a.test. A 192.0.2", 1, "'192.0.2' is no IPv4 address")]
    [InlineData("a.test. AAAA 192.0.2.1", 1, "'192.0.2.1' is no IPv6 address")]
    [InlineData("a.test. MX mx.", 1, "An MX record is a preference")]
    [InlineData("a.test. IN 300", 1, "The record has no type")]
    [InlineData("a.test. TXTT x", 1, "'TXTT' is no record type")]
    [InlineData("a..test. A 192.0.2.1", 1, "'a..test.' has an empty label")]
    [InlineData("  A 192.0.2.1", 1, "The line starts with white space")]
    [InlineData("$TTL soon", 1, "$TTL 'soon'")]
    [InlineData("$INCLUDE other.zone", 1, "$INCLUDE is not followed")]
    [InlineData("a.test. TXT \"\\256\"", 1, "A \\ escape")]
    [InlineData("; !servfail", 1, "'!servfail' plays no failure")]
    public void A_broken_file_is_refused_with_line_and_remedy(string text, int line, string problem)
    {
        var error = FluentActions.Invoking(() => ZoneFileResolver.FromText(text)).Should().Throw<ZoneFileException>().Which;
        error.Line.Should().Be(line);
        error.Problem.Should().StartWith(problem);
        error.Message.Should().Be($"(text):{line}: {error.Problem} {error.Remedy}").And.NotContain("\n");
    }

    [Fact]
    public void A_string_of_256_octets_is_refused() =>
        FluentActions.Invoking(() => ZoneFileResolver.FromText($"a.test. TXT {new string('x', 256)}")).Should().Throw<ZoneFileException>().WithMessage("*has 256 octets*");

    [Fact]
    public void A_missing_file_is_told_by_its_path() =>
        FluentActions.Invoking(() => ZoneFileResolver.Load(["/nowhere/x.zone"], _ => { })).Should().Throw<ZoneFileException>()
            .WithMessage("/nowhere/x.zone: The zone file cannot be read: there is no such file. Give the path of a readable master file.");

    private static async Task<DnsOutcome> Ask(string name, string type) =>
        await Resolver.QueryAsync(DomainName.TryParseWithSpaces(name, out var asked, out _) ? asked : DomainName.Parse(name), Enum.Parse<DnsRecordType>(type), CancellationToken.None);
}
