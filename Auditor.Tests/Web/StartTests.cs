using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Auditor.Tests.Web.Support;
using FluentAssertions;
using Microsoft.AspNetCore.Mvc.Testing;
using Xunit;

namespace Auditor.Tests.Web;

public sealed class StartTests
{
    [Fact]
    public async Task A_port_in_use_is_one_line_and_exit_code_1()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var (exit, said) = await RunAsync($"--urls http://127.0.0.1:{port}");
        exit.Should().Be(1);
        said.Should().ContainSingle().Which.Should().StartWith($"auditor: http://127.0.0.1:{port} is in use by another program.").And.Contain("--urls");
    }

    [Theory]
    [InlineData("--Storage:Provider=oracle", "Storage:Provider is 'oracle'")]
    [InlineData("--Web:PathBase=auditor", "Web:PathBase")]
    [InlineData("--Oidc:Authority=https://login.example --Oidc:ClientId=auditor --Oidc:ClientSecret=x", "Nobody could come in: give at least one of Oidc:Administrators")]
    [InlineData("--Bootstrap:AdminEmail=a@b.example", "must be given together")]
    public async Task A_value_that_cannot_be_used_is_named_and_nothing_starts(string argument, string names)
    {
        var (exit, said) = await RunAsync(argument, "--urls http://127.0.0.1:0");
        exit.Should().Be(1);
        said.Should().ContainSingle().Which.Should().Contain(names);
    }

    [Fact]
    public async Task Under_a_path_base_every_address_of_a_page_stays_below_it()
    {
        await using var host = new WebHost();
        host.Settings["Web:PathBase"] = "/auditor";
        using var client = host.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        using var response = await client.GetAsync("/auditor/domains", TestContext.Current.CancellationToken);
        response.Headers.Location!.OriginalString.Should().Contain("/auditor/sign-in");
        (await client.GetStringAsync("/auditor/setup", TestContext.Current.CancellationToken)).Should().Contain("<base href=\"/auditor/\"");
    }

    [Fact]
    public async Task The_administrator_of_the_configuration_can_sign_in_and_set_up_is_closed()
    {
        await using var host = new WebHost();
        host.Settings["Bootstrap:AdminEmail"] = WebHost.AdminEmail;
        host.Settings["Bootstrap:AdminPassword"] = WebHost.AdminPassword;
        using var client = host.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        using var setup = await client.GetAsync("/setup", TestContext.Current.CancellationToken);
        setup.StatusCode.Should().Be(HttpStatusCode.Redirect);
        using var signedIn = await SignInForm.SendAsync(client, WebHost.AdminEmail, WebHost.AdminPassword);
        signedIn.StatusCode.Should().Be(HttpStatusCode.Redirect);
    }

    private static async Task<(int Exit, string[] Said)> RunAsync(params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("auditor-start-");
        try
        {
            var program = Path.Combine(AppContext.BaseDirectory, "Auditor.Web.dll");
            using var process = Process.Start(new ProcessStartInfo("dotnet", $"\"{program}\" {string.Join(' ', arguments)} --Storage:Path=\"{folder.FullName}\" --Worker:HostInWeb=false")
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                WorkingDirectory = folder.FullName,
            })!;
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            var said = process.StandardError.ReadToEndAsync(patience.Token);
            var printed = process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            await printed;
            return (process.ExitCode, (await said).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
