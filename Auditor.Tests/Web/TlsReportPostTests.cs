using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Auditor.Core.Storage.Activity;
using Auditor.Core.Storage.Entities;
using Auditor.Tests.Support;
using Auditor.Tests.Web.Support;
using Auditor.Web.Api;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Auditor.Tests.Web;

/// <summary>TLS reports posted over a real socket, as RFC 8460 5.4 has senders do it.</summary>
public sealed class TlsReportPostTests : IAsyncLifetime
{
    private const string Json = "application/tlsrpt+json";
    private const string Gzip = "application/tlsrpt+gzip";

    private readonly WebHost host = new();
    private HttpClient client = null!;
    private string secret = null!;

    private TlsReportAddresses Addresses => host.Services.GetRequiredService<TlsReportAddresses>();

    public async ValueTask InitializeAsync()
    {
        client = new HttpClient { BaseAddress = new Uri(host.StartOnLoopback()) };
        await host.AddAdministratorAsync();
        await using var db = await host.Contexts.CreateDbContextAsync(Cancel);
        db.Domains.AddRange(new MonitoredDomain { Name = "example.com" }, new MonitoredDomain { Name = "example.org" });
        await db.SaveChangesAsync(Cancel);
        secret = (await Addresses.MakeAsync("example.com", new Doer("ann"), Cancel))!;
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task A_report_is_counted_once_however_it_is_wrapped()
    {
        (await PostAsync(Report(), Json)).Should().Be((HttpStatusCode.OK, """{"outcome":"imported"}"""));
        (await PostAsync(ReportMails.Gzip(Report()), Gzip)).Should().Be((HttpStatusCode.OK, """{"outcome":"duplicate"}"""));
        (await PostAsync(Encoding.UTF8.GetBytes(Empty), Json + "; charset=utf-8")).Should().Be((HttpStatusCode.OK, """{"outcome":"empty"}"""));

        await using var db = await host.Contexts.CreateDbContextAsync(Cancel);
        (await db.TlsTotals.SingleAsync(Cancel)).Should().BeEquivalentTo(new { Domain = "example.com", Successful = 5L, Failed = 1L });
        (await db.IntakeRuns.OrderBy(r => r.Id).Select(r => new { r.Source, r.StartedBy, r.Seen, r.Imported }).ToListAsync(Cancel)).Should().Equal(
            new { Source = IntakeSource.TlsPost, StartedBy = (string?)"example.com", Seen = 1, Imported = 1 },
            new { Source = IntakeSource.TlsPost, StartedBy = (string?)"example.com", Seen = 1, Imported = 0 },
            new { Source = IntakeSource.TlsPost, StartedBy = (string?)"example.com", Seen = 1, Imported = 0 });
    }

    [Theory]
    [InlineData("example.org")]
    [InlineData("sub.example.com")]
    [InlineData("")]
    public async Task A_report_of_another_domain_is_refused_and_leaves_no_trace(string domain)
    {
        var answer = await PostAsync(Report(domain), Json);
        answer.Status.Should().Be(HttpStatusCode.UnprocessableEntity);
        answer.Body.Should().Contain("example.com");
        await NothingIsStoredAsync();
    }

    [Fact]
    public async Task What_is_no_TLS_report_is_refused_with_the_reason()
    {
        var aggregate = Encoding.UTF8.GetBytes(ReportMails.Xml(1));
        (await PostAsync(aggregate, Json)).Should().Be((HttpStatusCode.BadRequest, """{"error":"The body is neither gzip nor JSON."}"""));
        (await PostAsync(ReportMails.Gzip(aggregate), Gzip)).Body.Should().Contain("no TLS report");
        (await PostAsync(ReportMails.Report(0), Gzip)).Body.Should().Contain("neither gzip nor JSON");
        (await PostAsync("{}"u8.ToArray(), Json)).Body.Should().Contain("no TLS report");
        (await PostAsync(Report()[..^40], Json)).Body.Should().Contain("cannot be used");
        (await PostAsync([], Json)).Status.Should().Be(HttpStatusCode.BadRequest);
        (await PostAsync(Report(), "application/json")).Status.Should().Be(HttpStatusCode.UnsupportedMediaType);
        (await PostAsync(new byte[TlsReportPost.MaxBodyBytes + 1], Json)).Status.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        await NothingIsStoredAsync();
    }

    [Fact]
    public async Task Only_the_newest_address_of_a_domain_works()
    {
        var old = secret;
        secret = (await Addresses.MakeAsync("example.com", new Doer("ann"), Cancel))!;
        (await PostAsync(Report(), Json, old)).Status.Should().Be(HttpStatusCode.NotFound);
        (await PostAsync(Report(), Json, "short")).Status.Should().Be(HttpStatusCode.NotFound);
        (await PostAsync(Report(), Json)).Status.Should().Be(HttpStatusCode.OK);

        await using var db = await host.Contexts.CreateDbContextAsync(Cancel);
        var deeds = await db.Activity.Where(e => e.Action == ActivityActions.TlsAddressMade).ToListAsync(Cancel);
        deeds.Select(d => d.Subject).Should().Equal("example.com", "example.com");
        deeds.Select(d => d.Before + d.After).Should().NotContain(text => text.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_domain_is_posted_to_thirty_times_a_minute_and_another_is_not_held_up()
    {
        var other = (await Addresses.MakeAsync("example.org", new Doer("ann"), Cancel))!;
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < (2 * TlsReportLimiter.PerDomainAndMinute) + 1; i++)
        {
            answers.Add((await PostAsync([], Json)).Status);
        }

        // Two windows at most may begin while this runs.
        answers.Should().Contain(HttpStatusCode.TooManyRequests);
        answers.Count(a => a == HttpStatusCode.BadRequest).Should().BeInRange(TlsReportLimiter.PerDomainAndMinute, 2 * TlsReportLimiter.PerDomainAndMinute);
        (await PostAsync(Report("example.org"), Json, other)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Slow_posts_take_no_more_than_their_networks_places_and_not_for_long()
    {
        var address = client.BaseAddress!;
        var slow = new List<System.Net.Sockets.TcpClient>();
        for (var i = 0; i < TlsReportLimiter.PerNetworkAtOnce; i++)
        {
            var socket = new System.Net.Sockets.TcpClient();
            await socket.ConnectAsync(address.Host, address.Port, Cancel);
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST {TlsReportPost.Path}/{secret} HTTP/1.1\r\nHost: {address.Host}\r\nContent-Type: {Json}\r\nContent-Length: 50000\r\n\r\n{{"), Cancel);
            slow.Add(socket);
        }

        var limiter = host.Services.GetRequiredService<TlsReportLimiter>();
        await Patience.UntilAsync(
            () =>
            {
                using var free = limiter.From(IPAddress.Loopback);
                return !free.IsAcquired;
            },
            "every connection of the network is taken");

        (await PostAsync(Report(), Json)).Status.Should().Be(HttpStatusCode.TooManyRequests);
        slow.ForEach(s => s.Dispose());
        await Patience.UntilAsync(async () => (await PostAsync(Report(), Json)).Status == HttpStatusCode.OK, "a report is taken again");
    }

    [Fact]
    public async Task One_network_tries_so_many_secrets_a_minute()
    {
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < (2 * TlsReportLimiter.PerNetworkAndMinute) + 1; i++)
        {
            answers.Add((await PostAsync([], Json, "wrong")).Status);
        }

        answers.Distinct().Should().Equal(HttpStatusCode.NotFound, HttpStatusCode.TooManyRequests);
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3::4", "20010DB800010002")]
    public void A_network_is_an_address_or_what_a_subscriber_gets(string address, string network) =>
        TlsReportLimiter.NetworkOf(IPAddress.Parse(address)).Should().Be(network);

    [Theory]
    [InlineData("https://auditor.example/", "https://auditor.example/tls-reports/abc")]
    [InlineData("https://auditor.example:8443/sub/", "https://auditor.example:8443/sub/tls-reports/abc")]
    [InlineData("http://auditor.example/sub/", "https://auditor.example/sub/tls-reports/abc")]
    public void The_address_to_publish_is_https(string baseAddress, string address) =>
        TlsReportPost.AddressOf(new Uri(baseAddress), "abc").Should().Be(address);

    private const string Empty = """
        {"organization-name":"Sender","date-range":{"start-datetime":"2026-11-02T00:00:00Z","end-datetime":"2026-11-02T23:59:59Z"},"report-id":"2",
         "policies":[{"policy":{"policy-type":"sts","policy-domain":"example.com"},"summary":{"total-successful-session-count":0,"total-failure-session-count":0}}]}
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static byte[] Report(string domain = "example.com") => Encoding.UTF8.GetBytes("""
        {"organization-name":"Sender","date-range":{"start-datetime":"2026-11-01T00:00:00Z","end-datetime":"2026-11-01T23:59:59Z"},"report-id":"1",
         "policies":[{"policy":{"policy-type":"sts","policy-domain":"DOMAIN"},"summary":{"total-successful-session-count":5,"total-failure-session-count":1}}]}
        """.Replace("DOMAIN", domain, StringComparison.Ordinal));

    private async Task NothingIsStoredAsync()
    {
        await using var db = await host.Contexts.CreateDbContextAsync(Cancel);
        (await db.IntakeRuns.AnyAsync(Cancel) || await db.Ledger.AnyAsync(Cancel) || await db.Quarantine.AnyAsync(Cancel) || await db.TlsReports.AnyAsync(Cancel)).Should().BeFalse();
    }

    private async Task<(HttpStatusCode Status, string Body)> PostAsync(byte[] body, string type, string? to = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{TlsReportPost.Path}/{to ?? secret}") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        request.Headers.ExpectContinue = true;
        using var response = await client.SendAsync(request, Cancel);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Cancel));
    }
}
