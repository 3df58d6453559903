using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Support;

/// <summary>A Dovecot, and what a reading of the journey's mails comes to that nothing interrupts.</summary>
public sealed class JourneyFixture : IAsyncLifetime
{
    private readonly Lazy<Task<ReadingMailbox.Sums>> clean;

    public JourneyFixture() => clean = new Lazy<Task<ReadingMailbox.Sums>>(ReadCleanAsync);

    internal DovecotServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await DovecotServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
        {
            await Server.DisposeAsync();
        }
    }

    internal Task<ReadingMailbox.Sums> CleanAsync() => clean.Value;

    private async Task<ReadingMailbox.Sums> ReadCleanAsync()
    {
        await using var mailbox = await ReadingMailbox.CreateAsync(Server);
        await mailbox.AppendAsync(JourneyMails.All());
        (await mailbox.PollAsync()).Should().BeNull();
        return await mailbox.SumsAsync();
    }
}
