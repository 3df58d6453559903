using Auditor.Core.Storage.Entities;
using Auditor.Tests.Support;
using Auditor.Tests.Web.Support;
using Auditor.Worker.Mailboxes;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;

namespace Auditor.Tests.Web.Journeys;

/// <summary>An administrator tests a mailbox on Ingestion, with a real Dovecot and the worker behind the page.</summary>
public sealed class SelfTestJourneyTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task A_mailbox_is_tested_step_by_step_and_the_steps_stay_when_the_page_is_left()
    {
        await using var dovecot = await DovecotServer.StartAsync();
        await using var host = new WebHost();
        host.Settings["Worker:HostInWeb"] = "true";
        await using var visit = await browser.VisitAsync(host.StartOnLoopback());
        await host.AddAdministratorAsync();
        await using (var db = await host.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken))
        {
            db.Mailboxes.Add(new Mailbox
            {
                Host = "localhost",
                Port = dovecot.TlsPort,
                UserName = "reports",
                TrustedFingerprint = dovecot.Fingerprint,
                ProtectedPassword = host.Services.GetRequiredService<MailboxPasswords>().Protect(DovecotServer.Password),
                // Never by itself: only the test has it polled.
                NextPollAt = new DateTimeOffset(2200, 1, 1, 0, 0, 0, TimeSpan.Zero),
            });
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await visit.SignInAsync();
        await visit.GoAsync("ingestion");
        var page = visit.Page;
        await page.GetByText("How reports does").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Run a self-test" }).ClickAsync();
        await page.GetByText("passed.").WaitForAsync(new() { Timeout = 60_000 });

        (await page.Locator(".selftest .test-log li").AllTextContentsAsync()).Should().HaveCount(5).And.AllSatisfy(s => s.Trim().Should().StartWith("✓"));
        (await PageChecks.ViolationsAsync(visit, "the page as it stands")).Should().BeEmpty();
        await page.Locator("details.health > summary").GetByText("nothing waits").WaitForAsync();
        await visit.GoAsync("jobs");
        await visit.GoAsync("ingestion");
        await page.GetByText("How reports does").ClickAsync();
        await page.GetByText("passed.").WaitForAsync();
        visit.Troubles.Should().BeEmpty();

        await using var after = await host.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        (await after.SelfTests.SingleAsync(TestContext.Current.CancellationToken)).RemovedAt.Should().NotBeNull();
        (await after.Activity.SingleAsync(e => e.Action == "mailbox.self-tested", TestContext.Current.CancellationToken)).Subject.Should().Be("reports");
        (await after.Reports.CountAsync(TestContext.Current.CancellationToken)).Should().Be(0);
        (await after.ReportedDomains.CountAsync(TestContext.Current.CancellationToken)).Should().Be(0);
    }
}
