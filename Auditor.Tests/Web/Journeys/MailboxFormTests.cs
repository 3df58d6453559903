using Auditor.Core.Storage.Entities;
using Auditor.Tests.Support;
using Auditor.Tests.Web.Support;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Xunit;

namespace Auditor.Tests.Web.Journeys;

/// <summary>A mailbox is typed in, tested step by step, and saved, with a real Dovecot and a real token endpoint behind it.</summary>
public sealed class MailboxFormTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task A_mailbox_is_tested_its_folder_chosen_and_saved_with_either_way_to_sign_in()
    {
        await using var tokens = await TokenServer.StartAsync();
        await using var dovecot = await tokens.StartDovecotAsync();
        tokens.User = "reports";
        await using var host = new WebHost();
        await using var visit = await browser.VisitAsync(host.StartOnLoopback());
        await host.AddAdministratorAsync();
        await visit.SignInAsync();
        await visit.GoAsync("settings?section=mailboxes");
        var page = visit.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a mailbox" }).ClickAsync();
        await FillAsync(page, dovecot);
        await page.GetByLabel("Password").FillAsync(DovecotServer.Password);
        await page.GetByLabel("Folder", new() { Exact = true }).FillAsync("Nowhere");
        var log = await TestAsync(page, "It fails at the step “Folder”.", "There is no folder 'Nowhere' in this mailbox; it has INBOX.");
        log.Should().Contain("✓").And.Contain("Right to write (not reached): not reached");
        (await page.Locator("#folders option").EvaluateAllAsync<string[]>("all => all.map(o => o.value)")).Should().Equal("INBOX");
        (await PageChecks.ViolationsAsync(visit, "the form of a mailbox")).Should().BeEmpty();

        await page.GetByLabel("Folder", new() { Exact = true }).FillAsync("INBOX");
        await page.GetByLabel("A mail once its reports are stored").SelectOptionAsync("Move");
        await TestAsync(page, "The connection works.", "'Processed' and 'Failed' will be made");

        await page.GetByLabel("Signs in with").SelectOptionAsync("RefreshToken");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.GetByText("Give the refresh token.").First.WaitForAsync();
        await page.GetByLabel("Token endpoint").FillAsync(tokens.Endpoint.AbsoluteUri);
        await page.GetByLabel("Client id of the application").FillAsync("app-1");
        await page.GetByLabel("Refresh token", new() { Exact = true }).FillAsync("refresh-0");
        tokens.Rotates = true;
        await TestAsync(page, "The connection works.", "There is a token, valid until");
        (await PageChecks.ViolationsAsync(visit, "the form of a mailbox")).Should().BeEmpty();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Edit reports" }).ClickAsync();
        (await page.GetByLabel("Refresh token", new() { Exact = true }).InputValueAsync()).Should().BeEmpty("a secret is never shown");

        // The stored refresh token is the one that the endpoint gave last; a test uses it, and stores the next.
        for (var asked = tokens.Asked.Count; asked < 3; asked++)
        {
            await TestAsync(page, "The connection works.", "There is a token, valid until");
            await Patience.UntilAsync(async () => tokens.Asked.Count > asked && await page.GetByText("Testing…").CountAsync() == 0, "the test of the connection is over");
        }

        tokens.Asked.Select(a => a["refresh_token"]).Should().Equal("refresh-0", "refresh-1", "refresh-2");
        visit.Troubles.Should().BeEmpty();

        await using var db = await host.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        (await db.Mailboxes.SingleAsync(TestContext.Current.CancellationToken)).Should().BeEquivalentTo(
            new { UserName = "reports", SignIn = MailboxSignIn.RefreshToken, ClientId = "app-1", ProtectedPassword = (string?)null, ProtectedClientSecret = (string?)null, PollOnly = false, Action = MailboxAction.Move });
        var deed = await db.Activity.SingleAsync(e => e.Action == "mailbox.added", TestContext.Current.CancellationToken);
        deed.After.Should().Contain("sign-in RefreshToken").And.NotContain("refresh-");
    }

    [Fact]
    public async Task The_server_is_found_from_the_address_and_one_of_strangers_is_taken_by_hand_only()
    {
        var folder = Directory.CreateTempSubdirectory("auditor-find-");
        await using var dns = await AuthoritativeServer.StartAsync(
            Zone(folder, "own.example", "_imaps._tcp SRV 0 1 1993 imap"), Zone(folder, "other.example", "_imap._tcp SRV 0 1 143 imap.stranger.example."));
        await using var host = new WebHost();
        host.Settings["Dns:Resolvers"] = dns.EndPoint.ToString();
        await using var visit = await browser.VisitAsync(host.StartOnLoopback());
        await host.AddAdministratorAsync();
        await visit.SignInAsync();
        await visit.GoAsync("setup/mailbox");
        var page = visit.Page;
        await page.GetByLabel("User", new() { Exact = true }).FillAsync("reports@own.example");
        await page.GetByLabel("User", new() { Exact = true }).PressAsync("Tab");
        await page.GetByRole(AriaRole.Button, new() { Name = "Find the server" }).PressAsync("Enter");
        await page.GetByText("imap.own.example, port 1993, TLS is filled in.").WaitForAsync();
        await Assertions.Expect(page.GetByLabel("IMAP server")).ToHaveValueAsync("imap.own.example");
        await Assertions.Expect(page.GetByLabel("Port", new() { Exact = true })).ToHaveValueAsync("1993");

        await page.GetByLabel("User", new() { Exact = true }).FillAsync("reports@other.example");
        await page.GetByLabel("User", new() { Exact = true }).PressAsync("Tab");
        await page.GetByRole(AriaRole.Button, new() { Name = "Find the server" }).PressAsync("Enter");
        await page.GetByText("This server is of another domain than the address").WaitForAsync();
        (await page.GetByLabel("IMAP server").InputValueAsync()).Should().Be("imap.own.example", "nobody took the other one");
        (await PageChecks.ViolationsAsync(visit, "the page as it stands")).Should().BeEmpty();
        await page.GetByRole(AriaRole.Button, new() { Name = "Take imap.stranger.example" }).PressAsync("Enter");
        await page.GetByText("imap.stranger.example, port 143, STARTTLS is filled in.").WaitForAsync();
        await Assertions.Expect(page.GetByLabel("IMAP server")).ToHaveValueAsync("imap.stranger.example");
        await Assertions.Expect(page.GetByLabel("Protection")).ToHaveValueAsync("StartTls");
        visit.Troubles.Should().BeEmpty();
        folder.Delete(recursive: true);
    }

    private static string Zone(DirectoryInfo folder, string name, string record)
    {
        var path = Path.Combine(folder.FullName, $"{name}.zone");
        File.WriteAllText(path, $"$ORIGIN {name}.\n$TTL 60\n@ SOA ns hostmaster 1 3600 600 86400 60\n@ NS ns\nns A 127.0.0.1\n{record}\n");
        return path;
    }

    private static async Task FillAsync(IPage page, DovecotServer dovecot)
    {
        await page.GetByLabel("IMAP server").FillAsync("localhost");
        await page.GetByLabel("Port", new() { Exact = true }).FillAsync(dovecot.TlsPort.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await page.GetByLabel("User", new() { Exact = true }).FillAsync("reports");
        await page.GetByText("A certificate that public authorities do not vouch for").ClickAsync();
        await page.GetByLabel("Its SHA-256 fingerprint").FillAsync(dovecot.Fingerprint);
    }

    private static async Task<string> TestAsync(IPage page, string verdict, string sentence)
    {
        // With the keyboard: leaving a field may move the button away from under the pointer.
        await page.GetByRole(AriaRole.Button, new() { Name = "Test the connection" }).PressAsync("Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Test the connection" }).WaitForAsync();
        await page.GetByText(verdict).WaitForAsync();
        await page.Locator(".test-log").GetByText(sentence).WaitForAsync();
        return (await page.Locator(".test-log").TextContentAsync())!;
    }
}
