#if SCREENSHOTS
using Auditor.Core.Storage;
using Auditor.Tests.Support;
using Auditor.Tests.Web.Support;
using Auditor.Worker.Backups;
using Auditor.Worker.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;

namespace Auditor.Tests.Web.Journeys;

/// <summary>Not a test of anything, so it is only built with -p:Screenshots=true: takes each page light and dark, empty and full, wide and narrow, into the folder that AUDITOR_SCREENSHOTS names; AUDITOR_SCREENSHOTS_ONLY names beginnings of those wanted, AUDITOR_SCREENSHOTS_LANGUAGE the language (de).</summary>
public sealed class ScreenshotTool(Browser browser) : IClassFixture<Browser>
{
    private static readonly (string Name, string Path)[] Pages =
    [
        ("overview", ""), ("overview-share", "?scale=share"), ("domain-history-effect", "domains/news.example?tab=history"), ("domains", "domains"), ("domain-score", "domains/shop.example"), ("domain-findings", "domains/shop.example?tab=findings"), ("domain-dns", "domains/shop.example?tab=dns"), ("domain-without", "domains/shop.example?tab=dns&without=include%3Amail.esp.example"),
        ("sources", "sources"), ("import", "domains/import"), ("reports", "reports?tier=all"), ("sources-service", "sources?by=service"), ("source", "sources?at=shop.example&ip=198.51.100.24&from=shop.example"), ("search", "search?q=shop"), ("domain-senders", "domains/shop.example?tab=senders"), ("domain-reports", "domains/shop.example?tab=reports"), ("domain-history", "domains/shop.example?tab=history"),
        ("domain-stale", "domains/partner.example"), ("report", "reports/1"), ("failures", "failures"), ("quality", "reports/quality"), ("settings-reports", "settings?section=reports"), ("settings-thresholds", "settings?section=thresholds"), ("ingestion", "ingestion"), ("quarantined", "quarantine/1"), ("settings-domains", "settings"), ("settings-mailboxes", "settings?section=mailboxes"),
        ("settings-auditing", "settings?section=auditing"), ("settings-notifications", "settings?section=notifications"), ("settings-backup", "settings?section=backup"), ("settings-tokens", "settings?section=tokens"), ("settings-people", "settings?section=people"), ("settings-sign-in", "settings?section=sign-in"), ("settings-activity", "settings?section=activity"), ("jobs", "jobs"), ("changes", "changes"), ("tls", "tls"), ("tls-domain", "tls?domain=shop.example"), ("tls-other", "tls?domain=partner.example"), ("setup-domains", "setup/domains"), ("setup-mailbox", "setup/mailbox"), ("setup-notices", "setup/notices"), ("reporting", "setup/reporting"), ("reporting-other", "setup/reporting?show=all&address=reports%40collector.example"), ("domain-awaited", "domains/bare.example?tab=reports"),
    ];

    [Fact]
    public async Task Every_page_is_photographed()
    {
        var folder = Environment.GetEnvironmentVariable("AUDITOR_SCREENSHOTS");
        Assert.False(string.IsNullOrEmpty(folder), "Set AUDITOR_SCREENSHOTS to the folder for the screenshots.");
        foreach (var full in new[] { true, false })
        {
            await using var host = new WebHost();
            var address = host.StartOnLoopback();
            if (!full)
            {
                await using var visit = await browser.VisitAsync(address);
                await visit.Page.GotoAsync("setup");
                await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(folder!, "setup.png") });
            }

            await host.AddAdministratorAsync();
            if (full)
            {
                await SampleInstallation.FillAsync(host.Contexts, TimeProvider.System.GetUtcNow());
                await BackUpAsync(host);
            }

