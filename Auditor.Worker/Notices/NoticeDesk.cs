using System.Collections.Immutable;
using System.Security.Cryptography;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Notices;

namespace Auditor.Worker.Notices;

/// <summary>One step of a test.</summary>
/// <param name="Step">Which.</param>
/// <param name="Succeeded">False for the step at which the test ended.</param>
/// <param name="Sentence">What was found, or what is wrong and how to mend it.</param>
public sealed record NoticeTestStep(NoticeStep Step, bool Succeeded, string Sentence);

/// <summary>A test of one channel.</summary>
/// <param name="Channel">Which.</param>
/// <param name="Steps">The steps done; the last one failed unless <see cref="Succeeded"/>.</param>
/// <param name="Remark">What did not go well although it was sent; null when all did.</param>
public sealed record NoticeTestResult(NoticeChannel Channel, ImmutableArray<NoticeTestStep> Steps, string? Remark)
{
    public bool Succeeded => Steps.Length > 0 && Steps.All(s => s.Succeeded);

    /// <summary>The failing step; null when all went well.</summary>
    public NoticeTestStep? Failure => Steps.FirstOrDefault(s => !s.Succeeded);
}

/// <summary>Shows what a notice would say, and sends one to see whether it arrives, the way that every notice takes. Neither changes what mornings are told.</summary>
public sealed class NoticeDesk(NoticeBook book, NoticeQuery query, NoticeSender sender, TimeProvider time)
{
    /// <summary>What a notice of now would say.</summary>
    public async Task<Notice> PreviewAsync(NoticeSettings settings, CancellationToken cancellationToken) => await WriteAsync(settings, false, cancellationToken).ConfigureAwait(false);

    /// <summary>Sends a test by a channel. Whatever the other side does is a result.</summary>
    /// <param name="channel">Which.</param>
    /// <param name="settings">As they are typed, saved or not.</param>
    /// <param name="typed">A secret that was typed; null for the one in force.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<NoticeTestResult> TestAsync(NoticeChannel channel, NoticeSettings settings, string? typed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var steps = new List<NoticeTestStep>();
        string? remark = null;
        try
        {
            if (channel == NoticeChannel.Heartbeat)
            {
                await sender.BeatAsync(settings, Done, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                var notice = await WriteAsync(settings, true, cancellationToken).ConfigureAwait(false);
                remark = await sender.SendAsync(channel, notice, settings, $"test-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}", typed, Done, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (NoticeException e)
        {
            steps.Add(new NoticeTestStep(e.Step, false, e.Message));
        }

        return new NoticeTestResult(channel, [.. steps], remark);

        void Done(NoticeStep step, string sentence) => steps.Add(new NoticeTestStep(step, true, sentence));
    }

    private async Task<Notice> WriteAsync(NoticeSettings settings, bool isTest, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var now = time.GetUtcNow();
        var facts = await query.ReadAsync(await book.SinceAsync(cancellationToken).ConfigureAwait(false), settings.Night.LastUntil(now), cancellationToken).ConfigureAwait(false);
        return NoticeWriter.Write(facts, settings, settings.Morning.LocalDay(now), [], isTest);
    }
}
