using Xunit;

namespace Auditor.Tests.Support;

/// <summary>One nsd with all of <c>fixtures/zones</c> for the tests of a class.</summary>
public sealed class ZonesFixture : IAsyncLifetime
{
    internal AuthoritativeServer Server { get; private set; } = null!;

    internal static string[] Files => Directory.GetFiles(Path.Combine(ProjectRoot.Path, "fixtures", "zones"), "*.zone");

    public async ValueTask InitializeAsync() => Server = await AuthoritativeServer.StartAsync(Files);

    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
        {
            await Server.DisposeAsync();
        }
    }
}
