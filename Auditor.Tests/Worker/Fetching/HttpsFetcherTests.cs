using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Auditor.Core.Dns;
using Auditor.Core.Fetching;
using Auditor.Tests.Support;
using Auditor.Worker.Fetching;
using FluentAssertions;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Auditor.Tests.Worker.Fetching;

/// <summary>The fetcher against a real server on loopback, which it dials only because a test lets it.</summary>
public sealed class HttpsFetcherTests : IAsyncLifetime
{
    private const int Limit = 64 * 1024;
    private const string Host = "mta-sts.example.com";

    private readonly TestAuthority authority = new();
    private readonly TestAuthority stranger = new("CN=Nobody's Root");
    private readonly Canary canary = new();
    private readonly Dictionary<string, X509Certificate2> certificates = [];
    private LoopbackHttps server = null!;
    private int busy;
    private int mostBusy;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        certificates[Host] = authority.Issue(Host);
        certificates["wild.example.com"] = authority.Issue("*.example.com");
        certificates["wrong.example.com"] = authority.Issue("other.example.com");
        certificates["deep.wild.example.com"] = authority.Issue("*.example.com");
        certificates["common.example.com"] = authority.IssueForCommonName("common.example.com");
        certificates["expired.example.com"] = authority.IssueExpired("expired.example.com");
        certificates["damaged.example.com"] = authority.IssueDamaged("damaged.example.com");
        certificates["untrusted.example.com"] = stranger.Issue("untrusted.example.com");
        certificates["incomplete.example.com"] = authority.IssueBelowMissingAuthority(new Uri($"http://127.0.0.1:{canary.Port}/issuer.der"), "incomplete.example.com");
        server = await LoopbackHttps.StartAsync(name => certificates[name!], AnswerAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await canary.DisposeAsync();
        authority.Dispose();
        stranger.Dispose();
    }

    [Fact]
    public async Task A_file_comes_with_its_status_type_and_certificate()
    {
        var answer = await GetAsync("/policy");

        answer.Should().BeEquivalentTo(new { Status = HttpsStatus.Answered, Code = 200, ContentType = "text/plain; charset=utf-8", IsOk = true, IsUnknown = false });
        Encoding.UTF8.GetString(answer.Body.AsSpan()).Should().Be("version: STSv1\n");
        answer.Certificate!.Names.Should().Equal(Host);
        answer.Server.Should().Be($"127.0.0.1:{server.Port}");
    }

    [Fact]
    public async Task The_request_tells_nothing_but_what_is_asked_for() =>
        Encoding.UTF8.GetString((await GetAsync("/headers")).Body.AsSpan()).Should().Be($"GET HTTP/1.1 Host={Host} User-Agent=auditor");

    [Theory]
    [InlineData("/redirect", 302)]
    [InlineData("/missing", 404)]
    [InlineData("/partial", 206)]
    public async Task Another_status_than_200_is_an_answer_without_a_body_and_no_redirect_is_followed(string path, int code)
    {
        var answer = await GetAsync(path);

        (answer.Status, answer.Code, answer.IsOk, answer.Body.Length).Should().Be((HttpsStatus.Answered, code, false, 0));
        server.Requests.Should().Be(1);
    }

    [Theory]
    [InlineData("/exact", HttpsStatus.Answered)]
    [InlineData("/endless", HttpsStatus.TooLarge)]
    [InlineData("/declared", HttpsStatus.TooLarge)]
    [InlineData("/headers-huge", HttpsStatus.Broken)]
    public async Task The_size_is_bounded(string path, HttpsStatus status)
    {
        var answer = await GetAsync(path);

        answer.Status.Should().Be(status);
        answer.Body.Length.Should().Be(status == HttpsStatus.Answered ? Limit : 0);
    }

    [Fact]
    public async Task A_packed_body_stays_packed_so_no_bomb_goes_off() =>
        (await GetAsync("/packed")).Body.Should().Equal(0x1f, 0x8b, 1, 2, 3);

    [Theory]
    [InlineData("/drip")]
    [InlineData("/silent")]
    public async Task A_server_that_dawdles_is_left(string path)
    {
        var answer = await GetAsync(path, options: Options() with { Timeout = TimeSpan.FromMilliseconds(400) });

        (answer.Status, answer.IsUnknown, answer.Body.Length).Should().Be((HttpsStatus.TimedOut, true, 0));
    }

    [Theory]
    [InlineData("wild.example.com", HttpsStatus.Answered)]
    [InlineData("wrong.example.com", HttpsStatus.CertificateWrongName)]
    [InlineData("deep.wild.example.com", HttpsStatus.CertificateWrongName)]
    [InlineData("common.example.com", HttpsStatus.CertificateWrongName)]
    [InlineData("expired.example.com", HttpsStatus.CertificateExpired)]
    [InlineData("untrusted.example.com", HttpsStatus.CertificateNotTrusted)]
    [InlineData("incomplete.example.com", HttpsStatus.CertificateNotTrusted)]
    public async Task A_bad_certificate_is_told_by_its_cause_and_nothing_is_asked(string host, HttpsStatus status)
    {
        var answer = await GetAsync("/policy", host);

        answer.Status.Should().Be(status);
        answer.IsUnknown.Should().BeFalse();
        answer.Certificate.Should().NotBeNull();
        server.Requests.Should().Be(status == HttpsStatus.Answered ? 1 : 0);
        answer.Body.IsEmpty.Should().Be(status != HttpsStatus.Answered);
    }

