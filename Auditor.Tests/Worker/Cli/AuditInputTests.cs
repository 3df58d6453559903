using System.Net;
using Auditor.Core.Auditing;
using Auditor.Core.Dns;
using Auditor.Core.Findings;
using Auditor.Core.Scoring;
using Auditor.Tests.Support;
using Auditor.Worker.Cli;
using Auditor.Worker.Cli.Audits;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Worker.Cli;

public sealed class AuditInputTests
{
    private static readonly string Readme = Path.Combine(ProjectRoot.Path, "README.md");

    private static readonly Dictionary<string, (Action Read, string Message)> Wrong = new()
    {
        ["purpose"] = (() => AuditInput.Purpose("shop"), "--purpose: 'shop' is none of auto, people, machine, receive-only, parked."),
        ["check"] = (() => AuditInput.Checks("spf,dnssec", false), "--checks: 'dnssec' is none of spf, dkim, dmarc, mx, reverse, transport, bimi, zone, blocklists, smtp, scored, full."),
        ["no check"] = (() => AuditInput.Checks(" , ", false), "--checks: ' , ' is none of spf, dkim, dmarc, mx, reverse, transport, bimi, zone, blocklists, smtp, scored, full."),
        ["threshold"] = (() => AuditInput.Threshold("fatal"), "--fail-on: 'fatal' is none of error, warning, advice, never."),
        ["address"] = (() => AuditInput.Addresses(["host"]), "--ip: 'host' is no IPv4 or IPv6 address."),
        ["selector"] = (() => AuditInput.Selectors(["a..b"], null), "--selector: 'a..b' is no DKIM selector*"),
        ["concurrency"] = (() => AuditInput.Concurrency(0), "--concurrency: 0 is out of range; give 1 to 512."),
        ["missing file"] = (() => AuditInput.Domains([], "/nowhere", TextReader.Null), "--domains-file /nowhere: the file cannot be read*"),
        ["empty file"] = (() => AuditInput.Domains([], "-", TextReader.Null), "--domains-file - holds no domain."),
        ["selectors file"] = (() => AuditInput.Selectors([], Readme), "--selectors-file */README.md: not of the form {\"example.com\":[\"s1\",\"s2\"]}*"),
        ["baseline"] = (() => KnownFindings.Read(Readme), "--baseline */README.md: not written by --format json or jsonl*"),
    };

    public static TheoryData<string> WrongInputs() => new(Wrong.Keys);

    [Theory]
    [MemberData(nameof(WrongInputs))]
    public void What_is_wrong_is_one_line_that_names_the_option_and_the_remedy(string input)
    {
        var (read, message) = Wrong[input];

        read.Should().Throw<UsageException>().WithMessage(message).Which.Message.Should().NotContain("\n");
    }

    [Fact]
    public void Domains_of_arguments_and_file_are_joined_without_duplicates() =>
        AuditInput.Domains(["example.com"], "-", new StringReader("example.net, EXAMPLE.com")).Select(d => d.Value)
            .Should().Equal("example.com", "example.net");

    [Fact]
    public void Selectors_are_for_all_domains_or_for_one()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, """{"Example.com":["s1","s2"]}""");

            var selectors = AuditInput.Selectors(["all"], file);

            selectors.Of(DomainName.Parse("example.com")).Should().Equal("all", "s1", "s2");
            selectors.Of(DomainName.Parse("example.net")).Should().Equal("all");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void The_words_of_the_options_are_read()
    {
        AuditInput.Purpose("auto").Should().BeNull();
        AuditInput.Purpose("receive-only").Should().Be(DomainPurpose.ReceiveOnly);
        AuditInput.Checks(null, isList: false).Should().Be(AuditChecks.Full);
        AuditInput.Checks(null, isList: true).Should().Be(AuditChecks.Scored);
        AuditInput.Checks("spf, reverse", isList: true).Should().Be(AuditChecks.Spf | AuditChecks.Reverse);
        AuditInput.Checks("scored,blocklists", isList: false).Should().Be(AuditChecks.Scored | AuditChecks.Blocklists);
        AuditInput.Threshold("never").Should().BeNull();
        AuditInput.Threshold("advice").Should().Be(Severity.Advice);
        AuditInput.Addresses(["192.0.2.1", "2001:db8::1"]).Should().Equal(IPAddress.Parse("192.0.2.1"), IPAddress.Parse("2001:db8::1"));
    }
}
