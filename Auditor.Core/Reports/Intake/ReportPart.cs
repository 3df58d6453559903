using Auditor.Core.Reports.Aggregate;
using Auditor.Core.Reports.Failure;
using Auditor.Core.Reports.Tls;

namespace Auditor.Core.Reports.Intake;

/// <summary>
/// One report found in an input, or the input itself when it holds none. It is valid until the next part is asked for, and reads the input
/// while its rows are read.
/// </summary>
public sealed class ReportPart
{
    private readonly Func<Stream> openRaw;
    private readonly MailContent? mailContent;

    internal ReportPart(PartOrigin origin, Func<Stream> openRaw, ReportKind kind, AggregateReader? aggregate, PartCompletion? completed)
    {
        Path = origin.Path;
        Sha256 = origin.Sha256;
        Entry = origin.Entry;
        Mail = origin.Mail;
        mailContent = origin.MailContent;
        Kind = kind;
        Aggregate = aggregate;
        Completed = completed;
        this.openRaw = openRaw;
    }

    /// <summary>The input's path or name as the caller gave it.</summary>
    public string Path { get; }

    /// <summary>Names of the attachment and archive entries that lead to the part, joined by `!/`; null when the input itself is the part.</summary>
    public string? Entry { get; }

    /// <summary>SHA-256 of the whole input in lower-case hex.</summary>
    public string Sha256 { get; }

    public ReportKind Kind { get; }

    /// <summary>The innermost mail that the part was attached to; null outside mails.</summary>
    public MailSummary? Mail { get; }

    /// <summary>The whole of that mail, its headers included; null outside mails.</summary>
    public ReadOnlyMemory<byte>? MailBytes => mailContent?.Bytes;

    /// <summary>Reader of the report's head and rows, also for an empty report; null when the part is done with at once, see <see cref="Completed"/>.</summary>
    public AggregateReader? Aggregate { get; }

    /// <summary>The TLS report; null when the part is none or cannot be used.</summary>
    public TlsReport? Tls { get; internal init; }

    /// <summary>The failure report or complaint, which names people; null when the part is none or cannot be used.</summary>
    public FailureReport? Failure { get; internal init; }

    /// <summary>The end that is known without reading rows; null exactly when <see cref="Aggregate"/> is set.</summary>
    public PartCompletion? Completed { get; }

    /// <summary>The report's own text; null for what is no text of its own, and for what follows another report in one text.</summary>
    internal PartText? Text { get; init; }

    /// <summary>True when the raw bytes hold more than this report.</summary>
    internal bool SharesRaw { get; init; }

    /// <summary>
    /// The raw bytes to keep in quarantine: the file or attachment as it came, still compressed. Reading parts from them finds this part again.
    /// </summary>
    public Stream OpenRaw() => openRaw();
}

/// <summary>Where a part came from.</summary>
internal sealed record PartOrigin(string Path, string Sha256, string? Entry = null, MailSummary? Mail = null, MailContent? MailContent = null, bool SharesRaw = false)
{
    /// <summary>The origin of something inside.</summary>
    public PartOrigin Inside(string name) => this with { Entry = Entry is null ? name : Entry + "!/" + name };
}
