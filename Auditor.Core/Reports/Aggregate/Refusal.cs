namespace Auditor.Core.Reports.Aggregate;

/// <summary>Why a report cannot be used.</summary>
internal sealed record Refusal(string Code, string Reason, int? Line);

/// <summary>Ends the reading of a report that is well-formed but cannot be used; it never leaves the reader.</summary>
internal sealed class RefusedReportException(Refusal refusal) : Exception(refusal.Reason)
{
    public Refusal Refusal { get; } = refusal;
}
