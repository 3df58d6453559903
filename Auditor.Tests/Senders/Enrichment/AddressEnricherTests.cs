using System.Net;
using Auditor.Core.Dns;
using Auditor.Core.Reverse;
using Auditor.Core.Senders;
using Auditor.Core.Senders.Classification;
using Auditor.Core.Senders.Enrichment;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Senders.Enrichment;

public sealed class AddressEnricherTests
{
    private const string Zones = """
        $ORIGIN 2.0.192.in-addr.arpa.
        @ 60 SOA ns.example. host.example. 1 1 1 1 60
        7 86400 PTR o1.sendgrid.net.
        8 60 PTR mail.acme.example.
        9 60 PTR liar.sendgrid.net.
        $ORIGIN sendgrid.net.
        @ 60 SOA ns.example. host.example. 1 1 1 1 60
        o1 60 A 192.0.2.7
        liar 60 A 198.51.100.1
        $ORIGIN acme.example.
        @ 60 SOA ns.example. host.example. 1 1 1 1 60
        mail 60 A 192.0.2.8
        """;

    [Fact]
    public async Task A_confirmed_reverse_name_names_the_service()
    {
        var facts = await LookUpAsync("192.0.2.7", OwnNames.None);

        (facts.Reverse, facts.Name?.Value).Should().Be((ForwardConfirmed.Confirmed, "o1.sendgrid.net"));
        facts.Service.Should().Be(new ServiceMatch("sendgrid", "Twilio SendGrid", ServiceEvidence.ReverseName, ClassConfidence.High));
        facts.KeepFor.Should().Be(TimeSpan.FromDays(1), "its time to live is a day");
    }

    [Fact]
    public async Task A_reverse_name_that_does_not_resolve_back_names_nobody()
    {
        var facts = await LookUpAsync("192.0.2.9", OwnNames.None);

        (facts.Reverse, facts.Name?.Value, facts.Service).Should().Be((ForwardConfirmed.Mismatch, "liar.sendgrid.net", null));
    }

    [Fact]
    public async Task The_users_own_list_wins_over_the_catalogue_and_covers_names_below()
    {
        var own = new OwnNames([new OwnName(DomainName.Parse("acme.example"), "Acme Mail", "Email Provider"), new OwnName(DomainName.Parse("sendgrid.net"), "Our SendGrid", null)]);

        (await LookUpAsync("192.0.2.8", own)).Service.Should().Be(new ServiceMatch("own:acme.example", "Acme Mail", ServiceEvidence.OwnList, ClassConfidence.High));
        (await LookUpAsync("192.0.2.7", own)).Service!.Name.Should().Be("Our SendGrid");
    }

    [Fact]
    public async Task A_dns_failure_is_unknown_and_is_asked_again_soon()
    {
        var facts = await new AddressEnricher(SenderCatalogue.Default, OwnNames.None, new NoAddressDatabase()).LookUpAsync(IPAddress.Parse("192.0.2.7"), new DeadResolver(), CancellationToken.None);

        (facts.Reverse, facts.Name, facts.KeepFor).Should().Be((ForwardConfirmed.Unknown, null, AddressEnricher.RetryAfter));
    }

    [Fact]
    public void What_the_address_shows_counts_before_what_it_is_authenticated_as()
    {
        var traces = new SourceTraces
        {
            OfAddress = new ServiceMatch("as64500", "Some Network", ServiceEvidence.Network, ClassConfidence.Low),
            Spf = [new IdentityResult("bounce.sendgrid.net", "pass")],
            KeyTargets = [DomainName.Parse("selector1-acme-example._domainkey.acme.onmicrosoft.com")],
        };

        Service(traces).Should().Be(("sendgrid", ServiceEvidence.ReturnPath));
        Service(traces with { Spf = [] }).Should().Be(("microsoft-365", ServiceEvidence.KeyAlias));
        Service(traces with { Spf = [], IsForwarded = true }).Should().Be(("as64500", ServiceEvidence.Network), "a signature that survived forwarding tells of the author, not of the host");
        Service(traces with { CoveringInclude = DomainName.Parse("spf.protection.outlook.com") }).Should().Be(("microsoft-365", ServiceEvidence.SpfInclude));
        SourceService.Find(new SourceTraces(), SenderCatalogue.Default).Should().BeNull();
    }

    private static (string, ServiceEvidence) Service(SourceTraces traces) => SourceService.Find(traces, SenderCatalogue.Default) is { } found ? (found.Id, found.Evidence) : default;

    private static Task<AddressFacts> LookUpAsync(string address, OwnNames own) =>
        new AddressEnricher(SenderCatalogue.Default, own, new NoAddressDatabase()).LookUpAsync(IPAddress.Parse(address), StrictZones.FromText(Zones), CancellationToken.None);

    private sealed class DeadResolver : IDnsResolver
    {
        public ValueTask<DnsOutcome> QueryAsync(DomainName name, DnsRecordType type, CancellationToken cancellationToken) =>
            ValueTask.FromResult(DnsOutcome.Without(name, type, DnsStatus.Timeout, "No answer."));
    }
}
