using Xunit;

namespace Auditor.Tests.Support;

/// <summary>One Dovecot for the tests of a class; each test takes a user name of its own, and so a mailbox of its own.</summary>
public sealed class DovecotFixture : IAsyncLifetime
{
    internal DovecotServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await DovecotServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
        {
            await Server.DisposeAsync();
        }
    }
}
