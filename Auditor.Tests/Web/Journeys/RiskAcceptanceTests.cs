using Auditor.Tests.Web.Support;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Xunit;

namespace Auditor.Tests.Web.Journeys;

public sealed class RiskAcceptanceTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task A_risk_is_accepted_with_a_day_and_a_reason_and_taken_back_with_the_keyboard()
    {
        await using var host = new WebHost();
        var address = host.StartOnLoopback();
        await host.AddAdministratorAsync();
        await SampleInstallation.FillAsync(host.Contexts, TimeProvider.System.GetUtcNow());
        await using var visit = await browser.VisitAsync(address);
        await visit.SignInAsync();
        await visit.GoAsync("domains/shop.example?tab=findings");
        var finding = visit.Page.Locator("section.finding#SPF-LOOKUP-LIMIT");
        await finding.Locator("summary", new() { HasText = "Accept this risk" }).FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await finding.GetByLabel("Until the end of (UTC)").FillAsync(DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(7).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        await finding.GetByLabel("Why").FillAsync("The vendor mends its record <b>soon</b>.");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(finding).ToContainTextAsync("by admin@auditor.test: The vendor mends its record <b>soon</b>.");
        await using (var db = await host.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken))
        {
            (await db.Domains.SingleAsync(d => d.Name == "shop.example", TestContext.Current.CancellationToken)).ErrorCount.Should().Be(0);
        }

        // What is not work stands behind what is.
        (await visit.Page.Locator("section.finding").Last.GetAttributeAsync("id")).Should().BeOneOf("SPF-LOOKUP-LIMIT", "DKIM-KEY-UNDER-2048");
        await finding.GetByRole(AriaRole.Button, new() { Name = "Take back" }).FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await finding.Locator("summary", new() { HasText = "Accept this risk" }).WaitForAsync();
        (await PageChecks.ViolationsAsync(visit, "findings")).Should().BeEmpty();
        visit.Troubles.Should().BeEmpty();
    }
}
