using System.Net;
using Auditor.Tests.Web.Support;
using FluentAssertions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Auditor.Tests.Web;

public sealed class AccessTests : IAsyncLifetime
{
    private readonly WebHost host = new();

    public async ValueTask InitializeAsync()
    {
        // A provider that is not there: its addresses are for strangers too.
        host.Settings["Oidc:Authority"] = "http://127.0.0.1:9";
        host.Settings["Oidc:ClientId"] = "auditor";
        host.Settings["Oidc:ClientSecret"] = "secret";
        host.Settings["Oidc:Viewers"] = "staff";
        await host.AddAdministratorAsync();
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Every_route_without_sign_in_leads_to_sign_in()
    {
        using var client = Client();
        var routes = Routes().Where(r => r.Metadata.GetMetadata<IAllowAnonymous>() is null).ToList();
        routes.Count.Should().BeGreaterThan(8, "the list is generated from the product's own endpoints");
        foreach (var route in routes)
        {
            var method = route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods[0] : "GET";
            using var request = new HttpRequestMessage(new HttpMethod(method), Address(route));
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            response.StatusCode.Should().Be(HttpStatusCode.Redirect, "{0} {1} is not for strangers", method, route.RoutePattern.RawText);
            response.Headers.Location!.OriginalString.Should().Contain("/sign-in?ReturnUrl=");
        }
    }

    [Fact]
    public void Only_sign_in_set_up_health_and_files_are_for_strangers()
    {
        var open = Routes().Where(r => r.Metadata.GetMetadata<IAllowAnonymous>() is not null && Path.GetExtension(r.RoutePattern.RawText!).Length == 0)
            .Select(r => r.RoutePattern.RawText!.TrimStart('/')).Distinct();
        open.Should().BeSubsetOf(["sign-in", "sign-in/oidc", "sign-in/oidc/sign-out", "setup", "failed", "language", "api/reports", "tls-reports/{secret}", "health/live", "health/ready"]);
    }

    [Fact]
    public async Task An_address_that_does_not_exist_tells_a_stranger_nothing()
    {
        using var client = Client();
        using var response = await client.GetAsync("/no/such/page", TestContext.Current.CancellationToken);
        response.StatusCode.Should().Be(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Set_up_is_closed_once_a_user_exists()
    {
        using var client = Client();
        using var response = await client.GetAsync("/setup", TestContext.Current.CancellationToken);
        response.StatusCode.Should().Be(HttpStatusCode.Redirect);
        response.Headers.Location!.OriginalString.Should().EndWith("sign-in");
    }

    [Fact]
    public async Task Signing_out_without_the_forms_token_is_refused()
    {
        using var client = Client();
        await SignInForm.PostAsync(client, WebHost.AdminEmail, WebHost.AdminPassword);
        using var response = await client.PostAsync("/sign-out", null, TestContext.Current.CancellationToken);
        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_user_get_the_same_words()
    {
        using var client = Client();
        var wrong = await SignInForm.PostAsync(client, WebHost.AdminEmail, "not the password");
        var unknown = await SignInForm.PostAsync(client, "nobody@auditor.test", "not the password");
        wrong.Should().Contain("is wrong, or too many tries");
        unknown.Should().Contain("is wrong, or too many tries");
    }

    [Fact]
    public async Task Only_an_address_of_this_site_is_followed_after_sign_in()
    {
        using var client = Client();
        using var response = await SignInForm.SendAsync(client, WebHost.AdminEmail, WebHost.AdminPassword, "?ReturnUrl=//evil.example/");
        response.StatusCode.Should().Be(HttpStatusCode.Redirect);
        response.Headers.Location!.OriginalString.Should().NotContain("evil.example");
    }

    [Fact]
    public async Task The_eleventh_try_within_a_minute_is_turned_away()
    {
        using var client = Client();
        for (var i = 0; i < 10; i++)
        {
            using var tried = await SignInForm.SendAsync(client, $"user{i}@auditor.test", "not the password");
            tried.StatusCode.Should().Be(HttpStatusCode.OK);
        }

        using var response = await SignInForm.SendAsync(client, WebHost.AdminEmail, WebHost.AdminPassword);
        response.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Every_answer_carries_the_security_headers_and_no_script_in_the_page()
    {
        using var client = Client();
        await SignInForm.PostAsync(client, WebHost.AdminEmail, WebHost.AdminPassword);
        using var response = await client.GetAsync("/", TestContext.Current.CancellationToken);
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        var policy = string.Join("; ", response.Headers.GetValues("Content-Security-Policy"));
        policy.Should().Contain("frame-ancestors 'none'").And.Contain("script-src 'self';");
        response.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        var html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        html.Should().NotMatchRegex("<script(?![^>]*src=)", "inline scripts are refused by the content policy");
        html.Should().NotMatchRegex("(src|href)=\"https?://", "every asset is served by us");
    }

    [Fact]
    public async Task The_cookie_is_out_of_reach_for_scripts()
    {
        using var client = Client();
        using var response = await SignInForm.SendAsync(client, WebHost.AdminEmail, WebHost.AdminPassword);
        response.Headers.GetValues("Set-Cookie").Should().Contain(c => c.StartsWith("auditor=", StringComparison.Ordinal) && c.Contains("httponly") && c.Contains("samesite=lax"));
    }

    private HttpClient Client() => host.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });

    private IEnumerable<RouteEndpoint> Routes() => host.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
        .Where(r => !r.RoutePattern.RawText!.StartsWith("_framework", StringComparison.Ordinal) && !r.RoutePattern.RawText.StartsWith("/_framework", StringComparison.Ordinal));

    // Parameters filled in with something that their constraint accepts.
    private static string Address(RouteEndpoint route) => "/" + string.Join('/', route.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
    {
        Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
        Microsoft.AspNetCore.Routing.Patterns.RoutePatternSeparatorPart separator => separator.Content,
        _ => "1",
    }))));
}
