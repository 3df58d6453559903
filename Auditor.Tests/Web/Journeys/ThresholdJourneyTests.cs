using Auditor.Core.Storage.Audits;
using Auditor.Core.Storage.Entities;
using Auditor.Tests.Support;
using Auditor.Tests.Web.Support;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;

namespace Auditor.Tests.Web.Journeys;

/// <summary>An administrator wants a domain to stand longer at its policy, and says so with the keyboard alone.</summary>
public sealed class ThresholdJourneyTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task A_threshold_that_is_changed_stands_in_the_advice_and_in_the_activity_log()
    {
        await using var host = new WebHost();
        host.Settings["Thresholds:KeyDays"] = "365";
        var address = host.StartOnLoopback();
        await host.AddAdministratorAsync();
        await SampleInstallation.FillAsync(host.Contexts, TimeProvider.System.GetUtcNow());
        await using var visit = await browser.VisitAsync(address);
        await visit.SignInAsync();
        await AuditedAsync(host, TimeProvider.System.GetUtcNow().AddDays(-40));
        var page = visit.Page;
        await visit.GoAsync("domains/calm.example");
        var advice = page.GetByRole(AriaRole.Region, new() { Name = "Policy: where it stands, what comes next" });
        await Assertions.Expect(advice).ToContainTextAsync("40 of 30 days at 'monitoring'");

        await visit.GoAsync("settings?section=thresholds");
        var policy = page.GetByRole(AriaRole.Region, new() { Name = "Next step of a policy" });
        var days = policy.GetByLabel("Days at a policy before the next one");
        await TypeAsync(page, days, "366");
        await Assertions.Expect(policy.GetByRole(AriaRole.Alert)).ToHaveTextAsync("'366' is no whole number from 0 to 365.");
        await TypeAsync(page, days, "77");
        await page.GetByText("Saved. Pages follow when they are opened, findings with the next audit; no score changes.").WaitForAsync();
        await Assertions.Expect(policy.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
        await Assertions.Expect(policy).ToContainTextAsync("Default: 30.");
        var keys = page.GetByRole(AriaRole.Region, new() { Name = "DKIM keys and certificates" });
        await Assertions.Expect(keys.GetByLabel("Age of a DKIM key that is due, in days")).ToBeDisabledAsync();
        await Assertions.Expect(keys).ToContainTextAsync("Thresholds:KeyDays");

        await visit.GoAsync("domains/calm.example");
        await Assertions.Expect(advice).ToContainTextAsync("40 of 77 days at 'monitoring'");
        await visit.GoAsync("domains/shop.example?tab=dns");
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "Rotation of keys" })).ToContainTextAsync("Keys are due after 365 days.");
        await visit.GoAsync("settings?section=activity&q=Thresholds");
        var entry = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Thresholds:PolicyDays" });
        await Assertions.Expect(entry).ToContainTextAsync("30");
        await Assertions.Expect(entry).ToContainTextAsync("77");
        visit.Troubles.Should().BeEmpty();
    }

    private static async Task AuditedAsync(WebHost host, DateTimeOffset at)
    {
        await using (var db = host.Contexts.CreateDbContext())
        {
            db.Domains.Add(new MonitoredDomain { Name = "calm.example", CreatedAt = at, NextAuditAt = at.AddDays(100) });
            await db.SaveChangesAsync();
        }

        var audit = SampleAudits.Good("calm.example", at);
        await host.Services.GetRequiredService<AuditWriter>().SaveAsync(audit with { Purpose = "people", Dmarc = audit.Dmarc with { Stage = "monitoring" } }, at.AddDays(100), CancellationToken.None);
    }

    // From the field by Tab to the button that saves its list, and Enter.
    private static async Task TypeAsync(IPage page, ILocator field, string text)
    {
        await field.FocusAsync();

        // At once: key by key, a slow circuit may write the text before the last key back over it.
        await field.FillAsync(text);
        await Assertions.Expect(field).ToHaveValueAsync(text);
        for (var tabs = 0; tabs < 20; tabs++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("document.activeElement instanceof HTMLButtonElement"))
            {
                await page.Keyboard.PressAsync("Enter");
                return;
            }
        }

        throw new InvalidOperationException("No button can be reached with the keyboard.");
    }
}
