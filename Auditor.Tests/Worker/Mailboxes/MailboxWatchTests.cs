using Auditor.Core.Storage.Entities;
using Auditor.Tests.Support;
using Auditor.Tests.Web.Support;
using Auditor.Worker.Mailboxes;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Auditor.Tests.Worker.Mailboxes;

public sealed class MailboxWatchTests(DovecotFixture fixture) : IClassFixture<DovecotFixture>
{
    private static readonly WatchLimits Quick = new() { Renew = TimeSpan.FromMilliseconds(300), Burst = TimeSpan.FromMilliseconds(10), FirstWait = TimeSpan.FromMilliseconds(50) };

    private readonly DovecotServer server = fixture.Server;

    [Fact]
    public async Task A_mail_is_imported_at_once_though_the_interval_is_an_hour()
    {
        await using var mailbox = await ReadingMailbox.CreateAsync(server);
        await using var host = new WebHost();
        host.Settings["Worker:HostInWeb"] = "true";
        host.StartOnLoopback();
        await using var context = await host.Contexts.CreateDbContextAsync(Cancel);
        context.Mailboxes.Add(new Mailbox
        {
            Host = "localhost",
            Port = server.TlsPort,
            UserName = mailbox.User,
            TrustedFingerprint = server.Fingerprint,
            ProtectedPassword = host.Services.GetRequiredService<MailboxPasswords>().Protect(DovecotServer.Password),
            PollIntervalSeconds = 3600,
            NextPollAt = TimeProvider.System.GetUtcNow().AddHours(1),
        });
        await context.SaveChangesAsync(Cancel);

        // The first one may come before anybody listens: then it is found when the listener begins.
        await mailbox.AppendAsync([ReportMails.Report(1)]);
        await Patience.UntilAsync(async () => await context.Reports.CountAsync(Cancel) == 1, "the first report is stored");
        await mailbox.AppendAsync([ReportMails.Report(2)]);
        await Patience.UntilAsync(async () => await context.Reports.CountAsync(Cancel) == 2, "the second report is stored");
        (await context.WorkRequests.Select(r => new { r.Kind, r.CreatedBy }).ToListAsync(Cancel)).Should().OnlyContain(r => r.Kind == WorkKind.Poll && r.CreatedBy == null).And.HaveCountGreaterThanOrEqualTo(2);
    }

    [Fact]
    public async Task Mails_are_told_across_renewals_and_deletions_are_not()
    {
        await using var mailbox = await ReadingMailbox.CreateAsync(server);
        await using var listening = Listen(mailbox, Quick);
        await Task.Delay(800, Cancel);
        listening.Told.Should().Be(0);
        await mailbox.AppendAsync([ReportMails.Report(1)]);
        await Patience.UntilAsync(() => listening.Told == 1, "the mail is told");
        await mailbox.DeleteAsync(1);
        await Task.Delay(800, Cancel);
        listening.Told.Should().Be(1);
        await mailbox.AppendAsync([ReportMails.Report(2)]);
        await Patience.UntilAsync(() => listening.Told == 2, "the mail is told");
    }

    [Fact]
    public async Task A_connection_that_breaks_is_made_again_and_nothing_is_missed()
    {
        await using var proxy = new CuttingProxy(server.Port) { CutAfter = 3000 };
        await using var mailbox = await ReadingMailbox.CreateAsync(server, m => (m.Port, m.Security) = (proxy.Port, MailboxSecurity.None));
        await using var listening = Listen(mailbox, Quick with { Renew = TimeSpan.FromMilliseconds(20) });
        await Task.Delay(2000, Cancel);
        proxy.CutAfter = null;
        await mailbox.AppendAsync([ReportMails.Report(1)]);
        await Patience.UntilAsync(() => listening.Told >= 1, "the mail is told");
    }

    [Fact]
    public async Task A_server_without_IDLE_is_left_to_the_poll()
    {
        await using var scripted = new ScriptedImapServer();
        await using var mailbox = await ReadingMailbox.CreateAsync(server, m => (m.Port, m.Security) = (scripted.Port, MailboxSecurity.None));
        await using (Listen(mailbox, Quick))
        {
            await Task.Delay(700, Cancel);
        }

        scripted.Commands.Should().NotContain(c => c.StartsWith("IDLE", StringComparison.Ordinal));
        scripted.Commands.Count(c => c.Contains("LOGIN", StringComparison.OrdinalIgnoreCase) || c.Contains("AUTHENTICATE", StringComparison.OrdinalIgnoreCase)).Should().Be(1);
    }

    [Fact]
    public async Task Stopping_does_not_wait_for_the_server_to_say_something()
    {
        await using var mailbox = await ReadingMailbox.CreateAsync(server);
        var listening = Listen(mailbox, new WatchLimits());
        await Task.Delay(500, Cancel);
        await listening.DisposeAsync().AsTask().WaitAsync(Patience.Limit, Cancel);
    }

    [Theory]
    [InlineData(1, false, 3.75, 6.25)]
    [InlineData(3, false, 15, 25)]
    [InlineData(30, false, 675, 1125)]
    [InlineData(1, true, 675, 1125)]
    public void Waits_double_to_a_quarter_of_an_hour_and_a_refused_sign_in_waits_that_long_at_once(int failures, bool isRefused, double least, double most)
    {
        MailboxListener.WaitAfter(failures, isRefused, new WatchLimits(), 0).TotalSeconds.Should().Be(least);
        MailboxListener.WaitAfter(failures, isRefused, new WatchLimits(), 1).TotalSeconds.Should().Be(most);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Listening Listen(ReadingMailbox mailbox, WatchLimits limits)
    {
        var listening = new Listening();
        listening.Begin(new MailboxListener(mailbox.Id, mailbox.SignIns, listening.TellAsync, limits, TimeProvider.System, NullLogger.Instance));
        return listening;
    }

    private sealed class Listening : IAsyncDisposable
    {
        private readonly CancellationTokenSource stop = new();
        private Task running = Task.CompletedTask;
        private int told;

        public int Told => Volatile.Read(ref told);

        public void Begin(MailboxListener listener) => running = listener.RunAsync(stop.Token);

        public Task TellAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref told);
            return Task.CompletedTask;
        }

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await running;
            stop.Dispose();
        }
    }
}
