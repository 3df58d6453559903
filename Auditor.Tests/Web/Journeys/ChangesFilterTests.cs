using Auditor.Tests.Web.Support;
using FluentAssertions;
using Microsoft.Playwright;
using Xunit;

namespace Auditor.Tests.Web.Journeys;

public sealed class ChangesFilterTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task Filters_of_the_changes_stand_in_the_address_and_a_reload_keeps_them()
    {
        await using var host = new WebHost();
        var address = host.StartOnLoopback();
        await host.AddAdministratorAsync();
        await SampleInstallation.FillAsync(host.Contexts, TimeProvider.System.GetUtcNow());
        await using var visit = await browser.VisitAsync(address);
        await visit.SignInAsync();
        await visit.GoAsync("changes");
        await visit.Page.GetByLabel("Record type").SelectOptionAsync("TXT");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Filter" }).ClickAsync();
        await visit.Page.AtAsync("*/changes?*type=TXT*");
        await visit.Page.ReloadAsync();
        (await visit.Page.GetByLabel("Record type").InputValueAsync()).Should().Be("TXT");
        visit.Troubles.Should().BeEmpty();
    }
}
