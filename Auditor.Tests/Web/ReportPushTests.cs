using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Auditor.Core.Storage.Activity;
using Auditor.Tests.Support;
using Auditor.Tests.Web.Support;
using Auditor.Web.Api;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Auditor.Tests.Web;

/// <summary>Pushes over a real socket: limits of the body are the server's.</summary>
public sealed class ReportPushTests : IAsyncLifetime
{
    private readonly WebHost host = new();
    private HttpClient client = null!;

    private PushTokens Tokens => host.Services.GetRequiredService<PushTokens>();

    public async ValueTask InitializeAsync()
    {
        client = new HttpClient { BaseAddress = new Uri(host.StartOnLoopback()) };
        await host.AddAdministratorAsync();
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task A_report_is_stored_once_and_the_ledger_says_so()
    {
        var token = await Tokens.CreateAsync("gateway", new Doer("ann"), Cancel);
        var report = new ByteArrayContent(Encoding.UTF8.GetBytes(ReportMails.Xml(1)));
        var first = await PushAsync(token, report);
        (first.Status, Text(first.Ledger["imported"]), Text(first.Ledger["balanced"])).Should().Be((HttpStatusCode.OK, "1", "true"));
        Text(first.Ledger["parts"]![0]!["outcome"]).Should().Be("\"imported\"");

        var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(ReportMails.Xml(1))), "f", "a.xml" }, { new ByteArrayContent("hello"u8.ToArray()), "f", "note.txt" } };
        var second = await PushAsync(token, form);
        (Text(second.Ledger["seen"]), Text(second.Ledger["duplicate"]), Text(second.Ledger["notAReport"])).Should().Be(("2", "1", "1"));
        Text(second.Ledger["parts"]![1]!["path"]).Should().Be("\"note.txt\"");

        await using var db = await host.Contexts.CreateDbContextAsync(Cancel);
        (await db.Reports.CountAsync(Cancel)).Should().Be(1);
        (await db.IntakeRuns.Select(r => r.StartedBy).Distinct().ToListAsync(Cancel)).Should().Equal("gateway");
        (await db.PushTokens.SingleAsync(Cancel)).LastUsedAt.Should().NotBeNull();
    }

    [Fact]
    public async Task Without_a_token_that_works_nothing_is_read()
    {
        var token = await Tokens.CreateAsync("gateway", new Doer("ann"), Cancel);
        await Tokens.RevokeAsync((await Tokens.ListAsync(Cancel)).Single().Id, new Doer("ann"), Cancel);
        foreach (var wrong in new[] { null, "aud_wrong", token, new string('x', 5000) })
        {
            var answer = await PushAsync(wrong, new ByteArrayContent(Encoding.UTF8.GetBytes(ReportMails.Xml(1))));
            answer.Status.Should().Be(HttpStatusCode.Unauthorized);
            Text(answer.Ledger["error"]).Should().Contain("Settings, Access tokens");
        }

        await using var db = await host.Contexts.CreateDbContextAsync(Cancel);
        (await db.IntakeRuns.AnyAsync(Cancel)).Should().BeFalse();
        (await db.Activity.OrderBy(e => e.Id).Select(e => e.Action).ToListAsync(Cancel)).Should().Equal("token.created", "token.revoked");
        var stored = await db.PushTokens.SingleAsync(Cancel);
        Convert.ToHexString(stored.Hash).Should().NotContain(token);
    }

    [Fact]
    public async Task A_body_that_is_empty_or_too_large_gets_a_clear_answer()
    {
        var token = await Tokens.CreateAsync("gateway", new Doer("ann"), Cancel);
        (await PushAsync(token, new ByteArrayContent([]))).Status.Should().Be(HttpStatusCode.BadRequest);
        var answer = await PushAsync(token, new ByteArrayContent(new byte[(25 << 20) + 1]));
        answer.Status.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        Text(answer.Ledger["error"]).Should().Contain("26214400 bytes");
    }

    [Fact]
    public async Task A_token_pushes_sixty_times_a_minute_and_another_is_not_held_up()
    {
        var token = await Tokens.CreateAsync("eager", new Doer("ann"), Cancel);
        var other = await Tokens.CreateAsync("calm", new Doer("ann"), Cancel);
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < (2 * ReportPush.PerMinute) + 1; i++)
        {
            answers.Add((await PushAsync(token, new ByteArrayContent([]))).Status);
        }

        // Two windows at most may begin while this runs.
        answers.Should().Contain(HttpStatusCode.TooManyRequests);
        answers.Count(a => a == HttpStatusCode.BadRequest).Should().BeInRange(ReportPush.PerMinute, 2 * ReportPush.PerMinute);
        (await PushAsync(other, new ByteArrayContent([]))).Status.Should().Be(HttpStatusCode.BadRequest);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Text(JsonNode? node) => node!.ToJsonString();

    private async Task<(HttpStatusCode Status, JsonNode Ledger)> PushAsync(string? token, HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, ReportPush.Path) { Content = content };
        request.Headers.ExpectContinue = true;
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await client.SendAsync(request, Cancel);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancel))!);
    }
}
