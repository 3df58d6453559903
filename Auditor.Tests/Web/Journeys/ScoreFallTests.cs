using Auditor.Tests.Support;
using Auditor.Tests.Web.Support;
using FluentAssertions;
using Microsoft.Playwright;
using Xunit;

namespace Auditor.Tests.Web.Journeys;

/// <summary>A record is broken in a real zone; the person finds which, mends it, and sees it mended. With the keyboard alone.</summary>
public sealed class ScoreFallTests(Browser browser) : IClassFixture<Browser>
{
    private const string Short = "v=spf1 mx -all";
    private const string Asks = "v=DMARC1; p=none; rua=mailto:dmarc@eleven.test";

    private static readonly string Long = string.Join(' ', ["v=spf1", .. "abcde".Select(c => $"include:{c}.spf.eleven.test"), "mx", "-all"]);

    [Fact]
    public async Task A_fall_is_followed_to_its_record_the_eleventh_lookup_found_mended_and_verified()
    {
        await using var zone = new EditedZones();
        await PublishAsync(zone, Short);
        await using var host = new WebHost();
        host.Settings["Worker:HostInWeb"] = "true";
        host.Settings["Dns:Resolvers"] = zone.EndPoint.ToString();
        host.Settings["Dns:Timeout"] = "2s";
        var address = host.StartOnLoopback();
        await host.AddAdministratorAsync();
        await using var visit = await browser.VisitAsync(address);
        await visit.SignInAsync();
        await visit.GoAsync("setup/domains");
        var page = visit.Page;
        await page.GetByLabel("Your domains").FocusAsync();
        await page.Keyboard.TypeAsync("eleven.test");
        await PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Add and audit" }));
        await page.GetByText("1 of 1 domain audited").WaitForAsync();

        await PublishAsync(zone, Long);
        await visit.GoAsync("domains/eleven.test");
        await page.GetByRole(AriaRole.Heading, new() { Name = "SPF lookups, 1 of 10", Exact = true }).WaitForAsync();
        await PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Audit now" }));
        await page.GetByText("← 11th lookup").First.WaitForAsync();

        await PressAsync(page.GetByRole(AriaRole.Link, new() { Name = "History" }));
        var why = page.GetByRole(AriaRole.Region, new() { Name = "Why did the score change?" });
        await Assertions.Expect(why).ToContainTextAsync("lost");
        await Assertions.Expect(why).ToContainTextAsync("SPF-LOOKUP-LIMIT");
        await Assertions.Expect(why).ToContainTextAsync("TXT of eleven.test");
        await Assertions.Expect(why).ToContainTextAsync(Long);

        await PressAsync(page.GetByRole(AriaRole.Link, new() { Name = "DNS", Exact = true }));
        await Assertions.Expect(page.Locator("code.crossing").First).ToContainTextAsync("mx");
        await PressAsync(page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Findings") }));

        // The tags of RFC 9989 that a finding advises: not there, then there, as the zone's server says.
        var verify = page.GetByRole(AriaRole.Button, new() { Name = "Verify now: the record for _dmarc.eleven.test" }).First;
        var record = page.Locator(".record").Filter(new() { Has = verify });
        await PressAsync(verify);
        await Assertions.Expect(record).ToContainTextAsync("not yet");
        await PublishAsync(zone, Short, await record.Locator(".copy-source").InnerTextAsync());
        await PressAsync(verify);
        await Assertions.Expect(record).ToContainTextAsync("gives exactly this record");

        await PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Audit now" }));
        await PressAsync(page.GetByRole(AriaRole.Link, new() { Name = "Score", Exact = true }));
        await page.GetByRole(AriaRole.Heading, new() { Name = "SPF lookups, 1 of 10", Exact = true }).WaitForAsync();
        await Assertions.Expect(page.GetByText("← 11th lookup")).ToHaveCountAsync(0);
        visit.Troubles.Should().BeEmpty();
    }

    private static async Task PressAsync(ILocator control)
    {
        await control.FocusAsync();
        await control.PressAsync("Enter");
    }

    private static async Task PublishAsync(EditedZones zones, string spf, string dmarc = Asks)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(ProjectRoot.Path, "fixtures", "zones", "eleven.test.zone"));
        await zones.PublishAsync(("eleven.test", text.Replace(Long, spf, StringComparison.Ordinal).Replace(Asks, dmarc, StringComparison.Ordinal)));
    }
}
