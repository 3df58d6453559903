using Auditor.Core.Storage.Entities;
using Auditor.Tests.Support;
using Auditor.Tests.Web.Support;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Xunit;

namespace Auditor.Tests.Web.Journeys;

/// <summary>Notifications are set, tested through a real SMTP server, previewed and saved.</summary>
public sealed class NoticeJourneyTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task Mail_is_set_tested_until_it_arrives_and_saved_without_showing_the_password()
    {
        await using var receiver = await MailReceiver.StartAsync(MailboxSecurity.StartTls, needsUser: true);
        await using var host = new WebHost();
        await using var visit = await browser.VisitAsync(host.StartOnLoopback());
        await host.AddAdministratorAsync();
        await SampleInstallation.FillAsync(host.Contexts, TimeProvider.System.GetUtcNow());
        await using var db = await host.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        await db.Mailboxes.Where(m => m.LastError != null).ExecuteUpdateAsync(set => set.SetProperty(m => m.LastError, SampleInstallation.HostileName), TestContext.Current.CancellationToken);
        await visit.SignInAsync();
        await visit.GoAsync("settings?section=notifications");
        var page = visit.Page;
        await FillAsync(page, "SMTP server", "127.0.0.1");
        await FillAsync(page, "SMTP port", receiver.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await FillAsync(page, "SMTP user", MailReceiver.UserName);
        await FillAsync(page, "SMTP password", "wrong");
        await FillAsync(page, "From", "auditor@example.org");
        await FillAsync(page, "To", "nobody");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send a test mail" }).ClickAsync();
        await page.GetByText("'nobody' is no mail address; write for example postmaster@example.com.").WaitForAsync();
        await FillAsync(page, "To", "ann@example.com");

        await TestAsync(page, "It fails at: TLS", receiver.Fingerprint);
        await page.GetByText("The server has a certificate of its own authority").ClickAsync();
        await FillAsync(page, "SHA-256 fingerprint of the SMTP certificate", receiver.Fingerprint);
        await TestAsync(page, "It fails at: Sign-in", "refuses the user name or the password of 'auditor': 535");
        (await PageChecks.ViolationsAsync(visit, "the page as it stands")).Should().BeEmpty();
        await FillAsync(page, "SMTP password", MailReceiver.Password);
        await TestAsync(page, "The mail is on its way", "127.0.0.1 took the mail for ann@example.com.");
        receiver.Mails.Should().ContainSingle().Which.Subject.Should().Be("Auditor: a test of notifications");
        receiver.Mails[0].TextBody.Should().Contain("This is a test that somebody sent from the settings.").And.Contain("shop.example: ");

        await FillAsync(page, "Webhook", "https://hooks.chat.example/services/secret-path");
        await FillAsync(page, "Secret of the webhook", "canary-hook");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.GetByText("Saved. The next notice follows it.").WaitForAsync();
        await page.ReloadAsync();
        await visit.ReadyAsync();
        await Assertions.Expect(page.GetByLabel("To", new() { Exact = true })).ToHaveValueAsync("ann@example.com");
        (await page.GetByLabel("SMTP password").InputValueAsync()).Should().BeEmpty("a secret is never shown");
        await TestAsync(page, "The mail is on its way", "127.0.0.1 took the mail for ann@example.com.");

        await page.GetByRole(AriaRole.Button, new() { Name = "Show the preview" }).ClickAsync();
        await page.GetByText("Subject: Auditor: ").WaitForAsync();
        var preview = await page.Locator("pre.note").InnerTextAsync();
        preview.Should().Contain("Needs action").And.Contain("DNS changes").And.Contain("<img src=x onerror=");
        (await page.EvaluateAsync<bool>("() => window.__xss === undefined")).Should().BeTrue();
        (await PageChecks.ViolationsAsync(visit, "the page as it stands")).Should().BeEmpty();
        visit.Troubles.Should().BeEmpty();

        var deeds = await db.Activity.Where(a => a.Actor == WebHost.AdminEmail && (a.Action == "setting.changed" || a.Action == "notice.tested")).ToListAsync(TestContext.Current.CancellationToken);
        var written = string.Join('\n', deeds.Select(d => $"{d.Action} {d.Subject} {d.Before} {d.After}"));
        written.Should().Contain("setting.changed Notices:To  ann@example.com").And.Contain("setting.changed Notices:Smtp:Password  set anew").And.Contain("notice.tested ann@example.com  sent").And.Contain("https://hooks.chat.example/…");
        written.Should().NotContain("canary").And.NotContain("secret-path");
        (await db.Settings.Select(s => s.Value).ToListAsync(TestContext.Current.CancellationToken)).Should().NotContain(v => v.Contains("canary"));
    }

    [Fact]
    public async Task The_wizards_step_says_where_a_test_fails_and_can_be_skipped()
    {
        await using var host = new WebHost();
        await using var visit = await browser.VisitAsync(host.StartOnLoopback());
        await host.AddAdministratorAsync();
        await visit.SignInAsync();
        await visit.GoAsync("setup/notices");
        var page = visit.Page;
        await FillAsync(page, "Heartbeat", "https://127.0.0.1/ping");
        await page.GetByRole(AriaRole.Button, new() { Name = "Request it now" }).ClickAsync();
        await page.GetByText("It fails at: Connection").WaitForAsync();
        await page.GetByText("127.0.0.1 has no public address (127.0.0.1) and was not connected to").WaitForAsync();
        await page.GetByLabel("Protection of SMTP").SelectOptionAsync("tls");
        await Assertions.Expect(page.GetByLabel("SMTP port")).ToHaveValueAsync("465");
        await page.GetByRole(AriaRole.Link, new() { Name = "Skip and go to the overview" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = "Overview" }).WaitForAsync();
        visit.Troubles.Should().BeEmpty();
    }

    private static Task FillAsync(IPage page, string label, string text) => page.GetByLabel(label, new() { Exact = true }).FillAsync(text);

    private static async Task TestAsync(IPage page, string outcome, string sentence)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Send a test mail" }).ClickAsync();
        await page.GetByText(outcome).WaitForAsync();
        await page.GetByText(sentence).First.WaitForAsync();
    }
}
