using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Auditor.Core.Storage.Entities;
using Auditor.Tests.Support;
using Auditor.Worker.Notices;
using FluentAssertions;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Auditor.Tests.Worker.Notices;

/// <summary>Webhooks and heartbeats, through a real server on loopback.</summary>
public sealed class WebhookTests : IDisposable
{
    private readonly TestAuthority authority = new();
    private readonly ConcurrentQueue<(string Method, string Path, string? Signature, byte[] Body)> got = [];

    public void Dispose() => authority.Dispose();

    [Fact]
    public async Task The_receiver_gets_the_body_that_the_signature_is_of()
    {
        await using var server = await StartAsync(StatusCodes.Status204NoContent);
        var body = NoticeJson.Of(NoticeSamples.Write(NoticeSamples.Full()), "0badcafe", NoticeSamples.Morning);
        var steps = new List<NoticeStep>();

        await new WebSender(authority.Root).PostAsync(Address(server, "/hook?a=b"), true, body, "s3cret", (step, _) => steps.Add(step), Cancel);

        var request = got.Should().ContainSingle().Subject;
        (request.Method, request.Path).Should().Be(("POST", "/hook?a=b"));
        request.Body.Should().Equal(body);
        request.Signature.Should().Be("sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes("s3cret"), request.Body)));
        steps.Should().Equal(NoticeStep.Resolve, NoticeStep.Connect, NoticeStep.Send);
    }

    [Fact]
    public async Task Without_a_secret_nothing_is_signed_and_a_heartbeat_is_a_plain_request()
    {
        await using var server = await StartAsync(StatusCodes.Status200OK);
        await new WebSender(authority.Root).PostAsync(Address(server, "/hook"), true, "{}"u8.ToArray(), null, null, Cancel);
        await new WebSender(authority.Root).GetAsync(Address(server, "/ping/4711"), true, null, Cancel);
        got.Select(g => (g.Method, g.Path, g.Signature)).Should().Equal(("POST", "/hook", null), ("GET", "/ping/4711", null));
    }

    [Theory]
    [InlineData("https://127.0.0.1:{0}/", "has no public address (127.0.0.1)")]
    [InlineData("https://localhost:{0}/", "has no public address (")]
    [InlineData("https://[::1]:{0}/", "has no public address (::1)")]
    [InlineData("https://[::ffff:127.0.0.1]:{0}/", "has no public address (")]
    [InlineData("https://2130706433:{0}/", "has no public address (127.0.0.1)")]
    [InlineData("https://0x7f.1:{0}/", "has no public address (127.0.0.1)")]
    [InlineData("https://169.254.169.254/latest/meta-data", "has no public address (169.254.169.254)")]
    [InlineData("https://10.0.0.1/", "has no public address (10.0.0.1)")]
    [InlineData("http://127.0.0.1:{0}/", "is not asked over plain HTTP")]
    public async Task Private_addresses_are_denied_unless_the_configuration_allows_them(string address, string because)
    {
        await using var server = await StartAsync(StatusCodes.Status200OK);
        var send = () => new WebSender(authority.Root).GetAsync(new Uri(string.Format(System.Globalization.CultureInfo.InvariantCulture, address, server.Port)), false, null, Cancel);
        (await send.Should().ThrowAsync<NoticeException>()).Which.Message.Should().Contain(because);
        server.Requests.Should().Be(0);
    }

    [Fact]
    public async Task A_receiver_that_never_answers_is_given_up_after_ten_seconds()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var (time, port) = (new HeldTimers(), ((IPEndPoint)listener.LocalEndpoint).Port);
        var sending = new WebSender(time: time).PostAsync(new Uri($"http://127.0.0.1:{port}/hook"), true, "{}"u8.ToArray(), null, null, Cancel);
        using var connection = await listener.AcceptTcpClientAsync(Cancel);
        (await connection.GetStream().ReadAsync(new byte[16], Cancel)).Should().BePositive("the request is there, and waits for its answer");

        time.Advance(TimeSpan.FromSeconds(9.9));
        sending.IsCompleted.Should().BeFalse("the limit is not over");
        time.Advance(TimeSpan.FromSeconds(0.1));

        var e = (await FluentActions.Awaiting(() => sending).Should().ThrowAsync<NoticeException>()).Which;
        (e.Step, e.Message).Should().Be((NoticeStep.Send, $"127.0.0.1:{port} did not answer within 10 seconds."));
    }

    [Fact]
    public async Task A_caller_that_gives_up_first_is_no_failure_of_the_receiver()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var sending = new WebSender(time: new HeldTimers()).GetAsync(new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/"), true, null, stop.Token);
        using var connection = await listener.AcceptTcpClientAsync(Cancel);
        await stop.CancelAsync();
        await FluentActions.Awaiting(() => sending).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task What_the_receiver_answers_is_told_and_redirects_are_not_followed()
    {
        await using var broken = await StartAsync(StatusCodes.Status500InternalServerError, "no\u001b room\nleft");
        (await FailureAsync(broken)).Message.Should().Be($"localhost:{broken.Port} answers 500: no  room left.");
        await using var elsewhere = await StartAsync(StatusCodes.Status302Found, "", "https://127.0.0.1/other");
        var e = await FailureAsync(elsewhere);
        (e.Step, e.Message).Should().Be((NoticeStep.Send, $"localhost:{elsewhere.Port} answers 302 and sends elsewhere, which is not followed: write the address that it leads to."));
        elsewhere.Requests.Should().Be(1);
    }

    [Fact]
    public async Task An_authority_that_nobody_knows_and_nobody_who_listens_name_their_step()
    {
        await using var server = await StartAsync(StatusCodes.Status200OK);
        var untrusted = () => new WebSender().GetAsync(Address(server, "/"), true, null, Cancel);
        (await untrusted.Should().ThrowAsync<NoticeException>()).Which.Should().Match<NoticeException>(e => e.Step == NoticeStep.Tls && e.Message.Contains("is not trusted"));
        var silent = () => new WebSender().GetAsync(new Uri($"https://localhost:{TestServices.FreePort()}/"), true, null, Cancel);
        (await silent.Should().ThrowAsync<NoticeException>()).Which.Should().Match<NoticeException>(e => e.Step == NoticeStep.Connect && e.Message.Contains("(ConnectionRefused)"));
        server.Requests.Should().Be(0);
    }

    [Fact]
    public void What_is_kept_of_an_address_is_its_host_alone() =>
        (NoticeSamples.Settings() with { Webhook = new Uri("https://hooks.chat.example/services/T0/secret-path") }).Target(NoticeChannel.Webhook).Should().Be("hooks.chat.example");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Uri Address(LoopbackHttps server, string path) => new($"https://localhost:{server.Port}{path}");

    private Task<LoopbackHttps> StartAsync(int status, string text = "", string? location = null) => LoopbackHttps.StartAsync(_ => authority.Issue("localhost"), async context =>
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        got.Enqueue((context.Request.Method, context.Request.Path + context.Request.QueryString, context.Request.Headers["X-Auditor-Signature"].FirstOrDefault(), body.ToArray()));
        context.Response.StatusCode = status;
        if (location is not null)
        {
            context.Response.Headers.Location = location;
        }

        if (text.Length > 0)
        {
            await context.Response.WriteAsync(text);
        }
    });

    private async Task<NoticeException> FailureAsync(LoopbackHttps server)
    {
        var send = () => new WebSender(authority.Root).PostAsync(Address(server, "/"), true, "{}"u8.ToArray(), null, null, Cancel);
        return (await send.Should().ThrowAsync<NoticeException>()).Which;
    }
}
