using System.Net;
using Auditor.Tests.Support;
using Auditor.Tests.Web.Support;
using FluentAssertions;
using Microsoft.Playwright;
using Xunit;

namespace Auditor.Tests.Web.Journeys;

/// <summary>A person asks what the resolvers of the settings are fit for; one is a name server only, the other one is not there.</summary>
public sealed class ResolverTestTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task What_a_resolver_is_not_fit_for_is_said_with_the_mending()
    {
        await using var dns = await AuthoritativeServer.StartAsync(Path.Combine(ProjectRoot.Path, "fixtures", "zones", "eleven.test.zone"));
        var dead = new IPEndPoint(IPAddress.Loopback, TestServices.FreePort());
        await using var host = new WebHost();
        host.Settings["Dns:Resolvers"] = $"{dns.EndPoint}, {dead}";
        await using var visit = await browser.VisitAsync(host.StartOnLoopback());
        await host.AddAdministratorAsync();
        await visit.SignInAsync();
        await visit.GoAsync("settings?section=auditing");
        var panel = visit.Page.GetByRole(AriaRole.Region, new() { Name = "What the resolvers are fit for" });
        var button = panel.GetByRole(AriaRole.Button, new() { Name = "Test the resolvers" });
        await button.FocusAsync();
        await button.PressAsync("Enter");
        await Assertions.Expect(panel).ToContainTextAsync("It gives no answer but the code 5 (REFUSED). Let this machine use it, or name another resolver in Dns:Resolvers.");
        await Assertions.Expect(panel.GetByRole(AriaRole.Heading, new() { Name = dead.ToString() })).ToBeVisibleAsync();
        await Assertions.Expect(panel).ToContainTextAsync("It does not answer. Start it,");
        (await PageChecks.ViolationsAsync(visit, "the test of resolvers")).Should().BeEmpty();
        await visit.Page.SetViewportSizeAsync(390, 800);
        (await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).Should().BeLessThanOrEqualTo(390);
        visit.Troubles.Should().BeEmpty();
#if SCREENSHOTS
        if (Environment.GetEnvironmentVariable("AUDITOR_SCREENSHOTS") is { Length: > 0 } shots)
        {
            await panel.ScreenshotAsync(new() { Path = Path.Combine(shots, "resolver-test-390.png") });
            await visit.Page.SetViewportSizeAsync(1440, 900);
            await panel.ScreenshotAsync(new() { Path = Path.Combine(shots, "resolver-test-1440.png") });
        }
#endif
    }
}
