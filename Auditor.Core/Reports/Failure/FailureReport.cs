using System.Collections.Immutable;

namespace Auditor.Core.Reports.Failure;

/// <summary>
/// A report about a single message: that it failed authentication (RFC 9991, RFC 6591), or that somebody complained about it (RFC 5965). It names
/// people: see <see cref="FailureRedactor"/>. The message's body is never part of it.
/// </summary>
public sealed record FailureReport
{
    /// <summary>Lower case: <c>auth-failure</c>, <c>abuse</c>, <c>fraud</c>, <c>virus</c>, <c>other</c>, <c>not-spam</c>; other text as sent.</summary>
    public required string FeedbackType { get; init; }

    /// <summary>True when it came as plain words, without a message/feedback-report part.</summary>
    public bool IsPlainText { get; init; }

    /// <summary>The program that made it.</summary>
    public string? UserAgent { get; init; }

    /// <summary>What failed, lower case: <c>dmarc</c> (RFC 9991 4), <c>spf</c>, <c>signature</c>, <c>bodyhash</c>, <c>revoked</c>, <c>adsp</c>; other text as sent.</summary>
    public ImmutableArray<string> AuthFailure { get; init; } = [];

    /// <summary>The mechanisms that gave no aligned identity, lower case: <c>dkim</c>, <c>spf</c>, or <c>none</c> (RFC 9991 4). Empty when not said.</summary>
    public ImmutableArray<string> IdentityAlignment { get; init; } = [];

    /// <summary>The domain that the report is about, lower-case A-labels; null when not said.</summary>
    public string? ReportedDomain { get; init; }

    /// <summary>Canonical address that the message came from; null when not said or no address.</summary>
    public string? SourceIp { get; init; }

    /// <summary>When the message arrived, Unix seconds; null when not said.</summary>
    public long? Arrival { get; init; }

    /// <summary>RFC5321.MailFrom without angle brackets; <c>&lt;&gt;</c> for the empty one, null when not said. Personal.</summary>
    public string? OriginalMailFrom { get; init; }

    /// <summary>RFC5321.RcptTo without angle brackets. Personal.</summary>
    public ImmutableArray<string> OriginalRcptTo { get; init; } = [];

    /// <summary>The fields as sent, unfolded; several are joined by line feeds. May name people.</summary>
    public string? AuthenticationResults { get; init; }

    /// <summary>The d= of the signature in question.</summary>
    public string? DkimDomain { get; init; }

    public string? DkimSelector { get; init; }

    /// <summary>The i= of the signature in question. May name people.</summary>
    public string? DkimIdentity { get; init; }

    /// <summary>Lower case: <c>delivered</c>, <c>spam</c>, <c>policy</c>, <c>reject</c>, <c>other</c>; other text as sent.</summary>
    public string? DeliveryResult { get; init; }

    /// <summary>The SPF record that was used. May name people by macros.</summary>
    public string? SpfDns { get; init; }

    /// <summary>Messages that the report stands for, at least 1.</summary>
    public long Incidents { get; init; } = 1;

    /// <summary>Domain of the message's RFC5322.From; null when the message or its header did not come along.</summary>
    public string? HeaderFromDomain { get; init; }

    /// <summary>The message's subject, decoded. Personal.</summary>
    public string? Subject { get; init; }

    /// <summary>The domain that the mail with the report came from.</summary>
    public string? ReporterDomain { get; init; }

    /// <summary>True for what people or filters complained about, false for failed authentication.</summary>
    public bool IsComplaint => FeedbackType != FailureWords.AuthFailure;

    /// <summary>The domain to count it under: the reported one, or that of the From address.</summary>
    public string? Domain => ReportedDomain ?? HeaderFromDomain;
}
