namespace Auditor.Core.Reports.Intake;

/// <summary>What the ledger says about the mail that a part came in. Untrusted text, cut at 255 characters; null when absent.</summary>
/// <param name="MessageId">Message-ID without its angle brackets.</param>
/// <param name="From">Addresses of RFC5322.From as text.</param>
/// <param name="Subject">Decoded subject.</param>
public sealed record MailSummary(string? MessageId, string? From, string? Subject)
{
    /// <summary>TLS-Report-Domain: the domain that the mail's TLS report is of (RFC 8460 5.3); null when absent.</summary>
    public string? TlsReportDomain { get; init; }
}
