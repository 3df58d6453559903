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

/// <summary>Sign-in at a real provider of OpenID Connect, over HTTP.</summary>
public sealed class OidcTests : IAsyncLifetime
{
    private readonly WebHost host = new();
    private OpenIdProvider provider = null!;

    public async ValueTask InitializeAsync()
    {
        provider = await OpenIdProvider.StartAsync();
        foreach (var (key, value) in provider.Settings())
        {
            host.Settings[key] = value;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Theory]
    [InlineData("auditors", UserRole.Administrator)]
    [InlineData("cn=mail,ou=groups", UserRole.Editor)]
    [InlineData("guests", UserRole.Viewer)]
    public async Task A_value_of_the_claim_makes_the_role_of_a_new_account_without_a_password(string group, UserRole role)
    {
        await host.AddAdministratorAsync();
        provider.Person = new("bob-1", "bob@corp.test", null, group, "something else");
        using var visitor = new OidcVisitor(host);
        (await visitor.SignInAsync("?ReturnUrl=%2Fdomains%3Fstage%3Dnone")).Should().Be("/domains?stage=none");

        var bob = await FindAsync("bob@corp.test");
        bob.Should().Match<AuditorUser>(u => u.Role == role && u.PasswordHash == null && u.LastSignInAt != null && !u.EmailConfirmed);
        (await visitor.Client.GetAsync("/settings?section=people", Cancel)).StatusCode.Should().Be(role == UserRole.Viewer ? HttpStatusCode.Redirect : HttpStatusCode.OK);
        (await ActivityAsync()).Should().Equal($"bob@corp.test user.added bob@corp.test > {role.ToString().ToLowerInvariant()}", "bob@corp.test user.signed-in  > OpenID Connect");
    }

    [Fact]
    public async Task The_strongest_role_counts()
    {
        await host.AddAdministratorAsync();
        provider.Person = new("bob-1", "bob@corp.test", null, "guests", "auditors", "cn=mail,ou=groups");
        using var visitor = new OidcVisitor(host);
        await visitor.SignInAsync();
        (await FindAsync("bob@corp.test"))!.Role.Should().Be(UserRole.Administrator);
    }

    [Fact]
    public async Task Whoever_has_no_group_is_refused_told_what_the_claim_held_and_no_account_is_made()
    {
        await host.AddAdministratorAsync();
        provider.Person = new("eve-1", "eve@corp.test", true, "Staff", "<b>x</b>\u202E");
        using var visitor = new OidcVisitor(host);
        var back = await visitor.SignInAsync();
        back.Should().StartWith("/sign-in?problem=NoRole&held=");
        var raw = await visitor.Client.GetStringAsync(back, Cancel);
        raw.Should().NotContain("<b>x</b>");
        var page = WebUtility.HtmlDecode(raw);
        page.Should().Contain("no account was made").And.Contain(">Staff</code>").And.Contain("<b>x</b>⟦U+202E⟧").And.Contain("Ask the administrators");
        (await FindAsync("eve@corp.test")).Should().BeNull();
        (await visitor.Client.GetAsync("/", Cancel)).StatusCode.Should().Be(HttpStatusCode.Redirect);
        (await ActivityAsync()).Should().Equal("eve@corp.test user.sign-in-failed  > OpenID Connect: groups: Staff, <b>x</b>\u202E");
    }

    [Fact]
    public async Task A_changed_group_changes_the_role_and_a_lost_one_ends_the_sessions()
    {
        await host.AddAdministratorAsync();
        provider.Person = new("bob-1", "bob@corp.test", null, "auditors");
        using var first = new OidcVisitor(host);
        await first.SignInAsync();
        var stamp = (await FindAsync("bob@corp.test"))!.SecurityStamp;

        provider.Person = provider.Person with { Groups = ["staff"], Email = "robert@corp.test" };
        using var second = new OidcVisitor(host);
        await second.SignInAsync();
        var viewer = (await FindAsync("bob@corp.test"))!;
        viewer.Role.Should().Be(UserRole.Viewer, "he is known by issuer and subject, whatever his address is now");
        viewer.SecurityStamp.Should().NotBe(stamp);

        provider.Person = provider.Person with { Groups = [] };
        using var third = new OidcVisitor(host);
        (await third.SignInAsync()).Should().StartWith("/sign-in?problem=NoRole");
        (await FindAsync("bob@corp.test"))!.SecurityStamp.Should().NotBe(viewer.SecurityStamp, "what sessions there are end within a minute");
        (await ActivityAsync()).Should().Contain("robert@corp.test user.changed bob@corp.test administrator > viewer");
    }

    [Theory]
    [InlineData(false, true, false)]
    [InlineData(true, false, false)]
    [InlineData(true, null, false)]
    [InlineData(true, true, true)]
    public async Task An_address_leads_to_an_account_only_if_allowed_and_verified(bool allowed, bool? verified, bool links)
    {
        host.Settings["Oidc:LinkByEmail"] = allowed.ToString();
        await host.AddAdministratorAsync();
        provider.Person = new("ann-1", "ADMIN@auditor.test", verified, "auditors");
        using var visitor = new OidcVisitor(host);
        (await visitor.SignInAsync()).Should().Be(links ? "/" : "/sign-in?problem=Taken");
        (await LoginsAsync()).Should().Be(links ? 1 : 0);
        if (links)
        {
            (await ActivityAsync()).Should().Equal($"ADMIN@auditor.test user.linked {WebHost.AdminEmail} > {provider.Authority}/", $"{WebHost.AdminEmail} user.signed-in  > OpenID Connect");
            provider.Person = provider.Person with { Subject = "other-2" };
            using var other = new OidcVisitor(host);
            (await other.SignInAsync()).Should().Be("/sign-in?problem=Taken", "an account that is somebody's at the provider is never given to another");
        }
    }

    [Fact]
    public async Task The_last_administrator_loses_the_role_only_where_the_provider_can_make_another()
    {
        host.Settings["Oidc:LinkByEmail"] = "true";
        host.Settings.Remove("Oidc:Administrators");
        await host.AddAdministratorAsync();
        provider.Person = new("ann-1", WebHost.AdminEmail, true, "staff");
        using var visitor = new OidcVisitor(host);
        (await visitor.SignInAsync()).Should().Be("/");
        (await FindAsync(WebHost.AdminEmail))!.Role.Should().Be(UserRole.Administrator);
        (await host.Services.GetRequiredService<UserDesk>().AddAsync("second@auditor.test", UserRole.Administrator, Doer.Service)).Problem.Should().BeNull();
        (await visitor.SignInAsync()).Should().Be("/");
        (await FindAsync(WebHost.AdminEmail))!.Role.Should().Be(UserRole.Viewer);
    }

    [Fact]
    public async Task Without_an_address_nobody_is_made()
    {
        await host.AddAdministratorAsync();
        provider.Person = new("bob-1", null, null, "staff");
        using var visitor = new OidcVisitor(host);
        (await visitor.SignInAsync()).Should().Be("/sign-in?problem=NoAddress");
        (await LoginsAsync()).Should().Be(0);
    }

    [Fact]
    public async Task The_request_is_a_code_flow_with_pkce_nonce_and_an_answer_in_the_query()
    {
        await host.AddAdministratorAsync();
        using var visitor = new OidcVisitor(host);
        using var leaving = await visitor.Client.GetAsync("/sign-in/oidc", Cancel);
        var cookies = leaving.Headers.GetValues("Set-Cookie").ToList();
        cookies.Should().HaveCount(2).And.OnlyContain(c => c.Contains("samesite=lax") && c.Contains("httponly") && c.Contains("path=/sign-in/oidc/callback"));
        await visitor.ReturnAsync(await visitor.AskAsync(leaving.Headers.Location!));
        var asked = provider.Asked.Single();
        asked.ResponseType.Should().Be("code");
        asked.ResponseMode.Should().BeNull("the query is what a code comes in when nothing is said");
        asked.CodeChallengeMethod.Should().Be("S256");
        asked.Nonce.Should().NotBeNullOrEmpty();
        provider.Redeemed.Single().CodeVerifier.Should().NotBeNullOrEmpty();
    }

    [Fact]
    public async Task An_answer_counts_once_in_its_own_browser_and_not_changed()
    {
        await host.AddAdministratorAsync();
        using var visitor = new OidcVisitor(host);
        var back = await visitor.AskAsync(await visitor.LeaveAsync());
        using (var other = new OidcVisitor(host))
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
        await host.AddAdministratorAsync();
        provider.SignsWithAnotherKey = claim == "key";
        provider.Forges = claim == "key" ? null : claims => claims[claim] = value;
        using var visitor = new OidcVisitor(host);
        (await visitor.SignInAsync()).Should().Be("/sign-in?problem=Failed");
        (await LoginsAsync()).Should().Be(0);
        provider.SignsWithAnotherKey = false;
        provider.Forges = _ => { };
        (await visitor.SignInAsync()).Should().Be("/", "what the test signs itself is good as long as it says the truth");
    }

    [Fact]
    public async Task Whoever_says_no_at_the_provider_gets_a_sentence()
    {
        await host.AddAdministratorAsync();
        provider.Refuses = true;
        using var visitor = new OidcVisitor(host);
        var back = await visitor.SignInAsync();
        back.Should().Be("/sign-in?problem=Denied");
        (await visitor.Client.GetStringAsync(back, Cancel)).Should().Contain("Corp Login did not let you in");
    }

    [Fact]
    public async Task An_address_of_another_site_is_not_followed()
    {
        await host.AddAdministratorAsync();
        using var visitor = new OidcVisitor(host);
        foreach (var evil in new[] { "//evil.example/", "/\\evil.example/", "https://evil.example/", "/\t/evil.example/", "javascript:alert(1)" })
        {
            (await visitor.SignInAsync("?ReturnUrl=" + Uri.EscapeDataString(evil))).Should().Be("/");
        }
    }

    [Fact]
    public async Task Too_many_requests_on_the_way_are_turned_away()
    {
        await host.AddAdministratorAsync();
        using var visitor = new OidcVisitor(host);
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
        host.Settings["Oidc:Only"] = "true";
        await host.AddAdministratorAsync();
        using var visitor = new OidcVisitor(host);
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
        await host.AddAdministratorAsync();
        using var visitor = new OidcVisitor(host);
        await provider.DisposeAsync();
        using var leaving = await visitor.Client.GetAsync("/sign-in/oidc", Cancel);
        leaving.Headers.Location!.OriginalString.Should().Be("/sign-in?problem=Unreachable");
        (await visitor.Client.GetStringAsync("/sign-in?problem=Unreachable", Cancel)).Should().Contain("Corp Login does not answer at the moment");
        using var signedIn = await SignInForm.SendAsync(visitor.Client, WebHost.AdminEmail, WebHost.AdminPassword);
        signedIn.Headers.Location!.OriginalString.Should().EndWith("/");
    }

    [Fact]
    public async Task The_provider_going_away_on_the_way_back_is_a_sentence_too()
    {
        await host.AddAdministratorAsync();
        using var visitor = new OidcVisitor(host);
        var back = await visitor.AskAsync(await visitor.LeaveAsync());
        await provider.DisposeAsync();
        (await visitor.ReturnAsync(back)).Should().Be("/sign-in?problem=Unreachable");
    }

    [Fact]
    public async Task Under_a_path_base_the_way_back_stays_below_it()
    {
        host.Settings["Web:PathBase"] = "/auditor";
        await host.AddAdministratorAsync();
        using var visitor = new OidcVisitor(host);
        using var leaving = await visitor.Client.GetAsync("/auditor/sign-in/oidc?ReturnUrl=%2Fdomains", Cancel);
        leaving.Headers.Location!.Query.Should().Contain(Uri.EscapeDataString("/auditor/sign-in/oidc/callback"));
        (await visitor.ReturnAsync(await visitor.AskAsync(leaving.Headers.Location!))).Should().Be("/auditor/", "a path outside of the base is not ours");
    }

    [Fact]
    public async Task A_session_by_the_provider_ends_with_a_link_to_its_own_sign_out()
    {
        await host.AddAdministratorAsync();
        using var visitor = new OidcVisitor(host);
        await visitor.SignInAsync();
        var page = await visitor.Client.GetStringAsync("/sign-in?out=1", Cancel);
        page.Should().Contain("href=\"sign-in/oidc/sign-out\"").And.Contain("Sign out of Corp Login too");
        using var leaving = await visitor.Client.GetAsync("/sign-in/oidc/sign-out", Cancel);
        leaving.Headers.Location!.AbsoluteUri.Should().Be($"{provider.Authority}/logout?client_id=auditor&post_logout_redirect_uri=http%3A%2F%2Flocalhost%2Fsign-in");
    }

    [Fact]
    public async Task The_secret_is_in_no_log_even_at_its_most_talkative_and_when_the_provider_sends_it_back()
    {
        foreach (var source in new[] { "Default", "Override:Microsoft", "Override:System", "Override:Microsoft.AspNetCore.Authentication.OpenIdConnect" })
        {
            host.Settings[$"Serilog:MinimumLevel:{source}"] = "Verbose";
        }

        const string wrong = "canary-wr0ng-s3cret-Xw2";
        var console = Console.Out;
        await using var said = new StringWriter();
        Console.SetOut(TextWriter.Synchronized(said));
        try
        {
            await host.AddAdministratorAsync();
            using var visitor = new OidcVisitor(host);
            (await visitor.SignInAsync()).Should().Be("/");
            (await visitor.Client.GetStringAsync("/settings?section=sign-in", Cancel)).Should().Contain("AUDITOR__OIDC__CLIENTSECRET").And.NotContain(OpenIdProvider.ClientSecret);
            await using var second = new WebHost();
            foreach (var (key, value) in host.Settings)
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

    [Fact]
    public async Task The_first_administrator_comes_from_the_provider_with_the_setup_token_only()
    {
        using var visitor = new OidcVisitor(host);
        (await visitor.SignInAsync()).Should().Be("/sign-in?problem=SetupFirst");
        using (var led = await visitor.Client.GetAsync("/sign-in?problem=SetupFirst", Cancel))
        {
            (await visitor.Client.GetStringAsync(led.Headers.Location!, Cancel)).Should().Contain("the first administrator comes in with the setup token");
        }

        var token = await host.Services.GetRequiredService<SetupGate>().NewTokenAsync(Cancel);
        (await ProveAsync(visitor, "wrong")).Should().Contain("not the setup token").And.NotContain("sign-in/oidc?setup=");
        var ticket = Regex.Match(await ProveAsync(visitor, token!), "sign-in/oidc\\?setup=([^\"]+)\"").Groups[1].Value;
        (await visitor.ReturnAsync("/sign-in/oidc?setup=x" + ticket)).Should().Be("/sign-in?problem=Stale", "a ticket that is none");

        provider.Person = new("bob-1", "bob@corp.test", true, "staff");
        (await visitor.SignInAsync("?setup=" + ticket)).Should().Be("/sign-in?problem=NotAdministrator");
        (await LoginsAsync()).Should().Be(0);

        provider.Person = new("ann-1", "ann@corp.test", true, "auditors");
        var late = await visitor.AskAsync(await visitor.LeaveAsync("?setup=" + ticket));
        using (var quick = new OidcVisitor(host))
        {
            (await quick.SignInAsync("?setup=" + ticket)).Should().Be("/setup/domains");
        }

        (await visitor.ReturnAsync(late)).Should().Be("/", "who comes second with the token is Ann again, who has her role by then");
        provider.Person = new("eve-1", "eve@corp.test", true);
        (await visitor.SignInAsync("?setup=" + ticket)).Should().StartWith("/sign-in?problem=NoRole", "the token was used");
        (await FindAsync("ann@corp.test"))!.Role.Should().Be(UserRole.Administrator);
        (await LoginsAsync()).Should().Be(1);
    }

    private static async Task<string> ProveAsync(OidcVisitor visitor, string token)
    {
        var page = await visitor.Client.GetStringAsync("/setup", Cancel);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["_handler"] = "setup-provider",
            ["__RequestVerificationToken"] = Regex.Match(page, "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value,
            ["Provider.Token"] = token,
        });
        using var answer = await visitor.Client.PostAsync("/setup", form, Cancel);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task<AuditorUser?> FindAsync(string email)
    {
        await using var db = await host.Contexts.CreateDbContextAsync(Cancel);
        return await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Email == email, Cancel);
    }

    private async Task<int> LoginsAsync()
    {
        await using var db = await host.Contexts.CreateDbContextAsync(Cancel);
        return await db.UserLogins.CountAsync(Cancel);
    }

    private async Task<IReadOnlyList<string>> ActivityAsync()
    {
        await using var db = await host.Contexts.CreateDbContextAsync(Cancel);
        return [.. (await db.Activity.OrderBy(e => e.Id).ToListAsync(Cancel)).Select(e => $"{e.Actor} {e.Action} {e.Subject} {(e.Before is null ? "" : e.Before + " ")}> {e.After}")];
    }
}
