using System.Net;
using System.Text.RegularExpressions;
using Auditor.Core.Storage.Activity;
using Auditor.Core.Storage.Entities;
using Auditor.Tests.Support;
using Auditor.Tests.Web.Support;
using Auditor.Web.Access;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Auditor.Tests.Web;

/// <summary>The way to a real provider of OpenID Connect and back: what is asked, what is believed, what is turned away.</summary>
public sealed class OidcWayTests : OidcInstallation
{
    [Fact]
    public async Task The_request_is_a_code_flow_with_pkce_nonce_and_an_answer_in_the_query()
    {
        await Host.AddAdministratorAsync();
        using var visitor = new OidcVisitor(Host);
        using var leaving = await visitor.Client.GetAsync("/sign-in/oidc", Cancel);
        var cookies = leaving.Headers.GetValues("Set-Cookie").ToList();
        cookies.Should().HaveCount(2).And.OnlyContain(c => c.Contains("samesite=lax") && c.Contains("httponly") && c.Contains("path=/sign-in/oidc/callback"));
        await visitor.ReturnAsync(await visitor.AskAsync(leaving.Headers.Location!));
        var asked = Provider.Asked.Single();
        asked.ResponseType.Should().Be("code");
        asked.ResponseMode.Should().BeNull("the query is what a code comes in when nothing is said");
        asked.CodeChallengeMethod.Should().Be("S256");
        asked.Nonce.Should().NotBeNullOrEmpty();
        Provider.Redeemed.Single().CodeVerifier.Should().NotBeNullOrEmpty();
    }

    [Fact]
    public async Task An_answer_counts_once_in_its_own_browser_and_not_changed()
    {
        await Host.AddAdministratorAsync();
        using var visitor = new OidcVisitor(Host);
        var back = await visitor.AskAsync(await visitor.LeaveAsync());
        using (var other = new OidcVisitor(Host))
        {
            (await other.ReturnAsync(back)).Should().Be("/sign-in?problem=Stale", "another browser has not the cookie");
        }

        (await visitor.ReturnAsync(back.Replace("state=", "state=x", StringComparison.Ordinal))).Should().Be("/sign-in?problem=Stale");
        (await visitor.ReturnAsync("/sign-in/oidc/callback")).Should().Be("/sign-in?problem=Stale");
        (await visitor.ReturnAsync("/sign-in/oidc/callback?code=x")).Should().Be("/sign-in?problem=Stale");
        (await LoginsAsync()).Should().Be(0);

        var good = await visitor.AskAsync(await visitor.LeaveAsync());
        (await visitor.ReturnAsync(good)).Should().Be("/");
        (await visitor.ReturnAsync(good)).Should().Be("/sign-in?problem=Stale", "its cookie is gone");
        (await visitor.Client.GetStringAsync("/sign-in?problem=Stale", Cancel)).Should().Contain("Begin again.");
    }

    [Theory]
    [InlineData("nonce", "forged")]
    [InlineData("iss", "http://localhost:1/")]
    [InlineData("aud", "another-client")]
    [InlineData("exp", 1_000_000_000L)]
    [InlineData("key", "")]
    public async Task A_token_that_is_not_for_this_sign_in_is_refused(string claim, object value)
    {
        await Host.AddAdministratorAsync();
        Provider.SignsWithAnotherKey = claim == "key";
        Provider.Forges = claim == "key" ? null : claims => claims[claim] = value;
        using var visitor = new OidcVisitor(Host);
        (await visitor.SignInAsync()).Should().Be("/sign-in?problem=Failed");
        (await LoginsAsync()).Should().Be(0);
        Provider.SignsWithAnotherKey = false;
        Provider.Forges = _ => { };
        (await visitor.SignInAsync()).Should().Be("/", "what the test signs itself is good as long as it says the truth");
    }

    [Fact]
    public async Task Whoever_says_no_at_the_provider_gets_a_sentence()
    {
        await Host.AddAdministratorAsync();
        Provider.Refuses = true;
        using var visitor = new OidcVisitor(Host);
        var back = await visitor.SignInAsync();
        back.Should().Be("/sign-in?problem=Denied");
        (await visitor.Client.GetStringAsync(back, Cancel)).Should().Contain("Corp Login did not let you in");
    }

    [Fact]
    public async Task An_address_of_another_site_is_not_followed()
    {
        await Host.AddAdministratorAsync();
        using var visitor = new OidcVisitor(Host);
        foreach (var evil in new[] { "//evil.example/", "/\\evil.example/", "https://evil.example/", "/\t/evil.example/", "javascript:alert(1)" })
        {
            (await visitor.SignInAsync("?ReturnUrl=" + Uri.EscapeDataString(evil))).Should().Be("/");
        }
    }

