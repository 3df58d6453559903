using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Auditor.Core.Storage.Activity;
using Auditor.Core.Storage.Entities;
using Auditor.Tests.Web.Support;
using Auditor.Web.Access;
using FluentAssertions;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Auditor.Tests.Web;

/// <summary>Marks of what a person has not seen, as a viewer meets them.</summary>
public sealed partial class ChangesSeenTests : IAsyncLifetime
{
    private const string Mark = "<b class=\"mark\">new</b>";
    private const string Button = "Mark all as read";

    private readonly WebHost host = new();
    private HttpClient client = null!;

    public async ValueTask InitializeAsync()
    {
        var added = await host.Services.GetRequiredService<UserDesk>().AddAsync("viewer@auditor.test", UserRole.Viewer, new Doer("test"));
        await SampleInstallation.FillAsync(host.Contexts, TimeProvider.System.GetUtcNow());
        client = host.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        await SignInForm.PostAsync(client, "viewer@auditor.test", added.Password!);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task A_viewer_sees_what_is_new_and_marks_all_as_read()
    {
        var before = await GetAsync("/changes?days=90");
        before.Should().Contain(Mark).And.Contain(Button).And.Contain("badge calm");
        (await GetAsync("/")).Should().Contain(Mark).And.Contain(Button);
        (await GetAsync("/changes?days=90")).Should().Contain(Mark, "opening a page marks nothing as read");

        using var response = await PostAsync(before, Hidden(before, "until"));
        response.StatusCode.Should().Be(HttpStatusCode.Redirect);
        response.Headers.Location!.OriginalString.Should().Be("/changes?days=90");
        var after = await GetAsync("/changes?days=90");
        after.Should().NotContain(Mark).And.NotContain(Button).And.NotContain("badge calm").And.Contain("crm.example", "nothing is hidden");
    }

    [Theory]
    [InlineData("")]
    [InlineData("tomorrow")]
    [InlineData("-1")]
    [InlineData("999999999999999999999")]
    [InlineData("253402300800")]
    public async Task A_time_that_is_none_is_refused(string until)
    {
        using var response = await PostAsync(await GetAsync("/changes"), until);
        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Should().Contain("'until' is no time");
        (await GetAsync("/changes")).Should().Contain(Mark);
    }

    [Fact]
    public async Task The_form_leads_nowhere_else_and_wants_its_token()
    {
        var page = await GetAsync("/changes");
        using var abroad = await PostAsync(page, Hidden(page, "until"), "//evil.example/");
        abroad.Headers.Location!.OriginalString.Should().Be("/evil.example/", "a path of this site");
        using var empty = new FormUrlEncodedContent([]);
        using var forged = await client.PostAsync("/changes/seen", empty, TestContext.Current.CancellationToken);
        forged.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Whoever_signs_in_for_the_first_time_has_seen_all_until_then()
    {
        var added = await host.Services.GetRequiredService<UserDesk>().AddAsync("late@auditor.test", UserRole.Viewer, new Doer("test"));
        using var late = host.CreateClient();
        await SignInForm.PostAsync(late, "late@auditor.test", added.Password!);
        (await late.GetStringAsync("/changes", TestContext.Current.CancellationToken)).Should().NotContain(Mark).And.NotContain(Button);

        await using var db = await host.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        var user = await db.Users.SingleAsync(u => u.UserName == "late@auditor.test", TestContext.Current.CancellationToken);
        user.SeenChangesAt.Should().Be(user.LastSignInAt);
    }

    private Task<string> GetAsync(string address) => client.GetStringAsync(address, TestContext.Current.CancellationToken);

    private async Task<HttpResponseMessage> PostAsync(string page, string until, string? back = null)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = Hidden(page, "__RequestVerificationToken"),
            ["back"] = back ?? WebUtility.HtmlDecode(Hidden(page, "back")),
            ["until"] = until,
        });
        return await client.PostAsync("/changes/seen", form, TestContext.Current.CancellationToken);
    }

    private static string Hidden(string page, string name) =>
        Fields().Matches(page[page.IndexOf("action=\"changes/seen\"", StringComparison.Ordinal)..]).First(m => m.Groups[1].Value == name).Groups[2].Value.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex Fields();
}
