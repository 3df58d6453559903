using Auditor.Tests.Web.Support;
using FluentAssertions;
using Microsoft.Playwright;
using Xunit;

namespace Auditor.Tests.Web.Journeys;

public sealed class SpfWithoutTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task A_term_can_be_tried_away_by_keyboard_and_a_reload_keeps_it()
    {
        await using var host = new WebHost();
        var address = host.StartOnLoopback();
        await host.AddAdministratorAsync();
        await SampleInstallation.FillAsync(host.Contexts, TimeProvider.System.GetUtcNow());
        await using var visit = await browser.VisitAsync(address);
        await visit.SignInAsync();
        await visit.GoAsync("domains/shop.example?tab=dns");

        // The address of the eleventh lookup counts although receivers stop there.
        (await visit.Page.Locator(".term", new() { HasText = "include:mail.esp.example" }).Locator(".says").TextContentAsync()).Should().MatchRegex(@"^256 IPv4 addresses · [\d,]+ mails, last \d");
        (await visit.Page.Locator(".term", new() { HasText = "include:old.example" }).TextContentAsync()).Should().Contain("no mail in 30 days");

        await visit.Page.GetByLabel("Term to leave out").FocusAsync();
        await visit.Page.GetByLabel("Term to leave out").SelectOptionAsync("include:old.example");
        await visit.Page.Keyboard.PressAsync("Tab");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.AtAsync("*/domains/shop.example?tab=dns&without=include%3Aold.example");
        await visit.Page.Locator("#trial").GetByText("10 of 10; today 11").WaitForAsync();
        (await visit.Page.Locator("#trial").TextContentAsync()).Should().Contain("None in 30 days");
        await visit.ReadyAsync();
        await visit.Page.ReloadAsync();
        await visit.ReadyAsync();
        (await visit.Page.GetByLabel("Term to leave out").InputValueAsync()).Should().Be("include:old.example");
        (await visit.Page.Locator(".trial .copy-source").TextContentAsync()).Should().StartWith("v=spf1 include:_spf.suite.example include:_spf.crm.example include:mail.esp.example ip4:");

        // Mail hangs on this one.
        await visit.GoAsync("domains/shop.example?tab=dns&without=include%3Amail.esp.example");
        (await visit.Page.Locator("#trial").TextContentAsync()).Should().MatchRegex(@"[\d,]+ mails in 30 days from 1 address\. [\d,]+ fail DMARC today already\.");
        await visit.GoAsync("domains/shop.example?tab=dns&without=include%3Anone.example");
        await visit.Page.GetByText("The record has no term include:none.example that could go.").WaitForAsync();
        visit.Troubles.Should().BeEmpty();
    }
}
