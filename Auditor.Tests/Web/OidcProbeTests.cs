using Auditor.Tests.Support;
using Auditor.Web.Access.Oidc;
using Auditor.Worker.Doctor;
using FluentAssertions;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Auditor.Tests.Web;

/// <summary>What the test of the provider says, good or bad.</summary>
public sealed class OidcProbeTests
{
    [Fact]
    public async Task A_provider_that_can_be_used_has_no_failure()
    {
        await using var provider = await OpenIdProvider.StartAsync();
        var checks = await AskAsync(provider.Authority);
        checks.Should().OnlyContain(c => c.Status == CheckStatus.Ok);
        checks.Select(c => c.Text).Should().Contain("1 key to check signatures with.").And.Contain($"Its tokens are issued by {provider.Authority}/.");
    }

    [Fact]
    public async Task An_address_that_leads_nowhere_is_said_so()
    {
        await using var provider = await OpenIdProvider.StartAsync();
        (await AskAsync(provider.Authority + "/realms/none")).Should().ContainSingle().Which.Should().Be(
            new OidcCheck(CheckStatus.Failed, $"{provider.Authority}/realms/none/.well-known/openid-configuration answers with HTTP status 404. Is the address right?"));
        var dead = $"http://127.0.0.1:{TestServices.FreePort()}";
        (await AskAsync(dead)).Should().ContainSingle().Which.Text.Should().StartWith($"{dead}/.well-known/openid-configuration cannot be reached: Connection refused");
    }

    private static async Task<IReadOnlyList<OidcCheck>> AskAsync(string authority)
    {
        var settings = new Dictionary<string, string?> { ["Oidc:Authority"] = authority, ["Oidc:ClientId"] = "a", ["Oidc:ClientSecret"] = "b", ["Oidc:Viewers"] = "staff" };
        using var probe = new OidcProbe(OidcOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()));
        return await probe.AskAsync(TestContext.Current.CancellationToken);
    }
}
