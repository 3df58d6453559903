using System.Net;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Activity;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Views;
using Auditor.Tests.Web.Support;
using Auditor.Web.Access;
using FluentAssertions;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Auditor.Tests.Web;

/// <summary>Who may do what, over HTTP, and the log of what was done.</summary>
public sealed class RolesTests : IAsyncLifetime
{
    private static readonly Doer Admin = new(WebHost.AdminEmail, "192.0.2.9");

    private readonly WebHost host = new();

    private UserDesk Desk => host.Services.GetRequiredService<UserDesk>();

    public async ValueTask InitializeAsync() => await host.AddAdministratorAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData(UserRole.Viewer, "/", true)]
    [InlineData(UserRole.Viewer, "/domains", true)]
    [InlineData(UserRole.Viewer, "/jobs", true)]
    [InlineData(UserRole.Viewer, "/settings", false)]
    [InlineData(UserRole.Viewer, "/settings?section=sign-in", false)]
    [InlineData(UserRole.Administrator, "/settings?section=sign-in", true)]
    [InlineData(UserRole.Viewer, "/setup/domains", false)]
    [InlineData(UserRole.Viewer, "/ingestion/quarantine/1", false)]
    [InlineData(UserRole.Viewer, "/jobs/scheduler", false)]
    [InlineData(UserRole.Editor, "/settings", true)]
    [InlineData(UserRole.Editor, "/setup/domains", true)]
    [InlineData(UserRole.Viewer, "/setup/reporting", false)]
    [InlineData(UserRole.Editor, "/setup/reporting", true)]
    [InlineData(UserRole.Editor, "/setup/mailbox", false)]
    [InlineData(UserRole.Editor, "/setup/notices", false)]
    [InlineData(UserRole.Editor, "/settings/activity.csv", false)]
    [InlineData(UserRole.Editor, "/jobs/scheduler", false)]
    [InlineData(UserRole.Editor, "/settings/backups/auditor-20261128T033000Z.age", false)]
    [InlineData(UserRole.Administrator, "/settings/activity.csv", true)]
    [InlineData(UserRole.Administrator, "/setup/mailbox", true)]
    [InlineData(UserRole.Administrator, "/setup/notices", true)]
    [InlineData(UserRole.Administrator, "/jobs/scheduler", true)]
    public async Task A_role_opens_what_it_is_for(UserRole role, string path, bool opens)
    {
        using var client = await SignedInAsync(role);
        using var response = await client.GetAsync(path, TestContext.Current.CancellationToken);
        if (opens)
        {
            response.StatusCode.Should().Be(HttpStatusCode.OK);
        }
        else
        {
            response.StatusCode.Should().Be(HttpStatusCode.Redirect);
            response.Headers.Location!.OriginalString.Should().Contain("/sign-in");
        }
    }

    [Fact]
    public async Task A_viewer_sees_no_button_that_changes_something()
    {
        using var viewer = await SignedInAsync(UserRole.Viewer);
        using var editor = await SignedInAsync(UserRole.Editor);
        (await viewer.GetStringAsync("/", TestContext.Current.CancellationToken)).Should().NotContain("Audit all now").And.NotContain("href=\"settings\"");
        (await viewer.GetStringAsync("/ingestion", TestContext.Current.CancellationToken)).Should().Contain("Editors and administrators upload reports here");
        (await editor.GetStringAsync("/", TestContext.Current.CancellationToken)).Should().Contain("href=\"settings\"");
    }

    [Fact]
    public async Task An_editor_is_not_even_told_of_the_other_settings()
    {
        using var editor = await SignedInAsync(UserRole.Editor);
        var page = await editor.GetStringAsync("/settings?section=people", TestContext.Current.CancellationToken);
        page.Should().NotContain(">Sign-in<").And.NotContain(">People<").And.NotContain("who may sign in").And.Contain("Add domains");
    }

    [Fact]
    public async Task How_people_sign_in_is_for_administrators()
    {
        using var editor = await SignedInAsync(UserRole.Editor);
        using var administrator = await SignedInAsync(UserRole.Administrator);
        (await editor.GetStringAsync("/settings?section=sign-in", TestContext.Current.CancellationToken)).Should().NotContain("AUDITOR__OIDC__AUTHORITY").And.Contain("Add domains");
        (await administrator.GetStringAsync("/settings?section=sign-in", TestContext.Current.CancellationToken)).Should().Contain("AUDITOR__OIDC__AUTHORITY").And.Contain("/sign-in/oidc/callback");
    }

    [Fact]
    public async Task The_last_administrator_stays_and_nobody_removes_himself()
    {
        var admin = (await Desk.ListAsync(TestContext.Current.CancellationToken)).Single();
        (await Desk.SetRoleAsync(admin.Id, UserRole.Viewer, new Doer("other"))).Problem.Should().StartWith("This is the last administrator");
        (await Desk.RemoveAsync(admin.Id, new Doer("other"))).Problem.Should().StartWith("This is the last administrator");
        (await Desk.RemoveAsync(admin.Id, Admin)).Problem.Should().StartWith("Nobody can remove himself");
        (await Desk.AddAsync("no address", UserRole.Viewer, Admin)).Problem.Should().StartWith("'no address' is no e-mail address");

        (await Desk.AddAsync("second@auditor.test", UserRole.Administrator, Admin)).Problem.Should().BeNull();
        (await Desk.SetRoleAsync(admin.Id, UserRole.Viewer, new Doer("second@auditor.test"))).Problem.Should().BeNull();
    }

    [Fact]
    public async Task Saved_views_go_with_their_owner_and_a_viewer_cannot_share_his()
    {
        await Desk.AddAsync("ann@auditor.test", UserRole.Viewer, Admin);
        var views = host.Services.GetRequiredService<SavedViews>();
        await views.SaveAsync("ann@auditor.test", "Mine", "stage=none", false, TestContext.Current.CancellationToken);
        await views.SaveAsync("ann@auditor.test", "Ours", "", true, TestContext.Current.CancellationToken);
        (await views.ListAsync(WebHost.AdminEmail, TestContext.Current.CancellationToken)).Should().ContainSingle();
        using var viewer = await SignedInAsync(UserRole.Viewer);
        using var editor = await SignedInAsync(UserRole.Editor);
        (await viewer.GetStringAsync("/domains", TestContext.Current.CancellationToken)).Should().Contain("Save this view").And.NotContain("for everybody");
        (await editor.GetStringAsync("/domains", TestContext.Current.CancellationToken)).Should().Contain("for everybody");

        await Desk.RemoveAsync((await Desk.ListAsync(TestContext.Current.CancellationToken)).Single(u => u.Email == "ann@auditor.test").Id, Admin);
        (await views.ListAsync("ann@auditor.test", TestContext.Current.CancellationToken)).Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_done_to_people_is_written_down_without_a_password()
    {
        var added = await Desk.AddAsync("ann@auditor.test", UserRole.Viewer, Admin);
        added.Password.Should().HaveLength(20);
        var ann = (await Desk.ListAsync(TestContext.Current.CancellationToken)).Single(u => u.Email == "ann@auditor.test");
        await Desk.SetRoleAsync(ann.Id, UserRole.Editor, Admin);
        var reset = await Desk.ResetPasswordAsync(ann.Id, Admin);
        await Desk.RemoveAsync(ann.Id, Admin);

        await using var db = await host.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        var entries = await db.Activity.OrderBy(e => e.Id).ToListAsync(TestContext.Current.CancellationToken);
        entries.Select(e => (e.Action, e.Subject, e.Before, e.After)).Should().Equal(
            ("user.added", "ann@auditor.test", null, "viewer"),
            ("user.changed", "ann@auditor.test", "viewer", "editor"),
            ("user.password-reset", "ann@auditor.test", null, null),
            ("user.removed", "ann@auditor.test", "editor", null));
        entries.Should().OnlyContain(e => e.Actor == WebHost.AdminEmail && e.Address == "192.0.2.9");
        entries.Select(e => $"{e.Subject}{e.Before}{e.After}").Should().NotContain(text => text.Contains(added.Password!) || text.Contains(reset.Password!));
    }

    [Fact]
    public async Task Signing_in_and_a_wrong_password_are_written_down()
    {
        using var client = host.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        await SignInForm.PostAsync(client, WebHost.AdminEmail, "not the password");
        await SignInForm.PostAsync(client, WebHost.AdminEmail, WebHost.AdminPassword);
        await using var db = await host.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        (await db.Activity.OrderBy(e => e.Id).Select(e => e.Action).ToListAsync(TestContext.Current.CancellationToken)).Should().Equal("user.sign-in-failed", "user.signed-in");
        (await db.Users.SingleAsync(TestContext.Current.CancellationToken)).LastSignInAt.Should().NotBeNull();
    }

    [Fact]
    public async Task The_export_is_harmless_in_a_spreadsheet_and_is_itself_written_down()
    {
        await host.Services.GetRequiredService<ActivityLog>().NoteAsync(Admin, new Deed("domain.added", "=cmd|'/c calc'!A1", null, "a \"quoted\", text"), TestContext.Current.CancellationToken);
        using var client = await SignedInAsync(UserRole.Administrator);
        var csv = await client.GetStringAsync("/settings/activity.csv?what=domain", TestContext.Current.CancellationToken);
        csv.Should().StartWith("at,actor,address,action,subject,before,after").And.Contain("'=cmd").And.NotContain(",=cmd").And.Contain("\"a \"\"quoted\"\", text\"");
        csv.Trim().Split('\n').Should().HaveCount(2);
        await using var db = await host.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        (await db.Activity.AnyAsync(e => e.Action == "export", TestContext.Current.CancellationToken)).Should().BeTrue();
    }

    private async Task<HttpClient> SignedInAsync(UserRole role)
    {
        var email = $"{role}@auditor.test".ToLowerInvariant();
        var added = await Desk.AddAsync(email, role, Admin);
        var client = host.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        await SignInForm.PostAsync(client, email, added.Password!);
        return client;
    }
}
