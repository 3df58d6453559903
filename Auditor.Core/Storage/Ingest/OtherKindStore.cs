using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage.Entities;

namespace Auditor.Core.Storage.Ingest;

/// <summary>Stores what was read as a whole: TLS reports, failure reports and complaints.</summary>
internal sealed class OtherKindStore(WriteConnection connection, IntakeSource source)
{
    private readonly TlsStore tls = new(connection, source);
    private readonly FailureStore failures = new(connection);

    /// <summary>Stores a part that was parsed and is no aggregate report.</summary>
    public Task<IngestResult> StoreAsync(ReportPart part, PartCompletion completion, long now, CancellationToken cancellationToken)
    {
        var hash = Convert.FromHexString(completion.ContentHash ?? throw new InvalidOperationException("A report that was read to its end has no content hash."));
        return part switch
        {
            { Tls: { } report } => tls.StoreAsync(report, hash, now, cancellationToken),
            { Failure: { } report } => failures.StoreAsync(report, hash, now, cancellationToken),
            _ => throw new InvalidOperationException($"A part of the kind {part.Kind} was parsed without a report."),
        };
    }
}
