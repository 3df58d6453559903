using System.Text;
using Auditor.Tests.Web.Support;
using FluentAssertions;
using Microsoft.Playwright;
using Xunit;

namespace Auditor.Tests.Web.Journeys;

public sealed class UploadTests(Browser browser) : IClassFixture<Browser>
{
    private const string Report = """
        <?xml version="1.0"?>
        <feedback><report_metadata><org_name>{0}</org_name><email>noreply@receiver.example</email><report_id>r-1</report_id>
        <date_range><begin>1795305600</begin><end>1795391999</end></date_range></report_metadata>
        <policy_published><domain>shop.example</domain><p>none</p></policy_published>
        <record><row><source_ip>192.0.2.7</source_ip><count>42</count><policy_evaluated><disposition>none</disposition><dkim>pass</dkim><spf>fail</spf></policy_evaluated></row>
        <identifiers><header_from>shop.example</header_from></identifiers>
        <auth_results><dkim><domain>shop.example</domain><selector>s1</selector><result>pass</result></dkim><spf><domain>bounce.example</domain><result>pass</result></spf></auth_results></record></feedback>
        """;

    [Fact]
    public async Task An_uploaded_report_shows_its_rows_and_a_second_time_is_a_duplicate()
    {
        await using var host = new WebHost();
        var address = host.StartOnLoopback();
        await host.AddAdministratorAsync();
        await using var visit = await browser.VisitAsync(address);
        await visit.SignInAsync();
        await visit.GoAsync("ingestion");
        await UploadAsync(visit.Page, "Receiver");
        await visit.Page.GetByText("imported", new() { Exact = true }).First.WaitForAsync();
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Show the report" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Receiver on shop.example" }).WaitForAsync();
        var row = await visit.Page.Locator("section[aria-labelledby=rows] tbody tr").InnerTextAsync();
        row.Should().Contain("192.0.2.7").And.Contain("42").And.Contain("s1").And.Contain("bounce.example");

        await visit.GoAsync("ingestion");
        await UploadAsync(visit.Page, "Receiver");
        await visit.Page.Locator("table .chip", new() { HasText = "duplicate" }).WaitForAsync();
        // The figures follow the outcome by one reading of the database.
        await Assertions.Expect(visit.Page.Locator("section[aria-labelledby=funnel]")).ToContainTextAsync(new System.Text.RegularExpressions.Regex(@"seen\s*2\s*imported\s*1\s*duplicate\s*1"));
        await Assertions.Expect(visit.Page.Locator(".verdict")).ToContainTextAsync("The ledger balances; today (UTC):");
        visit.Troubles.Should().BeEmpty();
    }

    [Fact]
    public async Task Something_else_is_no_report_and_is_said_to_be_none()
    {
        await using var host = new WebHost();
        var address = host.StartOnLoopback();
        await host.AddAdministratorAsync();
        await using var visit = await browser.VisitAsync(address);
        await visit.SignInAsync();
        await visit.GoAsync("ingestion");
        await ChooseAsync(visit.Page, "note.txt", "hello");
        await visit.Page.Locator("table .chip", new() { HasText = "not a report" }).WaitForAsync();
    }

    [Fact]
    public async Task Texts_of_a_hostile_report_are_shown_as_text_on_every_page()
    {
        await using var host = new WebHost();
        var address = host.StartOnLoopback();
        await host.AddAdministratorAsync();
        await SampleInstallation.FillAsync(host.Contexts, TimeProvider.System.GetUtcNow());
        await using var visit = await browser.VisitAsync(address);
        await visit.SignInAsync();
        await visit.GoAsync("ingestion");
        await UploadAsync(visit.Page, System.Net.WebUtility.HtmlEncode(SampleInstallation.HostileName));
        await visit.Page.GetByText("imported", new() { Exact = true }).First.WaitForAsync();
        foreach (var path in new[] { "", "domains", "domains/shop.example?tab=senders", "domains/shop.example?tab=reports", "reports/1", "reports/2", "reports/3", "ingestion" })
        {
            await visit.GoAsync(path);
            (await visit.Page.EvaluateAsync<bool>("() => window.__xss === undefined")).Should().BeTrue("{0} runs nothing of a report", path);
        }

        await visit.GoAsync("reports/2");
        (await visit.Page.Locator("h1").InnerTextAsync()).Should().Be(SampleInstallation.HostileName + " on shop.example");
        visit.Troubles.Should().BeEmpty("the content policy had nothing to refuse");
    }

    private static Task UploadAsync(IPage page, string orgName) => ChooseAsync(page, "receiver!shop.example.xml", Report.Replace("{0}", orgName, StringComparison.Ordinal));

    // A file chosen before Blazor has taken hold of the input would go unnoticed; people are slower than that.
    private static async Task ChooseAsync(IPage page, string name, string content)
    {
        await page.WaitForFunctionAsync("() => document.querySelector('input[type=file]')?._blazorInputFileNextFileId !== undefined");
        await page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = name, MimeType = "application/octet-stream", Buffer = Encoding.UTF8.GetBytes(content) });
    }
}
