using Auditor.Tests.Web.Support;
using FluentAssertions;
using Microsoft.Playwright;
using Xunit;

namespace Auditor.Tests.Web.Journeys;

public sealed class LanguageTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task German_is_chosen_with_the_keyboard_and_stays_on_every_page_and_in_the_circuit()
    {
        await using var host = new WebHost();
        var address = host.StartOnLoopback();
        await host.AddAdministratorAsync();
        await SampleInstallation.FillAsync(host.Contexts, TimeProvider.System.GetUtcNow());
        await using var visit = await browser.VisitAsync(address);
        await visit.SignInAsync();
        await visit.GoAsync("domains?q=shop");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Deutsch" }).FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Übersicht" }).WaitForAsync();
        visit.Page.Url.Should().EndWith("/domains?q=shop");
        (await visit.Page.Locator("html").GetAttributeAsync("lang")).Should().Be("de");
        await Assertions.Expect(visit.Page.Locator("main[data-live=true]")).ToBeVisibleAsync();
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Änderungen" }).ClickAsync();
        await visit.Page.AtAsync("*/changes");

        // The server's circuit wrote this page, not the first answer.
        await visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Änderungen", Level = 1 }).WaitForAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "English" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Sources" }).WaitForAsync();
        visit.Troubles.Should().BeEmpty();
    }
}
