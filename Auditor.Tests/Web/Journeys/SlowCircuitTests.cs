using System.Text.RegularExpressions;
using Auditor.Tests.Web.Support;
using FluentAssertions;
using Microsoft.Playwright;
using Xunit;

namespace Auditor.Tests.Web.Journeys;

/// <summary>What is typed stays as it was typed, however late the server answers to each key.</summary>
public sealed class SlowCircuitTests(Browser browser) : IClassFixture<Browser>
{
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(300);

    [Theory]
    [InlineData("settings?section=thresholds", "Days at a policy before the next one")]
    [InlineData("settings?section=notifications", "SMTP server")]
    [InlineData("settings?section=backup", "Passphrase")]
    [InlineData("settings", "Name contains")]
    [InlineData("domains", "Name contains")]
    public async Task Keys_that_come_faster_than_the_server_answers_are_all_kept(string path, string field)
    {
        await using var host = new WebHost();
        var address = host.StartOnLoopback();
        await host.AddAdministratorAsync();
        await using var visit = await browser.VisitAsync(address);
        await visit.SignInAsync();
        var answers = await DelayAsync(visit.Page);
        await visit.GoAsync(path);
        var input = visit.Page.GetByLabel(field, new() { Exact = true });
        await input.FillAsync("");
        var before = answers();
        await input.PressSequentiallyAsync("1234567", new() { Delay = 100 });

        // Each key has its answer by now.
        for (var looks = 0; answers() < before + 7 && looks < 100; looks++)
        {
            await visit.Page.WaitForTimeoutAsync(50);
        }

        await Assertions.Expect(input).ToHaveValueAsync("1234567");
        visit.Troubles.Should().BeEmpty();
    }

    // Messages of the server reach the page late, and in their order.
    private static async Task<Func<int>> DelayAsync(IPage page)
    {
        var arrived = 0;
        await page.RouteWebSocketAsync(new Regex("/_blazor"), socket =>
        {
            var server = socket.ConnectToServer();
            var last = Task.CompletedTask;
            socket.OnMessage(message => Forward(server, message));
            server.OnMessage(message => last = PassAsync(last, socket, message));
        });
        return () => Volatile.Read(ref arrived);

        async Task PassAsync(Task earlier, IWebSocketRoute socket, IWebSocketFrame message)
        {
            await Task.WhenAll(earlier, Task.Delay(Late));
            Forward(socket, message);
            Interlocked.Increment(ref arrived);
        }
    }

    private static void Forward(IWebSocketRoute to, IWebSocketFrame message)
    {
        if (message.Binary is { } octets)
        {
            to.Send(octets);
        }
        else
        {
            to.Send(message.Text!);
        }
    }
}
