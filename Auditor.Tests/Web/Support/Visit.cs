using Microsoft.Playwright;

namespace Auditor.Tests.Web.Support;

/// <summary>One person's browser window.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext context;

    public Visit(IBrowserContext context, IPage page)
    {
        this.context = context;
        Page = page;
        page.PageError += (_, error) => Troubles.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                Troubles.Add(message.Text);
            }
        };
    }

    public IPage Page { get; }

    /// <summary>Errors of scripts, of the network and of the content policy.</summary>
    public List<string> Troubles { get; } = [];

    public ValueTask DisposeAsync() => context.DisposeAsync();

    /// <summary>Signs the administrator in.</summary>
    public async Task SignInAsync()
    {
        await Page.GotoAsync("sign-in");
        await Page.GetByLabel("E-mail address").FillAsync(WebHost.AdminEmail);
        await Page.GetByLabel("Password").FillAsync(WebHost.AdminPassword);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = "Overview" }).WaitForAsync();
    }

    /// <summary>Opens a page and waits until its circuit answers.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(path.TrimStart('/'));
        await ReadyAsync();
    }

    /// <summary>Waits until the page is interactive.</summary>
    public Task ReadyAsync() => Page.Locator("main[data-live=true]").WaitForAsync();
}
