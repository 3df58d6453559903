using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Auditor.Tests.Web.Support;

/// <summary>axe-core on pages.</summary>
internal static class PageChecks
{
    /// <summary>Pages that are there from the start.</summary>
    public static readonly string[] EmptyPages = ["", "domains", "ingestion", "settings", "settings?section=mailboxes", "settings?section=auditing", "settings?section=thresholds", "settings?section=notifications", "settings?section=retention", "settings?section=backup", "settings?section=reports", "settings?section=people", "settings?section=tokens", "settings?section=sign-in", "settings?section=activity", "jobs", "changes", "sources", "reports", "reports/quality", "failures", "tls", "search?q=example", "setup/domains", "setup/mailbox", "setup/reporting", "setup/notices", "domains/import", "domains/none.example"];

    /// <summary>Every page of <see cref="SampleInstallation"/>.</summary>
    public static readonly string[] FullPages =
    [
        .. EmptyPages, "?scale=share", "domains/shop.example", "domains/news.example?tab=history", "domains/shop.example?tab=findings", "domains/shop.example?tab=dns", "domains/shop.example?tab=dns&without=include%3Amail.esp.example", "domains/partner.example?tab=dns", "domains/bare.example?tab=dns", "domains/shop.example?tab=senders", "domains/shop.example?tab=reports",
        "domains/shop.example?tab=history", "domains/partner.example", "domains/new.example", "domains/bare.example?tab=reports", "setup/reporting?show=all&address=reports%40collector.example", "quarantine/1", "reports?tier=all", "tls?domain=shop.example", "tls?domain=partner.example", "sources?by=service", "sources?at=shop.example&ip=198.51.100.24&from=shop.example", "reports/1", "reports/2",
    ];

    // What a dark page can break: its elements are those of the light one.
    private static readonly string[] OfColours = ["color-contrast", "link-in-text-block"];

    // The library's own way opens a page of its own for each run and takes ten times as long; no page here has a frame, which it would be for.
    private const string Run = """
        ([rules]) => axe.run(document, { resultTypes: ['violations'], ...(rules ? { runOnly: rules } : {}) })
            .then(found => found.violations.map(v => `${v.id} (${v.help}): ${v.nodes.slice(0, 3).map(n => n.html).join(' | ')}`))
        """;

    private const int LooksAtColours = 3;

    // Colours that still move are those of neither theme.
    private const string Settled = """
        async () => {
            const frame = () => new Promise(done => requestAnimationFrame(done));
            await frame();
            await Promise.allSettled(document.getAnimations().filter(a => a.effect?.getComputedTiming().endTime !== Infinity).map(a => a.finished));
            await frame();
        }
        """;

    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    /// <summary>Opens pages one after the other, and says what axe finds.</summary>
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
        var light = await RunAsync(visit.Page, null);
        await TurnAsync(visit.Page, ColorScheme.Dark);
        var dark = await RunAsync(visit.Page, OfColours);
        for (var again = 0; dark.Count > 0 && again < LooksAtColours; again++)
        {
            // A chart that is drawn anew, or a machine with much to do: what is wrong stays wrong.
            await visit.Page.WaitForTimeoutAsync(500);
            dark = await RunAsync(visit.Page, OfColours);
        }

        await TurnAsync(visit.Page, ColorScheme.Light);
        return [.. light.Select(v => $"{path}: {v}"), .. dark.Select(v => $"{path}, dark: {v}")];
    }

    private static async Task<IReadOnlyList<string>> RunAsync(IPage page, string[]? rules)
    {
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window"))
        {
            await page.EvaluateAsync(Script);
        }

        return await page.EvaluateAsync<string[]>(Run, new object?[] { rules });
    }

    private static async Task TurnAsync(IPage page, ColorScheme scheme)
    {
        await page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await page.Locator($"html[data-theme={(scheme == ColorScheme.Dark ? "dark" : "light")}]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await page.EvaluateAsync(Settled);
    }
}
