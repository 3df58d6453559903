using System.Globalization;
using Auditor.Core.Dns;
using Auditor.Core.Storage.Entities;
using Auditor.Tests.Support;
using Auditor.Web.Texts;
using Auditor.Worker.Mailboxes.Finding;
using Auditor.Worker.Settings;
using FluentAssertions;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Auditor.Tests.Worker.Mailboxes;

/// <summary>The server of an address, looked for with a real nsd.</summary>
public sealed class ServerFinderTests(ServerFinderTests.Zones zones) : IClassFixture<ServerFinderTests.Zones>
{
    [Fact]
    public async Task A_service_record_fills_in_host_port_and_protection()
    {
        var found = await FindAsync("reports@srv.example");
        found.Servers.Should().Equal(
            new FoundServer("in1.srv.example", 1993, MailboxSecurity.Tls, ServerEvidence.Service, "srv.example names it itself: _imaps._tcp.srv.example SRV 0 5 1993 in1.srv.example.", Validation.Indeterminate, false),
            new FoundServer("in2.srv.example", 993, MailboxSecurity.Tls, ServerEvidence.Service, "srv.example names it itself: _imaps._tcp.srv.example SRV 0 1 993 in2.srv.example.", Validation.Indeterminate, false),
            new FoundServer("in3.srv.example", 993, MailboxSecurity.Tls, ServerEvidence.Service, "srv.example names it itself: _imaps._tcp.srv.example SRV 10 9 993 in3.srv.example.", Validation.Indeterminate, false),
            new FoundServer("in1.srv.example", 143, MailboxSecurity.StartTls, ServerEvidence.Service, "srv.example names it itself: _imap._tcp.srv.example SRV 0 1 143 in1.srv.example.", Validation.Indeterminate, false));
        found.Remarks.Should().BeEmpty();
    }

    [Fact]
    public async Task A_server_of_another_domain_must_be_confirmed() =>
        (await FindAsync("reports@outside.example")).Servers.Should().ContainSingle().Which.Should().Match<FoundServer>(s => s.Host == "imap.stranger.example" && s.MustBeConfirmed);

    [Fact]
    public async Task A_domain_that_offers_none_is_believed()
    {
        var found = await FindAsync("reports@none.example");
        found.Servers.Should().BeEmpty();
        found.Remarks.Should().Equal(
            "none.example says in the SRV record of _imaps._tcp.none.example that it does not offer this service (RFC 6186 3.4).",
            "none.example says in the SRV record of _imap._tcp.none.example that it does not offer this service (RFC 6186 3.4).");
    }

    [Theory]
    [InlineData("google.example", "imap.gmail.com", "Google takes no ordinary password: sign in with OAuth 2.0, or make an app password where the administrator allows it.")]
    [InlineData("microsoft.example", "outlook.office365.com", "Microsoft takes no ordinary password: sign in with OAuth 2.0, or make an app password where the administrator allows it.")]
    [InlineData("infomaniak.example", "mail.infomaniak.com", null)]
    public async Task The_provider_of_its_mail_is_known(string domain, string host, string? remark)
    {
        var found = await FindAsync($"reports@{domain}");
        found.Servers.Should().ContainSingle().Which.Should().Match<FoundServer>(s => s.Host == host && s.Port == 993 && s.Security == MailboxSecurity.Tls && s.Evidence == ServerEvidence.Provider && !s.MustBeConfirmed);
        found.Remarks.Should().Equal(remark is null ? [] : [remark]);
    }

    [Fact]
    public async Task Proton_has_no_server_to_fill_in()
    {
        var found = await FindAsync("reports@proton.example");
        found.Servers.Should().BeEmpty();
        found.Remarks.Should().ContainSingle().Which.Should().StartWith("Proton Mail has no IMAP server: only its Bridge");
    }

    [Fact]
    public async Task Usual_names_are_the_last_resort() =>
        (await FindAsync("reports@names.example")).Servers.Should().Equal(
            new FoundServer("mail.names.example", 993, MailboxSecurity.Tls, ServerEvidence.Name, "The host has an address (2001:db8::25); whether it is an IMAP server, the test of the connection tells.", Validation.Indeterminate, false));

    [Fact]
    public async Task Nothing_found_is_said_with_what_was_asked()
    {
        var found = await FindAsync("reports@empty.example");
        found.Servers.Should().BeEmpty();
        found.Remarks.Should().ContainSingle().Which.Should().StartWith("DNS names no IMAP server of empty.example");
    }

