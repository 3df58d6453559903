using System.Collections.Immutable;

namespace Auditor.Core.Reports.Intake;

/// <summary>One part of a mail that is not itself made of parts.</summary>
/// <param name="Name">File name as declared, for the ledger only; null when absent.</param>
/// <param name="IsFeedbackReport">Declared as message/feedback-report, the heart of a failure report (RFC 5965 2).</param>
/// <param name="Content">Bytes with the transfer encoding undone.</param>
/// <param name="Mail">The innermost mail around it.</param>
/// <param name="MailContent">The bytes of that mail.</param>
internal sealed record MailLeaf(string? Name, bool IsFeedbackReport, ReadOnlyMemory<byte> Content, MailSummary Mail, MailContent MailContent)
{
    /// <summary>Numbers of the mails around it, the outermost first.</summary>
    public ImmutableArray<int> Mails { get; init; } = [];

    /// <summary>Declared type in lower case; text/plain when none is declared.</summary>
    public string MediaType { get; init; } = "text/plain";
}
