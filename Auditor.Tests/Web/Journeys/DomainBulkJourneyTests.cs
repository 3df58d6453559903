using Auditor.Tests.Web.Support;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Xunit;

namespace Auditor.Tests.Web.Journeys;

public sealed class DomainBulkJourneyTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task Many_domains_get_a_tag_and_lose_it_again_with_the_keyboard_alone()
    {
        await using var host = new WebHost();
        var address = host.StartOnLoopback();
        await host.AddAdministratorAsync();
        await SampleInstallation.FillAsync(host.Contexts, TimeProvider.System.GetUtcNow());
        await using var visit = await browser.VisitAsync(address);
        await visit.SignInAsync();
        await visit.GoAsync("domains");
        var page = visit.Page;
        var bar = page.GetByRole(AriaRole.Form, new() { Name = "Change the chosen domains" });
        await page.GetByLabel("Choose blog.example").FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await Assertions.Expect(bar).ToContainTextAsync("1 domain chosen");
        await page.GetByLabel("Choose all on this page").FocusAsync();
        await page.Keyboard.PressAsync("Space");
        var all = await page.Locator("tbody tr").CountAsync();
        all.Should().BeGreaterThan(9);
        await Assertions.Expect(bar).ToContainTextAsync($"{all} domains chosen");

        await ApplyAsync("AddTag", "checked-in-autumn");
        await Assertions.Expect(bar.GetByRole(AriaRole.Status)).ToHaveTextAsync($"{all} changed, 0 unchanged.");
        await Assertions.Expect(page.Locator("tbody th").Filter(new() { HasText = "checked-in-autumn" })).ToHaveCountAsync(all);
        await ApplyAsync("RemoveTag", "checked-in-autumn");
        await Assertions.Expect(page.Locator("tbody th").Filter(new() { HasText = "checked-in-autumn" })).ToHaveCountAsync(0);

        await bar.GetByRole(AriaRole.Button, new() { Name = "Choose none" }).PressAsync("Enter");
        await Assertions.Expect(bar).ToHaveCountAsync(0);
        visit.Troubles.Should().BeEmpty();
        await using var db = await host.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        (await db.Activity.CountAsync(e => e.Subject == "blog.example", TestContext.Current.CancellationToken)).Should().Be(2);

        async Task ApplyAsync(string action, string value)
        {
            await bar.GetByLabel("Action").SelectOptionAsync(action);
            await bar.GetByLabel("Tag").FocusAsync();
            await page.Keyboard.PressAsync("Control+A");
            await page.Keyboard.TypeAsync(value);
            await page.Keyboard.PressAsync("Enter");
        }
    }
}
