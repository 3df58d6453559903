using System.Text;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Backups;
using Auditor.Tests.Support;
using Auditor.Tests.Web.Support;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Xunit;

namespace Auditor.Tests.Web.Journeys;

/// <summary>From no backup at all to one in hand that restores, with the keyboard.</summary>
public sealed class BackupJourneyTests(Browser browser) : IClassFixture<Browser>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_passphrase_is_set_a_backup_made_saved_and_restored()
    {
        await using var host = new WebHost();
        host.Settings["Worker:HostInWeb"] = "true";
        host.Settings["Backup:When"] = "never";
        await using var visit = await browser.VisitAsync(host.StartOnLoopback());
        await host.AddAdministratorAsync();
        await SampleInstallation.FillAsync(host.Contexts, TimeProvider.System.GetUtcNow());
        await visit.SignInAsync();
        await visit.GoAsync("settings?section=backup");
        var page = visit.Page;
        await page.GetByText("No backup is made: set a passphrase first.").WaitForAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Back up now" })).ToBeDisabledAsync();

        var passphrase = page.GetByLabel("Passphrase");
        await passphrase.FillAsync("too short");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the passphrase" }).PressAsync("Enter");
        await page.GetByText("The passphrase must have 12 to 1000 characters on one line.").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Suggest one" }).PressAsync("Enter");
        await Assertions.Expect(passphrase).ToHaveAttributeAsync("type", "text");
        var secret = await passphrase.InputValueAsync();
        secret.Should().HaveLength(32);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the passphrase" }).PressAsync("Enter");
        await Assertions.Expect(passphrase).ToHaveValueAsync("");
        await Assertions.Expect(passphrase).ToHaveAttributeAsync("type", "password");
        await page.GetByText("No backup is made by itself: the schedule is set to never.").WaitForAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Back up now" }).PressAsync("Enter");
        var link = page.GetByRole(AriaRole.Link, new() { Name = "Download auditor-" });
        await link.WaitForAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => link.PressAsync("Enter"));
        var name = download.SuggestedFilename;
        name.Should().MatchRegex(@"^auditor-\d{8}T\d{6}Z\.age$");
        (await PageChecks.ViolationsAsync(visit, "with a backup")).Should().BeEmpty();
        visit.Troubles.Should().BeEmpty();

        var content = await File.ReadAllBytesAsync((await download.PathAsync())!, Cancel);
        await using var target = await TestDatabase.CreateEmptyAsync(StorageProvider.Sqlite);
        using var input = new MemoryStream(content);
        await new BackupRestorer(target.Database.Options, TimeProvider.System).RestoreAsync(input, secret, Cancel);
        await using var restored = target.Database.CreateDbContext();
        (await restored.Domains.AnyAsync(d => d.Name == SampleInstallation.Shop, Cancel)).Should().BeTrue();
        (await restored.Users.SingleAsync(Cancel)).Email.Should().Be(WebHost.AdminEmail);

        await using var context = await host.Contexts.CreateDbContextAsync(Cancel);
        (await context.Activity.Where(a => a.Action == "backup.downloaded").Select(a => a.Subject).ToListAsync(Cancel)).Should().Equal(name);
        Encoding.Latin1.GetString(content).Should().NotContain(secret);
        (await context.Settings.AnyAsync(s => s.Value.Contains(secret), Cancel)).Should().BeFalse();
    }
}
