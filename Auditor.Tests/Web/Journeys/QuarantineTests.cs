using System.Text;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Tests.Support;
using Auditor.Tests.Web.Support;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Xunit;

namespace Auditor.Tests.Web.Journeys;

/// <summary>The worker runs in the same process, as it does by default.</summary>
public sealed class QuarantineTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task A_part_is_looked_at_put_aside_taken_back_released_and_read_again()
    {
        await using var host = new WebHost();
        host.Settings["Worker:HostInWeb"] = "true";
        var address = host.StartOnLoopback();
        await host.AddAdministratorAsync();
        await FillAsync(host);
        await using var visit = await browser.VisitAsync(address);
        await visit.SignInAsync();
        await visit.GoAsync("ingestion?reason=date-range-too-long");
        var section = visit.Page.Locator("section[aria-labelledby=quarantine]");

        await section.GetByRole(AriaRole.Link, new() { Name = "long.xml" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Heading, new() { Name = "long.xml" }).WaitForAsync();
        (await visit.Page.Locator(".raw").InnerTextAsync()).Should().Contain("<report_id>");
        await visit.Page.GoBackAsync();

        await section.GetByRole(AriaRole.Button, new() { Name = "Discard long.xml" }).ClickAsync();
        await section.GetByText("Nothing fits.").WaitForAsync();
        await visit.GoAsync("ingestion?state=discarded");
        await section.GetByRole(AriaRole.Button, new() { Name = "Take back long.xml" }).ClickAsync();
        await section.GetByText("Nothing was put aside.").WaitForAsync();

        await visit.GoAsync("ingestion");
        await section.GetByRole(AriaRole.Button, new() { Name = "Read again long.xml" }).ClickAsync();
        await section.GetByRole(AriaRole.Button, new() { Name = "Release long.xml" }).ClickAsync();
        await section.GetByRole(AriaRole.Link, new() { Name = "long.xml" }).WaitForAsync(new() { State = WaitForSelectorState.Detached });

        await section.GetByRole(AriaRole.Button, new() { Name = "Read all again" }).ClickAsync();
        await section.GetByRole(AriaRole.Link, new() { Name = "fine.xml" }).WaitForAsync(new() { State = WaitForSelectorState.Detached });
        visit.Troubles.Should().BeEmpty();

        await using var db = await host.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        (await db.Quarantine.OrderBy(q => q.Name).Select(q => q.Name + " " + q.Resolution).ToListAsync(TestContext.Current.CancellationToken)).Should().Equal("fine.xml imported", "long.xml imported");
        (await db.Activity.Where(e => e.Action.StartsWith("quarantine.")).OrderBy(e => e.Id).Select(e => e.Action).ToListAsync(TestContext.Current.CancellationToken)).Should().Equal(
            "quarantine.discarded", "quarantine.discarded", "quarantine.reparsed", "quarantine.released", "quarantine.reparsed");
    }

    private static async Task FillAsync(WebHost host)
    {
        await using var db = await host.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        var fine = ReportMails.Xml(1);
        var begin = System.Text.RegularExpressions.Regex.Match(ReportMails.Xml(2), "<begin>([0-9]+)</begin>").Groups[1].Value;
        var tooLong = ReportMails.Xml(2).Replace($"<begin>{begin}</begin>", $"<begin>{long.Parse(begin, System.Globalization.CultureInfo.InvariantCulture) - (500L * 86_400)}</begin>", StringComparison.Ordinal);

        // The worker's first look after the start reads all that waits: what is added later waits for a person.
        await Patience.UntilAsync(() => db.Settings.AnyAsync(s => s.Key == "Internal:QuarantineReadBy", TestContext.Current.CancellationToken), "the worker looked once");
        var now = TimeProvider.System.GetUtcNow();
        db.Quarantine.AddRange(
            Part("fine.xml", fine, "kind-not-read", "A version before this one could not read it.", now),
            Part("long.xml", tooLong, "date-range-too-long", "The window is longer than a year.", now));
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    private static QuarantinedPart Part(string name, string text, string code, string reason, DateTimeOffset now) => new()
    {
        Sha256 = System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text)),
        Content = StoredBytes.Pack(Encoding.UTF8.GetBytes(text)),
        RawBytes = text.Length,
        Name = name,
        ReasonCode = code,
        Reason = reason,
        Line = 3,
        FirstSeenAt = now,
        LastSeenAt = now,
    };
}
