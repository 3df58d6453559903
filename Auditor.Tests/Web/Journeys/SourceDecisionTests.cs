using Auditor.Core.Senders.Classification;
using Auditor.Tests.Web.Support;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Xunit;

namespace Auditor.Tests.Web.Journeys;

public sealed class SourceDecisionTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task A_source_is_decided_on_and_the_decision_undone_with_the_keyboard_alone()
    {
        await using var host = new WebHost();
        var address = host.StartOnLoopback();
        await host.AddAdministratorAsync();
        await SampleInstallation.FillAsync(host.Contexts, TimeProvider.System.GetUtcNow());
        await using var visit = await browser.VisitAsync(address);
        await visit.SignInAsync();
        await visit.GoAsync("sources?domain=shop.example");
        var page = visit.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "198.51.100.24" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        var drawer = page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(drawer).ToContainTextAsync("SPF checked for");
        await Assertions.Expect(drawer.GetByRole(AriaRole.Heading, new() { Name = "198.51.100.24" })).ToBeFocusedAsync();

        var notOurs = drawer.GetByRole(AriaRole.Button, new() { Name = "not ours", Exact = true });
        await notOurs.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(notOurs).ToHaveAttributeAsync("aria-pressed", "true");
        await Assertions.Expect(drawer).ToContainTextAsync("You said that this source is not yours.");
        await drawer.GetByRole(AriaRole.Button, new() { Name = "Undo" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(notOurs).ToHaveAttributeAsync("aria-pressed", "false");

        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(drawer).ToHaveCountAsync(0);
        page.Url.Should().EndWith("/sources?domain=shop.example");
        visit.Troubles.Should().BeEmpty();
        await using var db = await host.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        (await db.SourceDecisions.OrderBy(d => d.Id).Select(d => d.Decision).ToListAsync(TestContext.Current.CancellationToken)).Should().Equal(SourceDecision.NotOurs, null);
    }
}