            foreach (var (dark, width) in new[] { (false, 1440), (true, 1440), (false, 390), (true, 390) })
            {
                await TakeAsync(address, folder!, full, dark, width);
            }
        }

        if (Environment.GetEnvironmentVariable("AUDITOR_SCREENSHOTS_ONLY")?.Split(',').Contains("mailbox-find") is not false)
        {
            await FindAsync(folder!);
        }
    }

    private static async Task BackUpAsync(WebHost host)
    {
        const string passphrase = "correct horse battery staple";
        await host.Services.GetRequiredService<SettingSecrets>().SaveAsync(SettingCatalogue.BackupPassphrase, passphrase, CancellationToken.None);
        var folder = host.Services.GetRequiredService<BackupFolder>();
        folder.Take()!.Dispose();
        for (var days = 3; days > 0; days--)
        {
            var time = new StillTime(TimeProvider.System.GetUtcNow().AddDays(-days));
            await new BackupArchive(host.Services.GetRequiredService<AuditorDatabase>(), time).WriteAsync(folder.FullPath(time.GetUtcNow()), passphrase, CancellationToken.None);
        }
    }

    // A mailbox of a domain whose server is somebody else's.
    private async Task FindAsync(string folder)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("auditor-shots-").FullName, "reports.example.zone");
        await File.WriteAllTextAsync(file, "$ORIGIN reports.example.\n$TTL 60\n@ SOA ns hostmaster 1 3600 600 86400 60\n@ NS ns\nns A 127.0.0.1\n_imaps._tcp SRV 0 1 993 imap.hosting.example.\n_imap._tcp SRV 0 0 0 .\n");
        await using var dns = await AuthoritativeServer.StartAsync(file);
        await using var host = new WebHost();
        host.Settings["Dns:Resolvers"] = dns.EndPoint.ToString();
        var address = host.StartOnLoopback();
        await host.AddAdministratorAsync();
        foreach (var (dark, width) in new[] { (false, 1440), (true, 390) })
        {
            await using var visit = await browser.VisitAsync(address, dark, width, 900);
            await visit.SignInAsync();
            await visit.GoAsync("setup/mailbox");
            await visit.Page.Locator("#user").FillAsync("dmarc@reports.example");
            await visit.Page.Locator("#user").PressAsync("Tab");
            await visit.Page.Locator("form .tools button").First.PressAsync("Enter");
            await visit.Page.Locator("form .note").WaitForAsync();
            await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"mailbox-find-{(dark ? "dark" : "light")}-{width}.png"), FullPage = true });
        }
    }

    private static string Language => Environment.GetEnvironmentVariable("AUDITOR_SCREENSHOTS_LANGUAGE") ?? "en";

    private static async Task SpeakAsync(IPage page, string language)
    {
        if (await page.Locator("html").GetAttributeAsync("lang") != language)
        {
            await page.Locator($"form.languages button[value={language}]").ClickAsync();
            await page.Locator($"html[lang={language}]").WaitForAsync();
        }
    }

    private async Task TakeAsync(string address, string folder, bool full, bool dark, int width)
    {
        await using var visit = await browser.VisitAsync(address, dark, width, 900);
        await visit.Page.GotoAsync("sign-in");
        await SpeakAsync(visit.Page, Language);
        await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"sign-in-{(dark ? "dark" : "light")}-{width}.png") });
        await SpeakAsync(visit.Page, "en");
        await visit.SignInAsync();
        await SpeakAsync(visit.Page, Language);
        var only = Environment.GetEnvironmentVariable("AUDITOR_SCREENSHOTS_ONLY")?.Split(',') ?? [""];
        foreach (var (name, path) in Pages.Where(p => only.Any(o => p.Name.StartsWith(o, StringComparison.Ordinal))).Where(p => full || !p.Path.Contains('/', StringComparison.Ordinal) || p.Path.StartsWith("setup", StringComparison.Ordinal)))
        {
            await visit.GoAsync(path);
            await visit.Page.WaitForTimeoutAsync(400);
            foreach (var fold in await visit.Page.Locator("details.health > summary").AllAsync())
            {
                await fold.ClickAsync();
            }

            var file = $"{name}-{(full ? "full" : "empty")}-{(dark ? "dark" : "light")}-{width}.png";
            await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, file), FullPage = true });
        }

        if (full && Language == "en" && only.Any(o => "domains-bulk".StartsWith(o, StringComparison.Ordinal)))
        {
            await visit.GoAsync("domains");
            await visit.Page.GetByLabel("Choose all on this page").CheckAsync();
            await visit.Page.Locator("form.bulk select").SelectOptionAsync("AddTag");
            await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"domains-bulk-full-{(dark ? "dark" : "light")}-{width}.png"), FullPage = true });
        }

        if (full && Language == "en" && only.Any(o => "settings-data".StartsWith(o, StringComparison.Ordinal)))
        {
            await visit.GoAsync("settings");
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Data of shop.example" }).ClickAsync();
            await visit.Page.GetByRole(AriaRole.Dialog).WaitForAsync();
            await visit.Page.WaitForTimeoutAsync(600);
            await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"settings-data-full-{(dark ? "dark" : "light")}-{width}.png") });
        }

        if (Language == "en" && only.Any(o => "notices-test".StartsWith(o, StringComparison.Ordinal)))
        {
            // Nothing listens on port 1: the test ends at the second step.
            await visit.GoAsync("settings?section=notifications");
            await visit.Page.GetByLabel("SMTP server", new() { Exact = true }).FillAsync("127.0.0.1");
            await visit.Page.GetByLabel("SMTP port").FillAsync("1");
            await visit.Page.GetByLabel("From", new() { Exact = true }).FillAsync("auditor@shop.example");
            await visit.Page.GetByLabel("To", new() { Exact = true }).FillAsync("ann@example.com");
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Send a test mail" }).ClickAsync();
            await visit.Page.GetByText("It fails at").WaitForAsync();
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Show the preview" }).ClickAsync();
            await visit.Page.GetByText("Subject: ").WaitForAsync();
            await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"notices-test-{(full ? "full" : "empty")}-{(dark ? "dark" : "light")}-{width}.png"), FullPage = true });
        }

        if (Language == "en" && only.Any(o => "mailbox-test".StartsWith(o, StringComparison.Ordinal)))
        {
            // Nothing listens on port 1: the test ends at the second step.
            await visit.GoAsync("setup/mailbox");
            await visit.Page.GetByLabel("IMAP server").FillAsync("127.0.0.1");
            await visit.Page.GetByLabel("Port", new() { Exact = true }).FillAsync("1");
            await visit.Page.GetByLabel("User", new() { Exact = true }).FillAsync("dmarc@reports.example");
            await visit.Page.GetByLabel("Signs in with").SelectOptionAsync("RefreshToken");
            await visit.Page.GetByLabel("Token endpoint").FillAsync("https://oauth2.googleapis.com/token");
            await visit.Page.GetByLabel("Client id of the application").FillAsync("4711.apps.example");
            await visit.Page.GetByLabel("Refresh token", new() { Exact = true }).FillAsync("1//0abc");
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Test the connection" }).ClickAsync();
            await visit.Page.GetByText("It fails at the step").WaitForAsync();
            await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"mailbox-test-{(full ? "full" : "empty")}-{(dark ? "dark" : "light")}-{width}.png"), FullPage = true });
        }
    }
}
#endif
