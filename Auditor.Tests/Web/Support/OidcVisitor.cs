using Microsoft.AspNetCore.Mvc.Testing;

namespace Auditor.Tests.Web.Support;

/// <summary>A browser without a window: the product's cookies, and the way over the provider and back.</summary>
internal sealed class OidcVisitor(WebHost host) : IDisposable
{
    private readonly HttpClient elsewhere = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    /// <summary>The product.</summary>
    public HttpClient Client { get; } = host.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });

    public void Dispose()
    {
        Client.Dispose();
        elsewhere.Dispose();
    }

    /// <summary>To the provider; the address that it is left by.</summary>
    public async Task<Uri> LeaveAsync(string query = "")
    {
        using var leaving = await Client.GetAsync("/sign-in/oidc" + query);
        return leaving.Headers.Location ?? throw new InvalidOperationException($"{(int)leaving.StatusCode}: {await leaving.Content.ReadAsStringAsync()}");
    }

    /// <summary>What the provider answers: the way back.</summary>
    public async Task<string> AskAsync(Uri provider)
    {
        using var answer = await elsewhere.GetAsync(provider);
        return answer.Headers.Location?.PathAndQuery ?? throw new InvalidOperationException($"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>Back; the address that the product leads to.</summary>
    public async Task<string> ReturnAsync(string back)
    {
        using var answer = await Client.GetAsync(back);
        return answer.Headers.Location?.OriginalString ?? $"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}";
    }

    /// <summary>All of it.</summary>
    public async Task<string> SignInAsync(string query = "") => await ReturnAsync(await AskAsync(await LeaveAsync(query)));
}
