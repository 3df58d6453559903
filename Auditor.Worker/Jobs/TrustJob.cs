using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Storage.Trust;
using Auditor.Worker.Settings;
using Hangfire;
using Microsoft.Extensions.Logging;

namespace Auditor.Worker.Jobs;

/// <summary>
/// Checks the mails again that DNS failed for, and lets unknown reporters count once they have a history. Tiers and sums change together, so a run that is
/// stopped or doubled does no harm.
/// </summary>
internal sealed class TrustJob(TrustWriter writer, IAuthenticitySource authenticity, SettingsStore settings, TimeProvider time, ILogger<TrustJob> logger)
{
    /// <summary>After that a key that was never known counts as not there.</summary>
    public static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(7);

    // What a run may wait for DNS in all; the next run asks for the rest.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private const int AtOnce = 100;
    private const int MostLearned = 1_000;

    /// <summary>The job.</summary>
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var changed = await CheckAgainAsync(cancellationToken).ConfigureAwait(false) + await LearnAsync(cancellationToken).ConfigureAwait(false);
        if (changed > 0)
        {
            logger.LogInformation("{Reports} reports have another trust tier now", changed);
        }
    }

    private async Task<int> CheckAgainAsync(CancellationToken cancellationToken)
    {
        var pending = await writer.PendingAsync(0, AtOnce, cancellationToken).ConfigureAwait(false);
        if (pending.Count == 0)
        {
            return 0;
        }

        var means = await authenticity.OpenAsync(cancellationToken).ConfigureAwait(false) ?? AuthenticityMeans.Offline;
        var mails = new MailAuthenticator(means, Patience, time);
        var changed = 0;
        for (; pending.Count > 0; pending = await writer.PendingAsync(pending[^1].Id, AtOnce, cancellationToken).ConfigureAwait(false))
        {
            // DNS first, then the transaction: nobody waits for a name server while others wait for the database.
            var changes = new List<TrustChange>();
            foreach (var report in pending)
            {
                if (await JudgeAsync(report, mails, cancellationToken).ConfigureAwait(false) is { Tier: not TrustTier.Pending } verdict)
                {
                    changes.Add(new TrustChange(report.Id, verdict));
                }
            }

            changed += changes.Count == 0 ? 0 : await writer.ApplyAsync(changes, cancellationToken).ConfigureAwait(false);
        }

        return changed;
    }

    private async Task<TrustVerdict> JudgeAsync(PendingReport report, MailAuthenticator mails, CancellationToken cancellationToken)
    {
        var mail = report.Mail is null ? null : await mails.AuthenticateAsync(report.Mail.Evidence, cancellationToken).ConfigureAwait(false);
        var verdict = ReporterTrust.Judge(mail, report.OrgName, report.Email, mails.Reporters, byPerson: false);
        return verdict.Tier == TrustTier.Pending && time.GetUtcNow() - report.ReceivedAt > GiveUpAfter
            ? new TrustVerdict(TrustTier.Unauthenticated, TrustReason.KeyUnknown, null)
            : verdict;
    }

    private async Task<int> LearnAsync(CancellationToken cancellationToken)
    {
        var current = await settings.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (current.DaysUntilTrusted == 0)
        {
            return 0;
        }

        var learned = await writer.LearnedAsync(current.DaysUntilTrusted, MostLearned, cancellationToken).ConfigureAwait(false);
        var changed = 0;
        foreach (var some in learned.Chunk(AtOnce))
        {
            var changes = some.Select(l => new TrustChange(l.ReportId, new TrustVerdict(TrustTier.Verified, TrustReason.Learned, l.Signer))).ToList();
            changed += await writer.ApplyAsync(changes, cancellationToken).ConfigureAwait(false);
        }

        return changed;
    }
}
