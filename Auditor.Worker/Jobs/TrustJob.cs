using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Reports.Intake;
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

    private static readonly ReportKind[] Kinds = [ReportKind.Aggregate, ReportKind.Tls, ReportKind.Failure];

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
        MailAuthenticator? mails = null;
        var changed = 0;
        foreach (var kind in Kinds)
        {
            for (var pending = await writer.PendingAsync(kind, 0, AtOnce, cancellationToken).ConfigureAwait(false); pending.Count > 0;
                pending = await writer.PendingAsync(kind, pending[^1].Id, AtOnce, cancellationToken).ConfigureAwait(false))
            {
                mails ??= new MailAuthenticator(await authenticity.OpenAsync(cancellationToken).ConfigureAwait(false) ?? AuthenticityMeans.Offline, Patience, time);
                changed += await CheckAgainAsync(pending, mails, cancellationToken).ConfigureAwait(false);
            }
        }

        return changed;
    }

    private async Task<int> CheckAgainAsync(IReadOnlyList<PendingReport> pending, MailAuthenticator mails, CancellationToken cancellationToken)
    {
        // DNS first, then the transaction: nobody waits for a name server while others wait for the database.
        var changes = new List<TrustChange>();
        foreach (var report in pending)
        {
            if (await JudgeAsync(report, mails, cancellationToken).ConfigureAwait(false) is { Tier: not TrustTier.Pending } verdict)
            {
                changes.Add(new TrustChange(report.Id, verdict) { Kind = report.Kind });
            }
        }

        return changes.Count == 0 ? 0 : await writer.ApplyAsync(changes, cancellationToken).ConfigureAwait(false);
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

        var changed = 0;
        foreach (var kind in (ReportKind[])[ReportKind.Aggregate, ReportKind.Tls])
        {
            var learned = await writer.LearnedAsync(kind, current.DaysUntilTrusted, MostLearned, cancellationToken).ConfigureAwait(false);
            foreach (var some in learned.Chunk(AtOnce))
            {
                var changes = some.Select(l => new TrustChange(l.ReportId, new TrustVerdict(TrustTier.Verified, TrustReason.Learned, l.Signer)) { Kind = kind }).ToList();
                changed += await writer.ApplyAsync(changes, cancellationToken).ConfigureAwait(false);
            }
        }

        return changed;
    }
}
