using System.Collections.Immutable;
using MimeKit;
using MimeKit.Encodings;

namespace Auditor.Core.Reports.Intake;

/// <summary>
/// Collects the leaves of a mail in one pass, without building the mail as objects: depth, number of parts and header size are checked as they
/// come, before anything is nested on them.
/// </summary>
internal sealed class MailLeafReader : MimeReader
{
    private const int MaxSummaryChars = 255;
    private const string PlainText = "text/plain";

    private readonly ReadOnlyMemory<byte> mail;
    private readonly IntakeLimits limits;
    private readonly Stack<MailSummary> mails = new();
    private readonly Stack<MailContent> contents = new();
    private readonly List<MailLeaf> leaves = [];

    // Of the header block read last: that a mail begins is told only once its header was read.
    private MailSummary pending = new(null, null, null);
    private int depth;
    private int parts;
    private readonly Dictionary<int, int> openMultiparts = [];
    private string? name;
    private ContentEncoding encoding;
    private bool isFeedbackReport;
    private string mediaType = PlainText;
    private ImmutableArray<int> mailNumbers = [];
    private int mailCount;

    private MailLeafReader(MemorySource source, IntakeLimits limits)
        : base(new ParserOptions { MaxMimeDepth = limits.MaxMimeDepth + 2 }, source.OpenSeekable(), MimeFormat.Entity)
    {
        mail = source.Content;
        this.limits = limits;
    }

    /// <summary>The mail itself; known once its headers were read.</summary>
    private MailSummary Summary { get; set; } = new(null, null, null);

    /// <summary>The leaves in order, what the ledger says about the mail, and the numbers of the mails with a multipart that broke off before its end boundary.</summary>
    public static (IReadOnlyList<MailLeaf> Leaves, MailSummary Mail, IReadOnlySet<int> Broken) Read(MemorySource source, IntakeLimits limits)
    {
        var reader = new MailLeafReader(source, limits);
        try
        {
            reader.ReadMessage();
        }
        catch (FormatException error)
        {
            throw new IntakeException(IntakeReason.MimeInvalid, $"The mail cannot be taken apart: {error.Message}");
        }

        return (reader.leaves, reader.Summary, reader.openMultiparts.Where(m => m.Value > 0).Select(m => m.Key).ToHashSet());
    }

    protected override void OnMimeMessageBegin(long beginOffset, int beginLineNumber, CancellationToken cancellationToken)
    {
        mails.Push(pending);
        contents.Push(new MailContent());
        mailNumbers = mailNumbers.Add(++mailCount);
        base.OnMimeMessageBegin(beginOffset, beginLineNumber, cancellationToken);
    }

    protected override void OnMimeMessageEnd(
        long beginOffset, int beginLineNumber, long headersEndOffset, long endOffset, int lines, CancellationToken cancellationToken)
    {
        Summary = mails.Pop();
        var content = contents.Pop();
        content.Bytes = mail[(int)beginOffset..(int)endOffset];

        // An attached header whose multipart never came: it has no leaf that could carry what it says.
        if (mailNumbers.Length > 1 && (leaves.Count == 0 || !leaves[^1].Mails.Contains(mailNumbers[^1])))
        {
            leaves.Add(new MailLeaf(null, false, default, Summary, content) { Mails = mailNumbers, MediaType = "text/rfc822-headers" });
        }

        mailNumbers = mailNumbers.RemoveAt(mailNumbers.Length - 1);
        base.OnMimeMessageEnd(beginOffset, beginLineNumber, headersEndOffset, endOffset, lines, cancellationToken);
    }

    protected override void OnHeadersBegin(long beginOffset, int beginLineNumber, CancellationToken cancellationToken)
    {
        name = null;
        encoding = ContentEncoding.Default;
        isFeedbackReport = false;
        mediaType = PlainText;
        pending = new MailSummary(null, null, null);
        base.OnHeadersBegin(beginOffset, beginLineNumber, cancellationToken);
    }

    protected override void OnHeaderRead(Header header, int beginLineNumber, CancellationToken cancellationToken)
    {
        switch (header.Id)
        {
            case HeaderId.ContentTransferEncoding:
                _ = MimeKit.Utils.MimeUtils.TryParse(header.Value, out encoding);
                break;
            case HeaderId.ContentDisposition when ContentDisposition.TryParse(header.RawValue, out var disposition):
                name = Bounded(disposition.FileName) ?? name;
                break;
            case HeaderId.ContentType when ContentType.TryParse(header.RawValue, out var type):
                name ??= Bounded(type.Name);
                mediaType = type.MimeType.ToLowerInvariant();
                isFeedbackReport = type.IsMimeType("message", "feedback-report");
                break;
            case HeaderId.MessageId:
                pending = pending with { MessageId = Bounded(header.Value.Trim().TrimStart('<').TrimEnd('>')) };
                break;
            case HeaderId.From:
                pending = pending with { From = Bounded(header.Value) };
                break;
            case HeaderId.Unknown when header.Field.Equals("TLS-Report-Domain", StringComparison.OrdinalIgnoreCase):
                pending = pending with { TlsReportDomain = Bounded(header.Value) };
                break;
            case HeaderId.Subject:
                pending = pending with { Subject = Bounded(header.Value) };
                break;
        }

        base.OnHeaderRead(header, beginLineNumber, cancellationToken);
    }

