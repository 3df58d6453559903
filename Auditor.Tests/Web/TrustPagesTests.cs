using System.Net;
using Auditor.Tests.Web.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Web;

/// <summary>What pages say of reports that nothing verifies.</summary>
public sealed class TrustPagesTests : IAsyncLifetime
{
    private const string LeftOut = "5,200 messages in 1 unverified report are not counted";

    private readonly WebHost host = new();
    private HttpClient client = null!;

    public async ValueTask InitializeAsync()
    {
        await host.AddAdministratorAsync();
        await SampleInstallation.FillAsync(host.Contexts, TimeProvider.System.GetUtcNow());
        client = host.CreateClient();
        await SignInForm.PostAsync(client, WebHost.AdminEmail, WebHost.AdminPassword);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await host.DisposeAsync();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/domains/shop.example?tab=reports")]
    [InlineData("/domains/shop.example?tab=senders")]
    public async Task Every_chart_and_table_of_reports_says_what_it_leaves_out(string address) => (await TextAsync(address)).Should().Contain(LeftOut);

    [Fact]
    public async Task The_address_chooses_the_tiers()
    {
        const string Reports = "/domains/shop.example?tab=reports";
        (await TextAsync(Reports)).Should().Contain("r-4711").And.NotContain("forged-1");
        (await TextAsync(Reports + "&tier=unverified")).Should().Contain("forged-1").And.NotContain("r-4711").And.Contain("contradicted by a copy");
        (await TextAsync(Reports + "&tier=all")).Should().Contain("forged-1").And.Contain("r-4711").And.NotContain("not counted");
        (await TextAsync(Reports + "&tier=nonsense")).Should().Contain(LeftOut);
        (await TextAsync("/domains/shop.example?tab=senders&tier=unverified")).Should().Contain("203.0.113.66").And.NotContain("192.0.2.7");
    }

    [Fact]
    public async Task The_report_says_why_it_is_not_believed() => (await TextAsync("/reports/3")).Should().Contain("The mail has no DKIM signature.").And.Contain("unverified");

    [Fact]
    public async Task Domains_that_nobody_monitors_are_one_block_on_the_ingestion_page() =>
        (await TextAsync("/ingestion")).Should().Contain("14 reports with 4,034 messages came for 2 domains that are not monitored").And.Contain("someone-else.example");

    private async Task<string> TextAsync(string address) =>
        WebUtility.HtmlDecode(await client.GetStringAsync(address, TestContext.Current.CancellationToken)).Replace('\u00a0', ' ');
}
