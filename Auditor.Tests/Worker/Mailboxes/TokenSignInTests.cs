using Auditor.Core.Storage.Entities;
using Auditor.Tests.Support;
using Auditor.Worker.Mailboxes;
using FluentAssertions;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Auditor.Tests.Worker.Mailboxes;

/// <summary>Signing in with OAuth 2.0 tokens: a real token endpoint and a Dovecot that checks its tokens, both on loopback.</summary>
public sealed class TokenSignInTests
{
    private const string Secret = "cl1ent-s3cret";

    [Fact]
    public async Task Client_credentials_sign_in_and_a_token_is_used_until_shortly_before_its_end()
    {
        await using var tokens = await TokenServer.StartAsync();
        await using var dovecot = await tokens.StartDovecotAsync();
        await using var mailbox = await CreateAsync(dovecot, tokens, MailboxSignIn.ClientCredentials, m => m.TokenScope = "https://outlook.office365.com/.default");
        await mailbox.AppendAsync([ReportMails.Report(1)]);

        (await mailbox.PollAsync()).Should().BeNull();
        (await mailbox.PollAsync()).Should().BeNull();
        (await mailbox.SumsAsync()).Outcomes.Should().Be("Imported=1");
        tokens.Asked.Should().ContainSingle().Which.Should().Equal(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = "app-1",
            ["client_secret"] = Secret,
            ["scope"] = "https://outlook.office365.com/.default",
        });