    [Fact]
    public async Task A_damaged_certificate_ends_as_not_trusted()
    {
        (await GetAsync("/policy", "damaged.example.com")).Status.Should().Be(HttpsStatus.CertificateNotTrusted);
        server.Requests.Should().Be(0);
    }

    [Fact]
    public async Task A_certificate_cannot_send_us_to_fetch_its_issuer()
    {
        await GetAsync("/policy", "incomplete.example.com");
        canary.Visits.Should().Be(0);

        // The control: a chain that may download does go there.
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.UrlRetrievalTimeout = TimeSpan.FromSeconds(2);
        chain.Build(certificates["incomplete.example.com"]);
        canary.Visits.Should().BePositive();
    }

    [Fact]
    public async Task What_is_no_TLS_or_no_HTTP_is_said_so()
    {
        await using var raw = await LoopbackHttps.StartRawAsync(certificates[Host], "SSH-2.0-OpenSSH\r\n"u8.ToArray());

        (await GetAsync("/", options: Options() with { Port = raw.Port })).Status.Should().Be(HttpsStatus.Broken);
        (await GetAsync("/", options: Options() with { Port = canary.Port })).Status.Should().Be(HttpsStatus.TlsFailed);
    }

    [Fact]
    public async Task A_closed_port_is_unknown()
    {
        var answer = await GetAsync("/", options: Options() with { Port = FreePort() });

        (answer.Status, answer.IsUnknown).Should().Be((HttpsStatus.ConnectFailed, true));
    }

    [Theory]
    [InlineData(DnsStatus.Timeout, HttpsStatus.NameUnresolved)]
    [InlineData(DnsStatus.ServerFailure, HttpsStatus.NameUnresolved)]
    [InlineData(DnsStatus.NotAsked, HttpsStatus.NameUnresolved)]
    [InlineData(DnsStatus.NxDomain, HttpsStatus.NameUnknown)]
    [InlineData(DnsStatus.NoData, HttpsStatus.NameUnknown)]
    public async Task A_name_without_an_address_is_told_from_one_that_DNS_fails_for(DnsStatus dns, HttpsStatus status)
    {
        using var fetcher = new HttpsFetcher(Options());

        (await fetcher.GetAsync($"https://{Host}/", Limit, new TestZone().Fails(Host, dns), Cancel)).Status.Should().Be(status);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    public async Task A_name_that_points_inside_is_not_connected_to(string address)
    {
        var dialled = new List<IPEndPoint>();
        using var fetcher = new HttpsFetcher(new HttpsFetcherOptions { Connect = Refuse(dialled) });

        var answer = await fetcher.GetAsync($"https://{Host}/", Limit, new TestZone().A(Host, address), Cancel);

        answer.Status.Should().Be(HttpsStatus.AddressRefused);
        dialled.Should().BeEmpty();
    }

    [Fact]
    public async Task Of_several_addresses_only_the_public_ones_are_dialled_and_four_at_most()
    {
        var dialled = new List<IPEndPoint>();
        using var fetcher = new HttpsFetcher(new HttpsFetcherOptions { Connect = Refuse(dialled) });
        var zone = new TestZone().A(Host, "127.0.0.1", "1.0.0.1", "10.0.0.1", "1.0.0.2", "1.0.0.3", "1.0.0.4", "1.0.0.5", "2606:4700::1");

        (await fetcher.GetAsync($"https://{Host}/", Limit, zone, Cancel)).Status.Should().Be(HttpsStatus.ConnectFailed);

        dialled.Select(d => d.ToString()).Should().Equal("1.0.0.1:443", "1.0.0.2:443", "1.0.0.3:443", "1.0.0.4:443");
    }

    [Fact]
    public async Task A_name_that_turns_to_loopback_between_two_answers_reaches_nothing_inside()
    {
        const int Fetches = 1000;
        var dialled = new List<IPEndPoint>();
        using var fetcher = new HttpsFetcher(new HttpsFetcherOptions { Connect = Refuse(dialled) });
        var rebinding = new RebindingResolver();

        for (var i = 0; i < Fetches; i++)
        {
            var answer = await fetcher.GetAsync("https://rebind.example.com/", Limit, rebinding, Cancel);
            answer.Status.Should().BeOneOf(HttpsStatus.ConnectFailed, HttpsStatus.AddressRefused);
        }

        dialled.Should().HaveCount(Fetches / 2).And.OnlyContain(d => d.Address.Equals(RebindingResolver.Outside) && d.Port == 443);
        rebinding.Asked.Should().Be(Fetches, "a fetch asks once, so that nothing can change between the check and the connection");
    }

    [Fact]
    public async Task A_few_fetches_run_at_a_time_and_the_others_wait()
    {
        using var fetcher = new HttpsFetcher(Options());
        var zone = new TestZone().A(Host, "127.0.0.1");

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => fetcher.GetAsync($"https://{Host}/busy", Limit, zone, Cancel)));