    [Fact]
    public async Task Too_many_requests_on_the_way_are_turned_away()
    {
        await Host.AddAdministratorAsync();
        using var visitor = new OidcVisitor(Host);
        for (var i = 0; i < 30; i++)
        {
            (await visitor.ReturnAsync("/sign-in/oidc/callback?state=x")).Should().Be("/sign-in?problem=Stale");
        }

        (await visitor.ReturnAsync("/sign-in/oidc/callback?state=x")).Should().StartWith("429");
        (await visitor.Client.GetAsync("/sign-in", Cancel)).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task With_Only_no_password_is_taken_and_the_page_has_the_button_alone()
    {
        Host.Settings["Oidc:Only"] = "true";
        await Host.AddAdministratorAsync();
        using var visitor = new OidcVisitor(Host);
        var page = await visitor.Client.GetStringAsync("/sign-in", Cancel);
        page.Should().Contain("Sign in with Corp Login").And.NotContain("type=\"password\"").And.NotContain("reset-password");
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["_handler"] = "sign-in", ["Form.Email"] = WebHost.AdminEmail, ["Form.Password"] = WebHost.AdminPassword });
        foreach (var path in new[] { "/sign-in", "/Sign-In/", "/sign-in?ReturnUrl=%2F" })
        {
            using var refused = await visitor.Client.PostAsync(path, form, Cancel);
            refused.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        }

        (await visitor.SignInAsync()).Should().Be("/");
    }

    [Fact]
    public async Task While_the_provider_is_away_the_page_opens_and_passwords_work()
    {
        await Host.AddAdministratorAsync();
        using var visitor = new OidcVisitor(Host);
        await Provider.DisposeAsync();
        using var leaving = await visitor.Client.GetAsync("/sign-in/oidc", Cancel);
        leaving.Headers.Location!.OriginalString.Should().Be("/sign-in?problem=Unreachable");
        (await visitor.Client.GetStringAsync("/sign-in?problem=Unreachable", Cancel)).Should().Contain("Corp Login does not answer at the moment");
        using var signedIn = await SignInForm.SendAsync(visitor.Client, WebHost.AdminEmail, WebHost.AdminPassword);
        signedIn.Headers.Location!.OriginalString.Should().EndWith("/");
    }

    [Fact]
    public async Task The_provider_going_away_on_the_way_back_is_a_sentence_too()
    {
        await Host.AddAdministratorAsync();
        using var visitor = new OidcVisitor(Host);
        var back = await visitor.AskAsync(await visitor.LeaveAsync());
        await Provider.DisposeAsync();
        (await visitor.ReturnAsync(back)).Should().Be("/sign-in?problem=Unreachable");
    }

    [Fact]
    public async Task Under_a_path_base_the_way_back_stays_below_it()
    {
        Host.Settings["Web:PathBase"] = "/auditor";
        await Host.AddAdministratorAsync();
        using var visitor = new OidcVisitor(Host);
        using var leaving = await visitor.Client.GetAsync("/auditor/sign-in/oidc?ReturnUrl=%2Fdomains", Cancel);
        leaving.Headers.Location!.Query.Should().Contain(Uri.EscapeDataString("/auditor/sign-in/oidc/callback"));
        (await visitor.ReturnAsync(await visitor.AskAsync(leaving.Headers.Location!))).Should().Be("/auditor/", "a path outside of the base is not ours");
    }

    [Fact]
    public async Task A_session_by_the_provider_ends_with_a_link_to_its_own_sign_out()
    {
        await Host.AddAdministratorAsync();
        using var visitor = new OidcVisitor(Host);
        await visitor.SignInAsync();
        var page = await visitor.Client.GetStringAsync("/sign-in?out=1", Cancel);
        page.Should().Contain("href=\"sign-in/oidc/sign-out\"").And.Contain("Sign out of Corp Login too");
        using var leaving = await visitor.Client.GetAsync("/sign-in/oidc/sign-out", Cancel);
        leaving.Headers.Location!.AbsoluteUri.Should().Be($"{Provider.Authority}/logout?client_id=auditor&post_logout_redirect_uri=http%3A%2F%2Flocalhost%2Fsign-in");
    }

    [Fact]
    public async Task The_secret_is_in_no_log_even_at_its_most_talkative_and_when_the_provider_sends_it_back()
    {
        foreach (var source in new[] { "Default", "Override:Microsoft", "Override:System", "Override:Microsoft.AspNetCore.Authentication.OpenIdConnect" })
        {
            Host.Settings[$"Serilog:MinimumLevel:{source}"] = "Verbose";
        }

        const string wrong = "canary-wr0ng-s3cret-Xw2";
        var console = Console.Out;
        await using var said = new StringWriter();
        Console.SetOut(TextWriter.Synchronized(said));
        try
        {
            await Host.AddAdministratorAsync();
            using var visitor = new OidcVisitor(Host);
            (await visitor.SignInAsync()).Should().Be("/");
            (await visitor.Client.GetStringAsync("/settings?section=sign-in", Cancel)).Should().Contain("AUDITOR__OIDC__CLIENTSECRET").And.NotContain(OpenIdProvider.ClientSecret);
            await using var second = new WebHost();
            foreach (var (key, value) in Host.Settings)
            {
                second.Settings[key] = value;
            }

            second.Settings["Oidc:ClientSecret"] = wrong;
            await second.AddAdministratorAsync();
            using var other = new OidcVisitor(second);
            (await other.SignInAsync()).Should().Be("/sign-in?problem=Failed");
        }
        finally
        {
            Console.SetOut(console);
        }

        var log = said.ToString();
        log.Should().Contain("Redeeming code for tokens", "the library's own words at the lowest level are there").And.Contain("invalid_client").And.Contain("(secret)");
        log.Should().NotContain(OpenIdProvider.ClientSecret).And.NotContain(wrong);
        (await ActivityAsync()).Should().NotContain(e => e.Contains("canary"));
    }
}
