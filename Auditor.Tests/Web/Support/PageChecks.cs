using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Auditor.Tests.Web.Support;

/// <summary>axe-core on pages.</summary>
internal static class PageChecks
{
    /// <summary>Pages that are there from the start.</summary>
    public static readonly string[] EmptyPages = ["", "domains", "ingestion", "settings", "settings?section=mailboxes", "settings?section=auditing", "settings?section=notifications", "settings?section=retention", "settings?section=reports", "settings?section=people", "settings?section=tokens", "settings?section=activity", "jobs", "changes", "sources", "reports", "reports/quality", "failures", "tls", "search?q=example", "setup/domains", "setup/mailbox", "setup/notices", "domains/import", "domains/none.example"];

    /// <summary>Every page of <see cref="SampleInstallation"/>.</summary>
    public static readonly string[] FullPages =
    [
        .. EmptyPages, "?scale=share", "domains/shop.example", "domains/news.example?tab=history", "domains/shop.example?tab=findings", "domains/shop.example?tab=dns", "domains/shop.example?tab=dns&without=include%3Amail.esp.example", "domains/partner.example?tab=dns", "domains/bare.example?tab=dns", "domains/shop.example?tab=senders", "domains/shop.example?tab=reports",
        "domains/shop.example?tab=history", "domains/partner.example", "domains/new.example", "quarantine/1", "reports?tier=all", "tls?domain=shop.example", "tls?domain=partner.example", "sources?by=service", "sources?at=shop.example&ip=198.51.100.24&from=shop.example", "reports/1", "reports/2",
    ];

    // What a dark page can break: its elements are those of the light one.
    private static readonly AxeRunOptions OfColours = new() { ResultTypes = [ResultType.Violations], RunOnly = RunOnlyOptions.Rules("color-contrast", "link-in-text-block") };
    private static readonly AxeRunOptions All = new() { ResultTypes = [ResultType.Violations] };

    /// <summary>Opens pages one after the other, and says what is serious or worse.</summary>
    public static async Task<IReadOnlyList<string>> ViolationsAsync(Visit visit, IEnumerable<string> paths)
    {
        var found = new List<string>();
        foreach (var path in paths)
        {
            await visit.GoAsync(path);
            found.AddRange(await ViolationsAsync(visit, path));
        }

        return found;
    }

    /// <summary>The page that is open: all rules on the light one, then those of colours on the dark one.</summary>
    public static async Task<IReadOnlyList<string>> ViolationsAsync(Visit visit, string path)
    {
        var light = await visit.Page.RunAxe(All);
        await TurnAsync(visit.Page, ColorScheme.Dark);
        var dark = await visit.Page.RunAxe(OfColours);
        await TurnAsync(visit.Page, ColorScheme.Light);
        return [.. Serious(light, path), .. Serious(dark, path + ", dark")];
    }

    private static async Task TurnAsync(IPage page, ColorScheme scheme)
    {
        await page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await page.Locator($"html[data-theme={(scheme == ColorScheme.Dark ? "dark" : "light")}]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
    }

    private static IEnumerable<string> Serious(AxeResult result, string path) => result.Violations.Where(v => v.Impact is "serious" or "critical")
        .Select(v => $"{path}: {v.Id} ({v.Help}): {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}");
}