        tokens.Lifetime = 50;
        await mailbox.ChangeAsync(m => m.TokenScope = null);
        (await mailbox.PollAsync()).Should().BeNull();
        (await mailbox.PollAsync()).Should().BeNull();
        tokens.Asked.Should().HaveCount(3, "a token of less than a minute is not kept");
        tokens.Asked[^1].Should().NotContainKey("scope");
    }

    [Fact]
    public async Task A_refresh_token_that_is_replaced_is_stored_unreadable_and_used_next()
    {
        await using var tokens = await TokenServer.StartAsync();
        await using var dovecot = await tokens.StartDovecotAsync();
        await using var mailbox = await CreateAsync(dovecot, tokens, MailboxSignIn.RefreshToken, m => m.ProtectedClientSecret = null);
        (tokens.Rotates, tokens.Lifetime) = (true, 10);

        (await mailbox.PollAsync()).Should().BeNull();
        (await mailbox.PollAsync()).Should().BeNull();
        tokens.Asked.Select(a => a["refresh_token"]).Should().Equal("refresh-0", "refresh-1");
        tokens.Asked[0].Should().NotContainKey("client_secret").And.Contain("grant_type", "refresh_token");
        (await mailbox.StateAsync()).ProtectedRefreshToken.Should().NotContain("refresh");

        (tokens.Rotates, tokens.Lifetime) = (false, 3600);
        await mailbox.PollAsync();
        await mailbox.PollAsync();
        tokens.Asked.Select(a => a["refresh_token"]).Should().Equal("refresh-0", "refresh-1", "refresh-2");
    }

    [Fact]
    public async Task A_token_that_the_mail_server_refuses_is_not_used_again()
    {
        await using var tokens = await TokenServer.StartAsync();
        await using var dovecot = await tokens.StartDovecotAsync();
        await using var mailbox = await CreateAsync(dovecot, tokens, MailboxSignIn.ClientCredentials);
        (await mailbox.PollAsync()).Should().BeNull();
        tokens.RevokeAll();

        (await mailbox.PollAsync()).Should().StartWith($"localhost refuses the token of '{mailbox.User}'").And.NotContain("token-1");
        (await mailbox.StateAsync()).LastErrorStep.Should().Be("login");
        (await mailbox.PollAsync()).Should().BeNull();
        tokens.Asked.Should().HaveCount(2);
    }

    [Theory]
    [InlineData("""{"error":"invalid_client","error_description":"The secret cl1ent-s3cret has expired.\r\nTrace ID: 1"}""", 401, "gives no token: invalid_client The secret (secret) has expired. Check the client id and its secret, which may have expired.")]
    [InlineData("""{"error":"invalid_scope"}""", 400, "gives no token: invalid_scope. Check the scope, which is empty.")]
    [InlineData("<html>not found</html>", 404, "answers with HTTP 404 and no token; check the address of the token endpoint.")]
    [InlineData("{}", 200, "answers with HTTP 200 and no token; check the address of the token endpoint.")]
    [InlineData("", 302, "answers with HTTP 302 and no token; check the address of the token endpoint.")]
    public async Task What_the_endpoint_refuses_is_told_without_the_secret(string body, int status, string sentence)
    {
        await using var tokens = await TokenServer.StartAsync();
        tokens.Odd = async http =>
        {
            http.Response.StatusCode = status;
            http.Response.Headers.Location = "http://127.0.0.1:1/elsewhere";
            await http.Response.WriteAsync(body);
        };
        var error = await AskAsync(Grant(tokens.Endpoint));
        error.Message.Should().Be($"The token endpoint {tokens.Endpoint.Authority} {sentence}");
        error.Step.Should().Be(MailboxStep.Token);
    }

    [Fact]
    public async Task An_answer_without_end_and_an_endpoint_that_is_not_there_are_told()
    {
        await using var tokens = await TokenServer.StartAsync();
        tokens.Odd = http => http.Response.WriteAsync(new string('x', 1 << 20));
        (await AskAsync(Grant(tokens.Endpoint))).Message.Should().Contain("cannot be reached: Cannot write more bytes");
        (await AskAsync(Grant(new Uri($"http://127.0.0.1:{TestServices.FreePort()}/token")))).Message.Should().Contain("cannot be reached: Connection refused");
    }

    [Fact]
    public async Task The_test_shows_the_token_as_a_step_and_a_server_that_takes_none()
    {
        await using var tokens = await TokenServer.StartAsync();
        await using var dovecot = await tokens.StartDovecotAsync();
        await using var mailbox = await CreateAsync(dovecot, tokens, MailboxSignIn.ClientCredentials);
        var good = await MailboxTest.RunAsync(mailbox.SignIns.Open(await mailbox.StateAsync()), Cancel);
        good.Succeeded.Should().BeTrue(good.Failure?.Sentence);
        good.Steps.Select(s => s.Step).Should().Equal(MailboxStep.Resolve, MailboxStep.Connect, MailboxStep.Tls, MailboxStep.Token, MailboxStep.SignIn, MailboxStep.Folder, MailboxStep.Write);

        await using var plain = await DovecotServer.StartAsync();
        await mailbox.ChangeAsync(m => (m.Port, m.TrustedFingerprint) = (plain.TlsPort, plain.Fingerprint));
        (await MailboxTest.RunAsync(mailbox.SignIns.Open(await mailbox.StateAsync()), Cancel)).Failure.Should().Be(
            new MailboxTestStep(MailboxStep.SignIn, false, "localhost takes no tokens (neither XOAUTH2 nor OAUTHBEARER). Sign in with a password there."));
    }

    [Theory]
    [InlineData("https://login.microsoftonline.com/tenant/oauth2/v2.0/token", null)]
    [InlineData("http://127.0.0.1:5000/token", null)]
    [InlineData("http://[::1]/token", null)]
    [InlineData("http://login.example/token", "must be https")]
    [InlineData("https://user:secret@login.example/token", "is no address")]
    [InlineData("ftp://login.example/token", "is no address")]
    [InlineData("login.example", "is no address")]
    [InlineData("", "Name the token endpoint")]
    public void A_token_endpoint_is_https_or_on_this_machine(string address, string? problem)
    {
        if (problem is null)
        {
            TokenGrant.EndpointProblem(address).Should().BeNull();
        }
        else
        {
            TokenGrant.EndpointProblem(address).Should().Contain(problem);
        }
    }

    [Fact]
    public void Nothing_prints_a_secret()
    {
        (Grant(new Uri("https://login.example/token")) with { RefreshToken = "r3fresh" }).ToString().Should().NotContain(Secret).And.NotContain("r3fresh");
        new AccessToken("t0ken", DateTimeOffset.UnixEpoch, "r3fresh").ToString().Should().NotContain("t0ken").And.NotContain("r3fresh");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static TokenGrant Grant(Uri endpoint) => new() { SignIn = MailboxSignIn.ClientCredentials, Endpoint = endpoint, ClientId = "app-1", ClientSecret = Secret };

    private static async Task<MailboxException> AskAsync(TokenGrant grant)
    {
        using var tokens = new OAuthTokens(TimeProvider.System);
        return (await tokens.Invoking(t => t.AskAsync(grant, Cancel)).Should().ThrowAsync<MailboxException>()).Which;
    }

    private static async Task<ReadingMailbox> CreateAsync(DovecotServer dovecot, TokenServer tokens, MailboxSignIn signIn, Action<Mailbox>? configure = null)
    {
        var mailbox = await ReadingMailbox.CreateAsync(dovecot);
        tokens.User = mailbox.User;
        await mailbox.ChangeAsync(m =>
        {
            (m.SignIn, m.TokenEndpoint, m.ClientId, m.ProtectedPassword) = (signIn, tokens.Endpoint.AbsoluteUri, "app-1", null);
            (m.ProtectedClientSecret, m.ProtectedRefreshToken) = (mailbox.Passwords.Protect(Secret), mailbox.Passwords.Protect("refresh-0"));
            configure?.Invoke(m);
        });
        return mailbox;
    }
}
