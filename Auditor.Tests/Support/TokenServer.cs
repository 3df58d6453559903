using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Auditor.Tests.Support;

/// <summary>A token endpoint (RFC 6749) on loopback, and a Dovecot that asks it whether a token is good (RFC 7662).</summary>
internal sealed class TokenServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly List<Dictionary<string, string>> asked = [];
    private readonly HashSet<string> good = [];

    private TokenServer(WebApplication app) => this.app = app;

    public Uri Endpoint => new(app.Urls.First() + "/token");

    /// <summary>The fields of each request for a token.</summary>
    public IReadOnlyList<Dictionary<string, string>> Asked => asked;

    /// <summary>Seconds that tokens say they are valid.</summary>
    public int Lifetime { get; set; } = 3600;

    /// <summary>True: each answer carries a new refresh token.</summary>
    public bool Rotates { get; set; }

    /// <summary>The user that tokens are good for.</summary>
    public string User { get; set; } = "";

    /// <summary>Answers in the endpoint's place when set.</summary>
    public RequestDelegate? Odd { get; set; }

    public static async Task<TokenServer> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1));
        builder.Logging.ClearProviders();
        var server = new TokenServer(builder.Build());
        server.app.Run(server.AnswerAsync);
        await server.app.StartAsync();
        return server;
    }

    /// <summary>From now on no token is good that was given before.</summary>
    public void RevokeAll() => good.Clear();

    /// <summary>A Dovecot that takes this server's tokens.</summary>
    public async Task<DovecotServer> StartDovecotAsync()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("auditor-oauth2-").FullName, "oauth2.conf");
        await File.WriteAllTextAsync(file, $"introspection_mode = post\nintrospection_url = {app.Urls.First()}/introspect\nusername_attribute = username\nactive_attribute = active\nactive_value = true\n");
        return await DovecotServer.StartAsync(more: $$"""
            auth_mechanisms = plain login xoauth2 oauthbearer
            passdb {
              driver = oauth2
              mechanisms = xoauth2 oauthbearer
              args = {{file}}
            }

            """);
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        if (http.Request.Path == "/introspect")
        {
            var isGood = good.Contains(form["token"].ToString());
            await http.Response.WriteAsJsonAsync(new { active = isGood ? "true" : "false", username = User });
            return;
        }

        asked.Add(form.ToDictionary(f => f.Key, f => f.Value.ToString()));
        if (Odd is { } odd)
        {
            await odd(http);
            return;
        }

        var token = $"token-{asked.Count}";
        good.Add(token);
        await http.Response.WriteAsJsonAsync(Rotates
            ? new Dictionary<string, object> { ["access_token"] = token, ["token_type"] = "Bearer", ["expires_in"] = Lifetime, ["refresh_token"] = $"refresh-{asked.Count}" }
            : new Dictionary<string, object> { ["access_token"] = token, ["token_type"] = "Bearer", ["expires_in"] = Lifetime });
    }
}
