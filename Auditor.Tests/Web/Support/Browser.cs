using Auditor.Tests.Support;
using Microsoft.Playwright;
using Xunit;

namespace Auditor.Tests.Web.Support;

/// <summary>Debian's Chromium, started once. Without it tests are skipped with the reason, or fail with CI=true.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright? playwright;
    private IBrowser? chromium;

    public async ValueTask InitializeAsync()
    {
        var program = TestServices.Require("chromium", "chromium");

        // As long as for a page below: five seconds, the library's own, are short on a loaded machine.
        Assertions.SetDefaultExpectTimeout((float)Patience.Limit.TotalMilliseconds);
        playwright = await Playwright.CreateAsync();
        chromium = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"] });
    }

    public async ValueTask DisposeAsync()
    {
        if (chromium is not null)
        {
            await chromium.DisposeAsync();
        }

        playwright?.Dispose();
    }

    /// <summary>A page with its own cookies. Errors of scripts and refusals of the content policy end up in <see cref="Visit.Troubles"/>.</summary>
    internal async Task<Visit> VisitAsync(string address, bool dark = false, int width = 1440, int height = 900)
    {
        var context = await chromium!.NewContextAsync(new()
        {
            BaseURL = address + "/",
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = new() { Width = width, Height = height },
            TimezoneId = "Europe/Zurich",
            Locale = "en-GB",
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout((float)Patience.Limit.TotalMilliseconds);
        return new Visit(context, await context.NewPageAsync());
    }
}