        answers.Should().OnlyContain(a => a.IsOk);
        mostBusy.Should().BeInRange(2, 4);
    }

    [Fact]
    public async Task Who_waits_too_long_is_told_that_nothing_was_tried()
    {
        using var fetcher = new HttpsFetcher(Options() with { MaxAtOnce = 1, QueueTimeout = TimeSpan.FromMilliseconds(50), Timeout = TimeSpan.FromSeconds(1) });
        var zone = new TestZone().A(Host, "127.0.0.1");

        var first = fetcher.GetAsync($"https://{Host}/silent", Limit, zone, Cancel);
        var second = await fetcher.GetAsync($"https://{Host}/policy", Limit, zone, Cancel);

        (second.Status, second.IsUnknown).Should().Be((HttpsStatus.NotTried, true));
        (await first).Status.Should().Be(HttpsStatus.TimedOut);
    }

    [Fact]
    public async Task Whoever_asks_may_stop_it()
    {
        using var fetcher = new HttpsFetcher(Options());
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        var fetch = () => fetcher.GetAsync($"https://{Host}/silent", Limit, new TestZone().A(Host, "127.0.0.1"), stop.Token);

        await fetch.Should().ThrowAsync<OperationCanceledException>();
    }

    private async Task<HttpsAnswer> GetAsync(string path, string host = Host, HttpsFetcherOptions? options = null)
    {
        using var fetcher = new HttpsFetcher(options ?? Options());
        return await fetcher.GetAsync($"https://{host}{path}", Limit, new TestZone().A(host, "127.0.0.1"), Cancel);
    }

    private HttpsFetcherOptions Options() => new() { Port = server.Port, MayDial = IPAddress.IsLoopback, Root = authority.Root };

    private static Func<IPEndPoint, CancellationToken, ValueTask<Stream>> Refuse(List<IPEndPoint> dialled) => (end, _) =>
    {
        dialled.Add(end);
        throw new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.ConnectionRefused);
    };

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var response = context.Response;
        response.ContentType = "text/plain; charset=utf-8";
        switch (context.Request.Path.Value)
        {
            case "/policy":
                await response.WriteAsync("version: STSv1\n");
                break;
            case "/headers":
                var headers = context.Request.Headers.Select(h => $"{h.Key}={h.Value}").Order(StringComparer.Ordinal);
                await response.WriteAsync($"{context.Request.Method} {context.Request.Protocol} {string.Join(' ', headers).Replace($":{server.Port}", "", StringComparison.Ordinal)}");
                break;
            case "/redirect":
                response.Redirect($"https://{Host}/policy");
                break;
            case "/partial":
                response.StatusCode = 206;
                await response.WriteAsync("part");
                break;
            case "/exact":
                await response.Body.WriteAsync(new byte[Limit]);
                break;
            case "/endless":
                await WriteForeverAsync(context, new byte[Limit], TimeSpan.Zero);
                break;
            case "/declared":
                response.ContentLength = Limit + 1;
                await response.Body.WriteAsync(new byte[Limit + 1]);
                break;
            case "/headers-huge":
                response.Headers["X-Long"] = new string('x', 20 * 1024);
                await response.WriteAsync("ok");
                break;
            case "/packed":
                response.Headers.ContentEncoding = "gzip";
                await response.Body.WriteAsync((byte[])[0x1f, 0x8b, 1, 2, 3]);
                break;
            case "/drip":
                await WriteForeverAsync(context, [(byte)'x'], TimeSpan.FromMilliseconds(20));
                break;
            case "/silent":
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                break;
            case "/busy":
                var now = Interlocked.Increment(ref busy);
                mostBusy = Math.Max(mostBusy, now);
                await Task.Delay(50, Cancel);
                Interlocked.Decrement(ref busy);
                await response.WriteAsync("done");
                break;
            default:
                response.StatusCode = 404;
                await response.WriteAsync("no such page");
                break;
        }
    }

    private static async Task WriteForeverAsync(HttpContext context, byte[] piece, TimeSpan pause)
    {
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await context.Response.Body.WriteAsync(piece, CancellationToken.None);
            await context.Response.Body.FlushAsync(CancellationToken.None);
            await Task.Delay(pause, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Gives a public address and loopback by turns, as a name server with a TTL of 0 can.</summary>
    private sealed class RebindingResolver : IDnsResolver
    {
        public static readonly IPAddress Outside = IPAddress.Parse("1.0.0.1");

        /// <summary>Questions for A so far.</summary>
        public int Asked { get; private set; }

        public ValueTask<DnsOutcome> QueryAsync(DomainName name, DnsRecordType type, CancellationToken cancellationToken) => ValueTask.FromResult(
            type == DnsRecordType.A
                ? DnsOutcome.Answer(name, type, new AddressRecord(name, 0, Asked++ % 2 == 0 ? Outside : IPAddress.Loopback))
                : DnsOutcome.Without(name, type, DnsStatus.NoData));
    }
}