    [Fact]
    public async Task A_failure_of_dns_is_not_none()
    {
        var found = await FindAsync("reports@elsewhere.invalid");
        found.Servers.Should().BeEmpty();
        found.Remarks.Should().HaveCount(7).And.AllSatisfy(r => r.Should().StartWith("DNS gave no answer about ").And.EndWith(" is unknown."));
        found.Remarks[0].Should().Be("DNS gave no answer about _imaps._tcp.elsewhere.invalid SRV (Refused): whether it names a server is unknown.");
        found.Remarks.Select(German.Translate).Should().NotContainNulls();
    }

    [Theory]
    [InlineData("reports")]
    [InlineData("reports@")]
    [InlineData("@srv.example")]
    [InlineData("reports@localhost")]
    [InlineData("reports@two words.example")]
    public async Task What_is_no_address_is_named(string typed) =>
        (await FindAsync(typed)).Should().BeEquivalentTo(new ServerSearch([], ["Type the whole e-mail address as the user, such as reports@example.com: its domain is what is asked for."]));

    [Fact]
    public void Every_provider_is_told_apart_and_its_remark_has_its_German()
    {
        MailProvider.All.Select(p => p.Remark).OfType<string>().Where(r => German.Translate(r) is null).Should().BeEmpty();
        MailProvider.All.Should().AllSatisfy(p => p.Exchangers.Should().AllSatisfy(e => MailProvider.Of(DomainName.Parse($"mx1.{e}"))!.Name.Should().Be(p.Name)));
        MailProvider.All.Should().AllSatisfy(p => (p.Host is not null || p.Remark is not null).Should().BeTrue());
        MailProvider.All.Select(p => p.Host).OfType<string>().Should().AllSatisfy(h => DomainName.Parse(h).IsHostName.Should().BeTrue());
        MailProvider.Of(DomainName.Parse("mx.notgoogle.com")).Should().BeNull();
    }

    private static SentenceBook German => Sentences.In(CultureInfo.GetCultureInfo("de"))!;

    private Task<ServerSearch> FindAsync(string address) => zones.Finder.FindAsync(address, TestContext.Current.CancellationToken);

    /// <summary>An nsd with the domains of the tests.</summary>
    public sealed class Zones : IAsyncLifetime
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("auditor-finder-");
        private AuthoritativeServer server = null!;
        private TestDatabase database = null!;

        internal ServerFinder Finder { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            server = await AuthoritativeServer.StartAsync(
                Zone("srv.example", "_imaps._tcp SRV 10 9 993 in3", "_imaps._tcp SRV 0 1 993 in2", "_imaps._tcp SRV 0 5 1993 in1", "_imap._tcp SRV 0 1 143 in1", "@ MX 10 aspmx.l.google.com."),
                Zone("outside.example", "_imaps._tcp SRV 0 1 993 imap.stranger.example."),
                Zone("none.example", "_imaps._tcp SRV 0 0 0 .", "_imap._tcp SRV 0 0 0 .", "imap A 192.0.2.1"),
                Zone("google.example", "@ MX 10 alt1.aspmx.l.google.com.", "@ MX 1 aspmx.l.google.com."),
                Zone("microsoft.example", "@ MX 0 microsoft-example.mail.protection.outlook.com."),
                Zone("infomaniak.example", "@ MX 5 mta-gw.infomaniak.ch."),
                Zone("proton.example", "@ MX 10 mail.protonmail.ch.", "@ MX 20 mailsec.protonmail.ch."),
                Zone("names.example", "@ MX 10 mx", "mx A 192.0.2.25", "mail AAAA 2001:db8::25"),
                Zone("empty.example"));
            database = await TestDatabase.CreateAsync(Auditor.Core.Storage.StorageProvider.Sqlite, CancellationToken.None);
            Finder = new ServerFinder(
                _ => new DnsClientResolver(new DnsResolverOptions { Servers = [server.EndPoint] }, TimeProvider.System),
                new SettingsReader(database.Database, new ConfigurationBuilder().Build()),
                TimeProvider.System);
        }

        public async ValueTask DisposeAsync()
        {
            await database.DisposeAsync();
            await server.DisposeAsync();
            folder.Delete(recursive: true);
        }

        private string Zone(string name, params string[] records)
        {
            var path = Path.Combine(folder.FullName, $"{name}.zone");
            File.WriteAllText(path, $"$ORIGIN {name}.\n$TTL 60\n@ SOA ns hostmaster 1 3600 600 86400 60\n@ NS ns\nns A 127.0.0.1\n{string.Join('\n', records)}\n");
            return path;
        }
    }
}
