using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Retention;
using Auditor.Worker.Settings;
using Hangfire;
using Microsoft.Extensions.Logging;

namespace Auditor.Worker.Jobs;

/// <summary>Deletes what is older than the settings say. Running it twice deletes nothing more.</summary>
internal sealed class RetentionJob(RetentionWriter writer, SettingsStore settings, JobRunLog runs, ILogger<RetentionJob> logger)
{
    /// <summary>Name of its runs.</summary>
    public const string RunName = "retention";

    [AutomaticRetry(Attempts = 0)]
    public Task RunAsync(CancellationToken cancellationToken) => runs.RecordAsync(
        RunName,
        async () =>
        {
            var limits = await settings.ReadAsync(cancellationToken).ConfigureAwait(false);
            var options = new RetentionOptions { RowDays = limits.RowDays, RawDays = limits.RawDays, AuditDays = limits.AuditDays, LedgerDays = limits.LedgerDays, FailureDays = limits.FailureDays };
            var result = await writer.ApplyAsync(options, cancellationToken).ConfigureAwait(false);
            logger.LogInformation("Retention removed {Rows} rows of {Reports} reports, {Raw} reports as they arrived, {Audits} audits, {Entries} ledger entries and {Parts} quarantined parts",
                result.Rows, result.Reports, result.Raw, result.Audits, result.LedgerEntries, result.QuarantinedParts);
            return (int)Math.Min(result.Total, int.MaxValue);
        },
        cancellationToken);
}
