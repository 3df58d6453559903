using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage.Entities;

namespace Auditor.Core.Storage.Ingest;

/// <summary>Stores what was read as a whole, behind the same gate as aggregate reports: TLS reports, failure reports and complaints.</summary>
internal sealed class OtherKindStore(WriteConnection connection, IntakeGate gate, IntakeSource source)
{
    private const string TooMany = "Too many reports that nothing verifies came on this day: the report is known, and neither counted nor kept.";

    private readonly TlsStore tls = new(connection, source);
    private readonly FailureStore failures = new(connection);

    /// <summary>Stores a part that was parsed and is no aggregate report.</summary>
    /// <param name="part">The part.</param>
    /// <param name="completion">How its reading ended.</param>
    /// <param name="mail">What its mail proves.</param>
    /// <param name="now">Unix seconds.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IngestResult> StoreAsync(ReportPart part, PartCompletion completion, MailTrust mail, long now, CancellationToken cancellationToken)
    {
        var hash = Convert.FromHexString(completion.ContentHash ?? throw new InvalidOperationException("A report that was read to its end has no content hash."));
        switch (part)
        {
            case { Tls: { } report }:
                var trust = mail.Of(report.OrganizationName, report.ContactInfo);
                return await AdmitAsync(
                    part.Kind, StoredText.Key(report.Policies[0].Domain), trust, mail, now, hasDetails => tls.StoreAsync(report, hash, trust, hasDetails, now, cancellationToken), cancellationToken).ConfigureAwait(false);
            case { Failure: { } report } when !await failures.TakesAsync(report, cancellationToken).ConfigureAwait(false):
                return new IngestResult
                {
                    Outcome = PartOutcome.NotAReport,
                    Kind = ReportKind.Failure,
                    ReasonCode = IngestReason.FailureNotKept,
                    Reason = "Failure reports are not kept: they name people. Reports:KeepFailureReports switches it on.",
                };
            case { Failure: { } report }:
                var origin = mail.Of(null, null);
                return await AdmitAsync(
                    part.Kind, StoredText.Key(report.Domain), origin, mail, now, hasDetails => failures.StoreAsync(report, hash, origin, hasDetails, now, cancellationToken), cancellationToken).ConfigureAwait(false);
            default:
                throw new InvalidOperationException($"A part of the kind {part.Kind} was parsed without a report.");
        }
    }

    private async Task<IngestResult> AdmitAsync(
        ReportKind kind, string domain, PartTrust trust, MailTrust mail, long now, Func<bool, Task<IngestResult>> store, CancellationToken cancellationToken)
    {
        var admission = await gate.AdmitAsync(domain, trust, mail.ByPerson, now, cancellationToken).ConfigureAwait(false);
        var result = admission.Keep == Keep.Sum
            ? new IngestResult { Outcome = PartOutcome.Imported, Kind = kind, Tier = trust.Verdict.Tier }
            : await store(admission.Keep == Keep.All).ConfigureAwait(false);
        if (result.Outcome != PartOutcome.Imported)
        {
            return result;
        }

        if (admission.Watch == Watch.No)
        {
            gate.Note(domain.Length == 0 ? ReportedDomain.Others : domain, 0, admission.Keep != Keep.Sum);
        }

        return admission.Keep == Keep.All ? result : result with
        {
            ReasonCode = admission.ReasonCode,
            Reason = admission.Watch == Watch.No ? "Nobody monitors the domain: the report is noted, and not kept." : TooMany,
        };
    }
}
