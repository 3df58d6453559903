using System.Net;
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

    private static readonly string Long = string.Join(' ', ["v=spf1", .. "abcde".Select(c => $"include:{c}.spf.eleven.test"), "mx", "-all"]);

    [Fact]
    public async Task A_fall_is_followed_to_its_record_the_eleventh_lookup_found_mended_and_verified()
    {
        var zone = new ZoneToEdit();
        await using var dns = zone;
        await zone.PublishAsync(Short);
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

        await zone.PublishAsync(Long);
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
        await zone.PublishAsync(Short, await record.Locator(".copy-source").InnerTextAsync());
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

    /// <summary>A real name server with one zone, which an administrator edits and reloads.</summary>
    private sealed class ZoneToEdit : IAsyncDisposable
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("auditor-edited-");
        private readonly int port = TestServices.FreePort();
        private AuthoritativeServer? server;

        public IPEndPoint EndPoint => server!.EndPoint;

        public async Task PublishAsync(string spf, string dmarc = "v=DMARC1; p=none; rua=mailto:dmarc@eleven.test")
        {
            var text = await File.ReadAllTextAsync(Path.Combine(ProjectRoot.Path, "fixtures", "zones", "eleven.test.zone"));
            var file = Path.Combine(folder.FullName, "eleven.test.zone");
            await File.WriteAllTextAsync(file, text.Replace(Long, spf, StringComparison.Ordinal).Replace("v=DMARC1; p=none; rua=mailto:dmarc@eleven.test", dmarc, StringComparison.Ordinal));
            await DisposeServerAsync();
            server = await AuthoritativeServer.StartAtAsync(IPAddress.Loopback, port, file);
        }

        public async ValueTask DisposeAsync()
        {
            await DisposeServerAsync();
            folder.Delete(recursive: true);
        }

        private async Task DisposeServerAsync()
        {
            if (server is not null)
            {
                await server.DisposeAsync();
            }
        }
    }
}
