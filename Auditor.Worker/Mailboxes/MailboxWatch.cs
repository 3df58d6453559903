using System.Globalization;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Worker.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Auditor.Worker.Mailboxes;

/// <summary>
/// Has a listener for each mailbox that is to be read at once when a mail comes, and asks for a poll when one says so. Two workers may listen to the same mailbox:
/// a poll that is asked for already is not asked for twice, and a lease lets one of them read.
/// </summary>
internal sealed class MailboxWatch(AuditorDatabase database, MailboxSignIns signIns, WorkQueue queue, TimeProvider time, ILogger<MailboxWatch> logger) : BackgroundService
{
    private readonly Dictionary<int, Listening> listening = [];

    /// <summary>For tests, which have no minutes to wait.</summary>
    public WatchLimits Limits { get; init; } = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                try
                {
                    await ReviewAsync(stoppingToken).ConfigureAwait(false);
                }
                catch (Exception e) when (MailboxStore.IsOfDatabase(e))
                {
                    logger.LogWarning("The mailboxes to listen to cannot be read for now: {Reason}", e.Message);
                }

                await Task.Delay(Limits.Review, time, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The worker stops.
        }
        finally
        {
            await Task.WhenAll(listening.Values.Select(l => l.StopAsync())).ConfigureAwait(false);
        }
    }

    // Begins and ends listeners, so that they are those of the mailboxes as they are now.
    private async Task ReviewAsync(CancellationToken stop)
    {
        var wanted = await WantedAsync(stop).ConfigureAwait(false);
        foreach (var (id, one) in listening.Where(l => !wanted.TryGetValue(l.Key, out var settings) || settings != l.Value.Settings).ToList())
        {
            listening.Remove(id);
            await one.StopAsync().ConfigureAwait(false);
        }

        foreach (var (id, settings) in wanted.Where(w => !listening.ContainsKey(w.Key)))
        {
            var listener = new MailboxListener(id, signIns, cancel => queue.AskAsync(WorkKind.Poll, [id.ToString(CultureInfo.InvariantCulture)], null, cancel), Limits, time, logger);
            listening[id] = Listening.Begin(settings, listener, stop);
        }
    }

    private async Task<Dictionary<int, string>> WantedAsync(CancellationToken cancellationToken)
    {
        var context = database.CreateDbContext();
        await using var _ = context.ConfigureAwait(false);
        var mailboxes = await context.Mailboxes.AsNoTracking().Where(m => m.Enabled && !m.PollOnly).OrderBy(m => m.Id).Take(Limits.MaxMailboxes).ToListAsync(cancellationToken).ConfigureAwait(false);
        return mailboxes.ToDictionary(m => m.Id, SettingsOf);
    }

    // All that a connection is made with; secrets are there as they are stored. A refresh token changes by itself.
    private static string SettingsOf(Mailbox m) => string.Join('\n', m.Host, m.Port, m.Security, m.UserName, m.Folder, m.ProtectedPassword, m.TrustedFingerprint, m.TrustedCaFile, m.SignIn, m.TokenEndpoint, m.ClientId, m.TokenScope, m.ProtectedClientSecret);

    private sealed record Listening(string Settings, CancellationTokenSource Stop, Task Running)
    {
        public static Listening Begin(string settings, MailboxListener listener, CancellationToken stop)
        {
            var own = CancellationTokenSource.CreateLinkedTokenSource(stop);
            return new Listening(settings, own, Task.Run(() => listener.RunAsync(own.Token), CancellationToken.None));
        }

        public async Task StopAsync()
        {
            await Stop.CancelAsync().ConfigureAwait(false);
            await Running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Stop.Dispose();
        }
    }
}
