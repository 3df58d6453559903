using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Notices;
using Microsoft.Extensions.Logging;

namespace Auditor.Worker.Notices;

/// <summary>
/// Looks whether a notice or a heartbeat is due, and sends it. What is due stands in the database, so rounds may be missed, doubled, and run by several workers: a morning's
/// notice goes out once on each channel, and what fails is tried again until the next morning.
/// </summary>
public sealed class NoticeRound(NoticeSettingsReader reader, NoticeBook book, NoticeQuery query, NoticeSender sender, TimeProvider time, ILogger<NoticeRound> logger)
{
    /// <summary>How long a notice waits for audits that are still under way.</summary>
    public static readonly TimeSpan WaitsForAudits = TimeSpan.FromHours(2);

    private static readonly TimeSpan[] Waits = [TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(40), TimeSpan.FromHours(1)];

    /// <summary>One look at everything that may be due.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var settings = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (settings.Heartbeat is not null)
        {
            await BeatAsync(settings, cancellationToken).ConfigureAwait(false);
        }

        if (settings.When != NoticeWhen.Never)
        {
            foreach (var channel in settings.Channels)
            {
                await NoticeAsync(settings, channel, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The wait after so many tries that failed.</summary>
    internal static TimeSpan Wait(int attempts) => Waits[Math.Clamp(attempts - 1, 0, Waits.Length - 1)];

    private async Task NoticeAsync(NoticeSettings settings, NoticeChannel channel, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (morning, night) = (settings.Morning.LastUntil(now), settings.Night.LastUntil(now));
        var day = settings.Morning.LocalDay(morning);
        if (!await book.IsDueAsync(day, channel, cancellationToken).ConfigureAwait(false)
            || (now < morning + WaitsForAudits && (await query.NightAsync(night, cancellationToken).ConfigureAwait(false)).IsRunning))
        {
            return;
        }

        if (await book.OpenAsync(day, channel, settings.Target(channel), cancellationToken).ConfigureAwait(false) is > 0 and var given)
        {
            logger.LogWarning("{Count} earlier notices by {Channel} were given up", given, channel);
        }

        if (await book.TakeAsync(day, channel, cancellationToken).ConfigureAwait(false) is { } claimed)
        {
            await SendAsync(settings, claimed, night, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task SendAsync(NoticeSettings settings, ClaimedNotice claimed, DateTimeOffset night, CancellationToken cancellationToken)
    {
        try
        {
            var facts = await query.ReadAsync(claimed.Since, night, cancellationToken).ConfigureAwait(false);
            var notice = NoticeWriter.Write(facts, settings, claimed.Day, claimed.GivenUp);
            if (settings.When == NoticeWhen.Action && !notice.NeedsSending)
            {
                await book.QuietAsync(claimed, cancellationToken).ConfigureAwait(false);
                return;
            }

            var remark = await sender.SendAsync(claimed.Channel, notice, settings, claimed.Token, null, null, cancellationToken).ConfigureAwait(false);
            await book.SentAsync(claimed, remark, CancellationToken.None).ConfigureAwait(false);
            logger.LogInformation("The notice of {Day:yyyy-MM-dd} went out by {Channel}", claimed.Day, claimed.Channel);
        }
        catch (NoticeException e)
        {
            await FailAsync(claimed, e).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The boundary of one channel: a defect of ours must not keep the others silent, nor be met every minute.
            logger.LogError(e, "The notice of {Day:yyyy-MM-dd} by {Channel} broke", claimed.Day, claimed.Channel);
            await FailAsync(claimed, new NoticeException(NoticeStep.Settings, $"It could not be made: {e.Message}", e)).ConfigureAwait(false);
        }
    }

    // After each night, once all of it is done, whichever run did it: a missing beat is what somebody else waits for.
    private async Task BeatAsync(NoticeSettings settings, CancellationToken cancellationToken)
    {
        var night = settings.Night.LastUntil(time.GetUtcNow());
        var day = settings.Night.LocalDay(night);
        if (!await book.IsDueAsync(day, NoticeChannel.Heartbeat, cancellationToken).ConfigureAwait(false) || !(await query.NightAsync(night, cancellationToken).ConfigureAwait(false)).IsComplete)
        {
            return;
        }

        await book.OpenAsync(day, NoticeChannel.Heartbeat, settings.Target(NoticeChannel.Heartbeat), cancellationToken).ConfigureAwait(false);
        if (await book.TakeAsync(day, NoticeChannel.Heartbeat, cancellationToken).ConfigureAwait(false) is { } claimed)
        {
            try
            {
                await sender.BeatAsync(settings, null, cancellationToken).ConfigureAwait(false);
                await book.SentAsync(claimed, null, CancellationToken.None).ConfigureAwait(false);
            }
            catch (NoticeException e)
            {
                await FailAsync(claimed, e).ConfigureAwait(false);
            }
        }
    }

    private async Task FailAsync(ClaimedNotice claimed, NoticeException e)
    {
        var wait = Wait(claimed.Attempts);
        logger.LogWarning("The notice of {Day:yyyy-MM-dd} by {Channel} failed and is tried again in {Wait}: {Reason}", claimed.Day, claimed.Channel, wait, e.Message);
        await book.FailedAsync(claimed, e.Message, wait, CancellationToken.None).ConfigureAwait(false);
    }
}
