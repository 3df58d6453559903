using System.Net;
using Auditor.Core.Auditing;
using Auditor.Core.Dns;
using Auditor.Core.Findings;
using Auditor.Tests.Auditing;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Dns;

/// <summary>What DNSSEC makes of answers: a real unbound that validates a root of its own, and scripted resolvers.</summary>
public sealed class ResolverValidatorTests(SignedZones zones) : IClassFixture<SignedZones>
{
    private static readonly TimeSpan Try = TimeSpan.FromSeconds(2);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("good.example", DnsRecordType.Soa, Validation.Secure)]
    [InlineData("gone.good.example", DnsRecordType.Txt, Validation.Secure)]
    [InlineData("_25._tcp.mx.good.example", DnsRecordType.Tlsa, Validation.Secure)]
    [InlineData(".", DnsRecordType.Dnskey, Validation.Secure)]
    [InlineData("plain.example", DnsRecordType.Soa, Validation.Insecure)]
    [InlineData("bogus.example", DnsRecordType.Soa, Validation.Bogus)]
    public async Task A_validating_resolver_on_this_machine_is_believed(string name, DnsRecordType type, Validation expected)
    {
        using var validator = new ResolverValidator([zones.Resolver], trustsPath: false, Try);

        (await validator.ValidateAsync(DomainName.Parse(name), type, Cancel)).Should().Be(expected);
    }

    [Theory]
    [InlineData(false, "good.example", Validation.Indeterminate)]
    [InlineData(true, "good.example", Validation.Claimed)]
    [InlineData(false, "plain.example", Validation.Indeterminate)]
    [InlineData(true, "plain.example", Validation.Insecure)]
    public async Task A_resolver_on_another_machine_is_believed_only_when_the_user_says_so(bool trusts, string name, Validation expected)
    {
        using var validator = new ResolverValidator([zones.Resolver], trusts, Try) { IsLocal = static _ => false };

        (await validator.ValidateAsync(DomainName.Parse(name), DnsRecordType.Soa, Cancel)).Should().Be(expected);
    }

    [Fact]
    public async Task A_resolver_that_does_not_validate_leaves_it_open()
    {
        await using var server = ScriptedDnsServer.Start((q, _, _) => ScriptedDnsServer.Reply(q));

        (await AskAsync(server.EndPoint)).Should().Be(Validation.Indeterminate);
    }

    [Fact]
    public async Task A_failure_that_passes_is_not_bogus()
    {
        await using var server = ScriptedDnsServer.Start((q, _, n) => ScriptedDnsServer.Reply(q, rcode: n == 0 ? 2 : 0));

        (await AskAsync(server.EndPoint)).Should().Be(Validation.Unknown);
    }

    [Fact]
    public async Task A_failure_with_and_without_checking_is_not_bogus()
    {
        await using var server = ScriptedDnsServer.Start((q, _, _) => ScriptedDnsServer.Reply(q, rcode: 2));

        (await AskAsync(server.EndPoint)).Should().Be(Validation.Unknown);
    }

    [Fact]
    public async Task A_cut_answer_is_asked_for_over_tcp()
    {
        var overTcp = 0;
        await using var server = ScriptedDnsServer.Start((q, tcp, _) =>
        {
            overTcp += tcp ? 1 : 0;
            var reply = ScriptedDnsServer.Reply(q, truncated: !tcp);
            reply[3] |= (byte)(tcp ? 0x20 : 0);
            return reply;
        });

        (await AskAsync(server.EndPoint)).Should().Be(Validation.Secure);
        overTcp.Should().Be(1);
    }

    [Fact]
    public async Task Silence_and_replies_to_other_questions_are_unknown()
    {
        await using var silent = ScriptedDnsServer.Start((_, _, _) => null);
        await using var confused = ScriptedDnsServer.Start((q, _, _) =>
        {
            var reply = ScriptedDnsServer.Reply(q);
            reply[13] = (byte)'x';
            reply[3] |= 0x20;
            return reply;
        });

        (await AskAsync(silent.EndPoint, TimeSpan.FromMilliseconds(150))).Should().Be(Validation.Unknown);
        (await AskAsync(confused.EndPoint, TimeSpan.FromMilliseconds(150))).Should().Be(Validation.Unknown);
    }

    [Fact]
    public async Task An_audit_tells_a_secure_zone_with_dane_from_one_that_is_broken()
    {
        using var network = new DnsClientResolver(new DnsResolverOptions { Servers = [zones.Resolver] }, TimeProvider.System);
        using var validator = new ResolverValidator([zones.Resolver], trustsPath: false, Try);
        var means = new AuditMeans(network, TimeProvider.System) { Validator = validator };

        var good = await AuditAsync("good.example", means);
        var plain = await AuditAsync("plain.example", means);
        var bogus = await AuditAsync("bogus.example", means);

        (good.Zone.Dnssec, good.Zone.Ds, good.Zone.Dnskey).Should().Be(("secure", true, true));
        good.Dane.Select(d => (d.Host, d.Status, d.Secure)).Should().Equal(("mx.good.example", RecordStatus.Found, true), ("mx2.good.example", RecordStatus.None, null));
        good.Codes().Should().Contain("DANE-PARTIAL").And.NotContain("DNSSEC-ABSENT");
        (plain.Zone.Dnssec, plain.Zone.Ds, plain.Zone.Dnskey).Should().Be(("insecure", false, false));
        plain.Codes().Should().Contain("DNSSEC-ABSENT");
        bogus.Zone.Dnssec.Should().Be("bogus");
        bogus.Codes().Should().Contain("DNSSEC-BOGUS").And.NotContain("SPF-MISSING");
        bogus.Unknown.Should().Contain("spf");
    }

    private static Task<AuditDocument> AuditAsync(string domain, AuditMeans means) =>
        DomainAuditor.AuditAsync(new AuditRequest(DomainName.Parse(domain)) { Checks = AuditChecks.Scored | AuditChecks.Zone | AuditChecks.Transport }, means, Cancel);

    private static async Task<Validation> AskAsync(IPEndPoint resolver, TimeSpan? timeout = null)
    {
        using var validator = new ResolverValidator([resolver], trustsPath: false, timeout ?? Try);
        return await validator.ValidateAsync(DomainName.Parse("example.com"), DnsRecordType.Soa, Cancel);
    }
}