    protected override void OnHeadersEnd(
        long beginOffset, int beginLineNumber, long endOffset, int endLineNumber, CancellationToken cancellationToken)
    {
        if (endOffset - beginOffset > limits.MaxHeaderBytes)
        {
            throw new IntakeException(IntakeReason.MimeHeaderTooLarge, $"A header block is larger than {limits.MaxHeaderBytes} bytes.");
        }

        base.OnHeadersEnd(beginOffset, beginLineNumber, endOffset, endLineNumber, cancellationToken);
    }

    protected override void OnMultipartBegin(ContentType contentType, long beginOffset, int beginLineNumber, CancellationToken cancellationToken)
    {
        Enter();
        Open(1);
        base.OnMultipartBegin(contentType, beginOffset, beginLineNumber, cancellationToken);
    }

    protected override void OnMultipartEnd(
        ContentType contentType, long beginOffset, int beginLineNumber, long headersEndOffset, long endOffset, int lines, CancellationToken cancellationToken)
    {
        depth--;
        base.OnMultipartEnd(contentType, beginOffset, beginLineNumber, headersEndOffset, endOffset, lines, cancellationToken);
    }

    protected override void OnMultipartEndBoundaryEnd(long beginOffset, int beginLineNumber, long endOffset, CancellationToken cancellationToken)
    {
        Open(-1);
        base.OnMultipartEndBoundaryEnd(beginOffset, beginLineNumber, endOffset, cancellationToken);
    }

    protected override void OnMessagePartBegin(ContentType contentType, long beginOffset, int beginLineNumber, CancellationToken cancellationToken)
    {
        Enter();
        base.OnMessagePartBegin(contentType, beginOffset, beginLineNumber, cancellationToken);
    }

    protected override void OnMessagePartEnd(
        ContentType contentType, long beginOffset, int beginLineNumber, long headersEndOffset, long endOffset, int lines, CancellationToken cancellationToken)
    {
        depth--;
        base.OnMessagePartEnd(contentType, beginOffset, beginLineNumber, headersEndOffset, endOffset, lines, cancellationToken);
    }

    protected override void OnMimePartBegin(ContentType contentType, long beginOffset, int beginLineNumber, CancellationToken cancellationToken)
    {
        CountPart();
        base.OnMimePartBegin(contentType, beginOffset, beginLineNumber, cancellationToken);
    }

    protected override void OnMimePartContentEnd(
        long beginOffset, int beginLineNumber, long endOffset, int lines, NewLineFormat? newLineFormat, CancellationToken cancellationToken)
    {
        var content = mail.Slice((int)beginOffset, (int)(endOffset - beginOffset));
        leaves.Add(new MailLeaf(name, isFeedbackReport, Decode(content), mails.Count > 0 ? mails.Peek() : Summary, contents.Count > 0 ? contents.Peek() : new MailContent())
        {
            Mails = mailNumbers,
            MediaType = mediaType,
        });
        base.OnMimePartContentEnd(beginOffset, beginLineNumber, endOffset, lines, newLineFormat, cancellationToken);
    }

    private void Open(int change)
    {
        var number = mailNumbers.Length > 0 ? mailNumbers[^1] : 0;
        openMultiparts[number] = openMultiparts.GetValueOrDefault(number) + change;
    }

    private void Enter()
    {
        CountPart();
        if (++depth > limits.MaxMimeDepth)
        {
            throw new IntakeException(IntakeReason.MimeTooDeep, $"Parts and mails are nested deeper than {limits.MaxMimeDepth}.");
        }
    }

    private void CountPart()
    {
        if (++parts > limits.MaxMimeParts)
        {
            throw new IntakeException(IntakeReason.MimeTooManyParts, $"The mail has more than {limits.MaxMimeParts} parts.");
        }
    }

    private ReadOnlyMemory<byte> Decode(ReadOnlyMemory<byte> content)
    {
        IMimeDecoder? decoder = encoding switch
        {
            ContentEncoding.Base64 => new Base64Decoder(),
            ContentEncoding.QuotedPrintable => new QuotedPrintableDecoder(),
            ContentEncoding.UUEncode => new UUDecoder(),
            _ => null,
        };
        if (decoder is null)
        {
            return content;
        }

        var input = content.ToArray();
        var output = new byte[decoder.EstimateOutputLength(input.Length)];
        var length = decoder.Decode(input, 0, input.Length, output);
        return output.AsMemory(0, length);
    }

    private static string? Bounded(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        text = string.Concat(text.Trim().Where(c => !char.IsControl(c)));
        return text.Length > MaxSummaryChars ? text[..MaxSummaryChars] : text;
    }
}
