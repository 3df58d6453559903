using Auditor.Tests.Support;
using Auditor.Tests.Web.Support;
using FluentAssertions;
using Microsoft.Playwright;
using Xunit;

namespace Auditor.Tests.Web.Journeys;

/// <summary>A person signs in at a provider on another site, with the keyboard alone.</summary>
public sealed class OidcJourneyTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task To_the_provider_and_back_a_look_at_the_settings_and_out_again()
    {
        await using var provider = await OpenIdProvider.StartAsync();
        provider.KnowsAlready = false;
        await using var host = Host(provider);
        await using var visit = await browser.VisitAsync(host.StartOnLoopback());
        var page = visit.Page;
        await page.GotoAsync("setup");
        await page.GetByRole(AriaRole.Heading, new() { Name = "With an account at Corp Login" }).WaitForAsync();
        await LookAsync(visit, "setup");

        await host.AddAdministratorAsync();
        await page.GotoAsync("domains?stage=none");
        await LookAsync(visit, "sign-in");
        await FocusAsync(page, "Sign in with Corp Login");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = "It is me" }).WaitForAsync();
        page.Url.Should().StartWith(provider.Authority);
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = "Domains" }).WaitForAsync();
        page.Url.Should().EndWith("/domains?stage=none");

        await visit.GoAsync("settings?section=sign-in");
        var button = page.GetByRole(AriaRole.Button, new() { Name = "Test the provider" });
        await button.FocusAsync();
        await button.PressAsync("Enter");
        await Assertions.Expect(page.GetByText("1 key to check signatures with.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Its tokens are issued by")).ToBeVisibleAsync();
        (await page.ContentAsync()).Should().NotContain(OpenIdProvider.ClientSecret);
        await LookAsync(visit, "settings-sign-in");
        await visit.GoAsync("settings?section=people");
        await Assertions.Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "ann@corp.test" })).ToContainTextAsync("at Corp Login");
        await Assertions.Expect(page.GetByLabel("Role of ann@corp.test")).ToBeDisabledAsync();
        await LookAsync(visit, "settings-people");

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).PressAsync("Enter");
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign out of Corp Login too" }).WaitForAsync();
        await LookAsync(visit, "signed-out");
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign out of Corp Login too" }).PressAsync("Enter");
        await page.GetByText("Signed out here").WaitForAsync();
        visit.Troubles.Should().BeEmpty();
    }

    [Fact]
    public async Task Whoever_may_not_come_in_reads_why_and_what_to_do()
    {
        await using var provider = await OpenIdProvider.StartAsync();
        provider.Person = new("eve-1", "eve@corp.test", true, "cn=everybody,ou=groups", "printing");
        await using var host = Host(provider);
        host.Settings["Oidc:Only"] = "true";
        await using var visit = await browser.VisitAsync(host.StartOnLoopback());
        await host.AddAdministratorAsync();
        await visit.Page.GotoAsync("sign-in");
        await Assertions.Expect(visit.Page.GetByLabel("Password")).ToHaveCountAsync(0);
        await LookAsync(visit, "only");
        await FocusAsync(visit.Page, "Sign in with Corp Login");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.GetByText("no account was made").WaitForAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Listitem)).ToHaveTextAsync(["cn=everybody,ou=groups", "printing"]);
        await LookAsync(visit, "refused");
        visit.Troubles.Should().BeEmpty();
    }

    private static WebHost Host(OpenIdProvider provider)
    {
        var host = new WebHost();
        foreach (var (key, value) in provider.Settings())
        {
            host.Settings[key] = value;
        }

        return host;
    }

    // Tab by tab, as somebody without a mouse.
    private static async Task FocusAsync(IPage page, string name)
    {
        var link = page.GetByRole(AriaRole.Link, new() { Name = name });
        await link.WaitForAsync();
        for (var i = 0; i < 10 && !await link.EvaluateAsync<bool>("e => e === document.activeElement"); i++)
        {
            await page.Keyboard.PressAsync("Tab");
        }

        (await link.EvaluateAsync<bool>("e => e === document.activeElement")).Should().BeTrue();
    }

    private static async Task LookAsync(Visit visit, string name)
    {
        (await PageChecks.ViolationsAsync(visit, name)).Should().BeEmpty();
        await PhotographAsync(visit, name, 1440);
        await visit.Page.SetViewportSizeAsync(390, 800);
        (await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).Should().BeLessThanOrEqualTo(390);
        await PhotographAsync(visit, name, 390);
        await visit.Page.SetViewportSizeAsync(1440, 900);
    }

    private static async Task PhotographAsync(Visit visit, string name, int width)
    {
#if SCREENSHOTS
        if (Environment.GetEnvironmentVariable("AUDITOR_SCREENSHOTS") is { Length: > 0 } shots)
        {
            foreach (var scheme in new[] { ColorScheme.Dark, ColorScheme.Light })
            {
                await visit.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
                await visit.Page.WaitForTimeoutAsync(300);
                await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(shots, $"oidc-{name}-{scheme}-{width}.png"), FullPage = true });
            }
        }
#else
        await Task.CompletedTask;
        _ = (visit, name, width);
#endif
    }
}
