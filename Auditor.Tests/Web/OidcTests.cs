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

/// <summary>Who comes in at a real provider of OpenID Connect, and as what.</summary>
public sealed class OidcTests : OidcInstallation
{
    [Theory]
    [InlineData("auditors", UserRole.Administrator)]
    [InlineData("cn=mail,ou=groups", UserRole.Editor)]
    [InlineData("guests", UserRole.Viewer)]
    public async Task A_value_of_the_claim_makes_the_role_of_a_new_account_without_a_password(string group, UserRole role)
    {
        await Host.AddAdministratorAsync();
        Provider.Person = new("bob-1", "bob@corp.test", null, group, "something else");
        using var visitor = new OidcVisitor(Host);
        (await visitor.SignInAsync("?ReturnUrl=%2Fdomains%3Fstage%3Dnone")).Should().Be("/domains?stage=none");

        var bob = await FindAsync("bob@corp.test");
        bob.Should().Match<AuditorUser>(u => u.Role == role && u.PasswordHash == null && u.LastSignInAt != null && !u.EmailConfirmed);
        (await visitor.Client.GetAsync("/settings?section=people", Cancel)).StatusCode.Should().Be(role == UserRole.Viewer ? HttpStatusCode.Redirect : HttpStatusCode.OK);
        (await ActivityAsync()).Should().Equal($"bob@corp.test user.added bob@corp.test > {role.ToString().ToLowerInvariant()}", "bob@corp.test user.signed-in  > OpenID Connect");
    }

    [Fact]
    public async Task The_strongest_role_counts()
    {
        await Host.AddAdministratorAsync();
        Provider.Person = new("bob-1", "bob@corp.test", null, "guests", "auditors", "cn=mail,ou=groups");
        using var visitor = new OidcVisitor(Host);
        await visitor.SignInAsync();
        (await FindAsync("bob@corp.test"))!.Role.Should().Be(UserRole.Administrator);
    }

    [Fact]
    public async Task Whoever_has_no_group_is_refused_told_what_the_claim_held_and_no_account_is_made()
    {
        await Host.AddAdministratorAsync();
        Provider.Person = new("eve-1", "eve@corp.test", true, "Staff", "<b>x</b>\u202E");
        using var visitor = new OidcVisitor(Host);
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
        await Host.AddAdministratorAsync();
        Provider.Person = new("bob-1", "bob@corp.test", null, "auditors");
        using var first = new OidcVisitor(Host);
        await first.SignInAsync();
        var stamp = (await FindAsync("bob@corp.test"))!.SecurityStamp;

        Provider.Person = Provider.Person with { Groups = ["staff"], Email = "robert@corp.test" };
        using var second = new OidcVisitor(Host);
        await second.SignInAsync();
        var viewer = (await FindAsync("bob@corp.test"))!;
        viewer.Role.Should().Be(UserRole.Viewer, "he is known by issuer and subject, whatever his address is now");
        viewer.SecurityStamp.Should().NotBe(stamp);

        Provider.Person = Provider.Person with { Groups = [] };
        using var third = new OidcVisitor(Host);
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
        Host.Settings["Oidc:LinkByEmail"] = allowed.ToString();
        await Host.AddAdministratorAsync();
        Provider.Person = new("ann-1", "ADMIN@auditor.test", verified, "auditors");
        using var visitor = new OidcVisitor(Host);
        (await visitor.SignInAsync()).Should().Be(links ? "/" : "/sign-in?problem=Taken");
        (await LoginsAsync()).Should().Be(links ? 1 : 0);
        if (links)
        {
            (await ActivityAsync()).Should().Equal($"ADMIN@auditor.test user.linked {WebHost.AdminEmail} > {Provider.Authority}/", $"{WebHost.AdminEmail} user.signed-in  > OpenID Connect");
            Provider.Person = Provider.Person with { Subject = "other-2" };
            using var other = new OidcVisitor(Host);
            (await other.SignInAsync()).Should().Be("/sign-in?problem=Taken", "an account that is somebody's at the provider is never given to another");
        }
    }

    [Fact]
    public async Task The_last_administrator_loses_the_role_only_where_the_provider_can_make_another()
    {
        Host.Settings["Oidc:LinkByEmail"] = "true";
        Host.Settings.Remove("Oidc:Administrators");
        await Host.AddAdministratorAsync();
        Provider.Person = new("ann-1", WebHost.AdminEmail, true, "staff");
        using var visitor = new OidcVisitor(Host);
        (await visitor.SignInAsync()).Should().Be("/");
        (await FindAsync(WebHost.AdminEmail))!.Role.Should().Be(UserRole.Administrator);
        (await Host.Services.GetRequiredService<UserDesk>().AddAsync("second@auditor.test", UserRole.Administrator, Doer.Service)).Problem.Should().BeNull();
        (await visitor.SignInAsync()).Should().Be("/");
        (await FindAsync(WebHost.AdminEmail))!.Role.Should().Be(UserRole.Viewer);
    }

    [Fact]
    public async Task Without_an_address_nobody_is_made()
    {
        await Host.AddAdministratorAsync();
        Provider.Person = new("bob-1", null, null, "staff");
        using var visitor = new OidcVisitor(Host);
        (await visitor.SignInAsync()).Should().Be("/sign-in?problem=NoAddress");
        (await LoginsAsync()).Should().Be(0);
    }

    [Fact]
    public async Task The_first_administrator_comes_from_the_provider_with_the_setup_token_only()
    {
        using var visitor = new OidcVisitor(Host);
        (await visitor.SignInAsync()).Should().Be("/sign-in?problem=SetupFirst");
        using (var led = await visitor.Client.GetAsync("/sign-in?problem=SetupFirst", Cancel))
        {
            (await visitor.Client.GetStringAsync(led.Headers.Location!, Cancel)).Should().Contain("the first administrator comes in with the setup token");
        }

        var token = await Host.Services.GetRequiredService<SetupGate>().NewTokenAsync(Cancel);
        (await ProveAsync(visitor, "wrong")).Should().Contain("not the setup token").And.NotContain("sign-in/oidc?setup=");
        var ticket = Regex.Match(await ProveAsync(visitor, token!), "sign-in/oidc\\?setup=([^\"]+)\"").Groups[1].Value;
        (await visitor.ReturnAsync("/sign-in/oidc?setup=x" + ticket)).Should().Be("/sign-in?problem=Stale", "a ticket that is none");

        Provider.Person = new("bob-1", "bob@corp.test", true, "staff");
        (await visitor.SignInAsync("?setup=" + ticket)).Should().Be("/sign-in?problem=NotAdministrator");
        (await LoginsAsync()).Should().Be(0);

        Provider.Person = new("ann-1", "ann@corp.test", true, "auditors");
        var late = await visitor.AskAsync(await visitor.LeaveAsync("?setup=" + ticket));
        using (var quick = new OidcVisitor(Host))
        {
            (await quick.SignInAsync("?setup=" + ticket)).Should().Be("/setup/domains");
        }

        (await visitor.ReturnAsync(late)).Should().Be("/", "who comes second with the token is Ann again, who has her role by then");
        Provider.Person = new("eve-1", "eve@corp.test", true);
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
}
