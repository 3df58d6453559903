using Auditor.Core.Storage.Entities;
using Auditor.Tests.Web.Support;
using Auditor.Web.Access;
using FluentAssertions;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Auditor.Tests.Web;

public sealed class SetupGateTests : IAsyncLifetime
{
    private readonly WebHost host = new();

    private SetupGate Gate => host.Services.GetRequiredService<SetupGate>();

    public ValueTask InitializeAsync()
    {
        _ = host.Services;
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task The_token_opens_the_gate_once()
    {
        var token = await Gate.NewTokenAsync(TestContext.Current.CancellationToken);
        (await CreateAsync(token!)).Should().BeEmpty();
        (await Gate.IsOpenAsync(TestContext.Current.CancellationToken)).Should().BeFalse();
        (await CreateAsync(token!)).Should().ContainSingle().Which.Should().Contain("exists already");
        (await Gate.NewTokenAsync(TestContext.Current.CancellationToken)).Should().BeNull();
    }

    [Fact]
    public async Task Capitals_and_hyphens_of_the_token_do_not_matter()
    {
        var token = await Gate.NewTokenAsync(TestContext.Current.CancellationToken);
        (await CreateAsync(" " + token!.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant())).Should().BeEmpty();
    }

    [Fact]
    public async Task A_wrong_token_creates_nobody_and_a_few_of_them_end_the_right_one()
    {
        var token = await Gate.NewTokenAsync(TestContext.Current.CancellationToken);
        for (var i = 0; i < SetupGate.MostWrongTokens; i++)
        {
            (await CreateAsync("not-the-token")).Should().ContainSingle();
        }

        (await CreateAsync(token!)).Should().ContainSingle().Which.Should().Contain("not valid any more");
        (await Gate.IsOpenAsync(TestContext.Current.CancellationToken)).Should().BeTrue();
    }

    [Fact]
    public async Task A_new_token_ends_the_older_one()
    {
        var older = await Gate.NewTokenAsync(TestContext.Current.CancellationToken);
        await Gate.NewTokenAsync(TestContext.Current.CancellationToken);
        (await CreateAsync(older!)).Should().ContainSingle().Which.Should().Contain("not the setup token");
    }

    [Fact]
    public async Task Two_at_the_same_moment_become_one_administrator()
    {
        var token = await Gate.NewTokenAsync(TestContext.Current.CancellationToken);
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => CreateAsync(token!, $"admin{i}@auditor.test")));
        results.Count(r => r.Count == 0).Should().Be(1);
    }

    private async Task<IReadOnlyList<string>> CreateAsync(string token, string email = WebHost.AdminEmail)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<AuditorUser>>();
        return await Gate.CreateAdministratorAsync(users, token, email, WebHost.AdminPassword, TestContext.Current.CancellationToken);
    }
}
