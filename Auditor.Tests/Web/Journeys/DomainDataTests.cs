using Auditor.Tests.Web.Support;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Xunit;

namespace Auditor.Tests.Web.Journeys;

public sealed class DomainDataTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task A_held_domain_cannot_be_erased_and_one_that_is_not_leaves_nothing()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var host = new WebHost();
        var address = host.StartOnLoopback();
        await host.AddAdministratorAsync();
        await SampleInstallation.FillAsync(host.Contexts, TimeProvider.System.GetUtcNow());
        await using var visit = await browser.VisitAsync(address);
        await visit.SignInAsync();
        await visit.GoAsync("settings");
        var page = visit.Page;
        await page.GetByLabel("Name contains").FillAsync("shop");
        await page.GetByRole(AriaRole.Button, new() { Name = "Data of shop.example" }).PressAsync("Enter");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.Locator("summary").ClickAsync();
        await Assertions.Expect(dialog.GetByRole(AriaRole.Row).Filter(new() { HasText = "report rows" })).ToHaveCountAsync(1);
        var hold = dialog.GetByLabel("hold all data of shop.example");
        var name = dialog.GetByLabel("Type the domain's name");
        var delete = dialog.GetByRole(AriaRole.Button, new() { Name = "Delete the data" });
        await hold.PressAsync("Space");
        await Assertions.Expect(dialog).ToContainTextAsync("The domain is on hold.");
        await Assertions.Expect(name).ToBeDisabledAsync();
        await Assertions.Expect(delete).ToBeDisabledAsync();

        await hold.PressAsync("Space");
        await Assertions.Expect(dialog).ToContainTextAsync("The hold is ended.");
        await name.FillAsync("blog.example");
        await Assertions.Expect(delete).ToBeDisabledAsync();
        await name.FillAsync("shop.example");
        await delete.PressAsync("Enter");
        await Assertions.Expect(dialog).ToContainTextAsync("nothing is left");
        visit.Troubles.Should().BeEmpty();

        await using var db = await host.Contexts.CreateDbContextAsync(cancel);
        (await db.Domains.AnyAsync(d => d.Name == "shop.example", cancel)).Should().BeFalse();
        (await db.Reports.AnyAsync(r => r.PolicyDomain == "shop.example", cancel)).Should().BeFalse();
        (await db.Activity.OrderBy(e => e.Id).Where(e => e.Subject == "shop.example" && e.Actor == WebHost.AdminEmail).Select(e => e.Action).ToListAsync(cancel))
            .Should().Equal("domain.legal-hold", "domain.legal-hold", "domain.data-deleted");
    }
}
