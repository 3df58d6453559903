using Auditor.Core.Dns;
using Auditor.Tests.Support;
using Auditor.Tests.Web.Support;
using FluentAssertions;
using Microsoft.Playwright;
using Xunit;

namespace Auditor.Tests.Web.Journeys;

/// <summary>A person asks real name servers whether they all have the new key.</summary>
public sealed class KeyServersTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task The_rotation_says_which_of_the_zones_servers_have_the_new_key()
    {
        await using var servers = await NameServers.StartAsync(
            ("127.0.0.2", [(SampleInstallation.Shop, Zone($"s2._domainkey TXT \"{SampleAudits.NextRecord}\""))]), ("127.0.0.3", [(SampleInstallation.Shop, Zone(""))]), ("127.0.0.4", []));
        await using var host = new WebHost { Authority = new AuthorityOptions { AllowPrivate = true, Port = servers.Port } };
        host.Settings["Dns:Resolvers"] = $"127.0.0.2:{servers.Port}";
        var address = host.StartOnLoopback();
        await host.AddAdministratorAsync();
        await SampleInstallation.FillAsync(host.Contexts, TimeProvider.System.GetUtcNow());
        await using var visit = await browser.VisitAsync(address);
        await visit.SignInAsync();
        await visit.GoAsync("domains/shop.example?tab=dns");

        await Assertions.Expect(visit.Page.Locator(".rotation").First).ToContainTextAsync("In the last audit the zone’s servers did not say the same.");
        var button = visit.Page.GetByRole(AriaRole.Button, new() { Name = "Ask the zone’s own servers: selector s2" });
        await button.FocusAsync();
        await button.PressAsync("Enter");
        var step = visit.Page.Locator(".rotation li").Filter(new() { Has = button });
        await Assertions.Expect(step).ToContainTextAsync("seen on 1 of 3");
        (await step.Locator(".servers li").AllInnerTextsAsync()).Select(t => string.Join(' ', t.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).Should().SatisfyRespectively(
            first => first.Should().Be("the new key ns2.shop.example 127.0.0.2"), second => second.Should().Be("nothing ns3.shop.example 127.0.0.3"), third => third.Should().StartWith("no answer ns4.shop.example 127.0.0.4 · "));
        (await PageChecks.ViolationsAsync(visit, "the answers of the name servers")).Should().BeEmpty();
#if SCREENSHOTS
        if (Environment.GetEnvironmentVariable("AUDITOR_SCREENSHOTS") is { Length: > 0 } shots)
        {
            await visit.Page.Locator(".rotation").First.ScreenshotAsync(new() { Path = Path.Combine(shots, "key-servers-1440.png") });
            await visit.Page.SetViewportSizeAsync(390, 800);
            await visit.Page.Locator(".rotation").First.ScreenshotAsync(new() { Path = Path.Combine(shots, "key-servers-390.png") });
        }
#endif
        await visit.Page.SetViewportSizeAsync(390, 800);
        (await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).Should().BeLessThanOrEqualTo(390);
        visit.Troubles.Should().BeEmpty();
    }

    private static string Zone(string lines) => $"""
        $ORIGIN {SampleInstallation.Shop}.
        $TTL 300
        @ SOA ns2.{SampleInstallation.Shop}. host.{SampleInstallation.Shop}. 7 3600 600 86400 300
        @ NS ns2.{SampleInstallation.Shop}.
        @ NS ns3.{SampleInstallation.Shop}.
        @ NS ns4.{SampleInstallation.Shop}.
        ns2 A 127.0.0.2
        ns3 A 127.0.0.3
        ns4 A 127.0.0.4
        {lines}

        """;
}
