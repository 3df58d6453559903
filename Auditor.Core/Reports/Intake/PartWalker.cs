using Auditor.Core.Reports.Aggregate;
using Auditor.Core.Reports.Tls;

namespace Auditor.Core.Reports.Intake;

/// <summary>Goes through the layers of one input and yields the parts that it finds, in order.</summary>
internal sealed class PartWalker(IntakeLimits limits)
{
    // A mail forwarded as an attachment of a mail, and once more; beyond that, text that looks like a mail is just text.
    private const int MaxMailDepth = 3;

    private readonly TextPool pool = new();
    private ExpansionBudget budget = new(limits);

    /// <summary>The parts of a whole input; one part that says so when there is no report in it.</summary>
    public IEnumerable<ReportPart> Walk(InputSource source, PartOrigin origin)
    {
        if (source.Length > limits.MaxInputBytes)
        {
            return [Quarantine(origin, source, IntakeReason.InputTooLarge, $"The input is larger than {limits.MaxInputBytes} bytes.")];
        }

        return Walk(Layer.Plain(source, budget, limits), origin, source);
    }

    // Raw is what quarantine keeps: the input or the attachment as it came.
    private IEnumerable<ReportPart> Walk(Layer layer, PartOrigin origin, InputSource raw)
    {
        var peeked = TryPeek(layer, out var refusal);
        if (peeked is null)
        {
            return [Quarantine(origin, raw, refusal!.Code, refusal.Message)];
        }

        var form = ContentSniffer.Of(peeked.Head);
        if (form == ContentForm.Xml)
        {
            return Texts(layer, peeked, origin, raw);
        }

        using (peeked)
        {
            switch (form)
            {
                case ContentForm.Gzip or ContentForm.Zlib or ContentForm.Zip when layer.Depth >= limits.MaxArchiveDepth:
                    return [Quarantine(origin, raw, IntakeReason.ArchiveTooDeep, $"Archives are nested deeper than {limits.MaxArchiveDepth}.")];
                case ContentForm.Gzip:
                    return Walk(layer.Gunzip(budget, limits), origin, raw);
                case ContentForm.Zlib:
                    return Walk(layer.Unzlib(budget, limits), origin, raw);
                case ContentForm.Mail or ContentForm.Mbox when layer.MailDepth >= MaxMailDepth:
                    return [Other(ContentForm.Nothing, layer, peeked, origin, raw)];
                case ContentForm.Zip or ContentForm.Mail or ContentForm.Mbox:
                    return Container(form, layer, peeked, origin, raw);
                default:
                    return [Other(form, layer, peeked, origin, raw)];
            }
        }
    }

    private IEnumerable<ReportPart> Container(ContentForm form, Layer layer, PeekedStream peeked, PartOrigin origin, InputSource raw)
    {
        var isMail = form == ContentForm.Mail;
        if (isMail && (layer.Source?.Length ?? 0) > limits.MaxMessageBytes)
        {
            return [Quarantine(origin, raw, IntakeReason.MessageTooLarge, $"The mail is larger than {limits.MaxMessageBytes} bytes.")];
        }

        var source = layer.Source;
        if (source is null || (isMail && source is not MemorySource))
        {
            source = TryHold(peeked, out var refusal);
            if (source is null)
            {
                return [Quarantine(origin, raw, refusal!.Code, refusal.Message)];
            }
        }

        return form switch
        {
            ContentForm.Zip => OrNothing(ZipEntries(layer, source, origin, raw), origin, raw, "The archive holds no report."),
            ContentForm.Mail => Mail((MemorySource)source, origin, raw, layer),
            _ => Mailbox(source, origin, layer),
        };
    }

    private IEnumerable<ReportPart> ZipEntries(Layer layer, InputSource archive, PartOrigin origin, InputSource raw)
    {
        List<ZipFileEntry> entries;
        try
        {
            entries = ZipDirectory.Read(archive, limits);
        }
        catch (IntakeException error)
        {
            return [Quarantine(origin, raw, error.Code, error.Message)];
        }

        return entries.SelectMany(entry => Walk(layer.ZipEntry(archive, entry, budget, limits), origin.Inside(entry.Name) with { SharesRaw = origin.SharesRaw || entries.Count > 1 }, raw));
    }

    private IEnumerable<ReportPart> Mail(MemorySource mail, PartOrigin origin, InputSource raw, Layer layer)
    {
        IReadOnlyList<MailLeaf> leaves;
        MailSummary summary;
        IReadOnlySet<int> broken;
        try
        {
            (leaves, summary, broken) = MailLeafReader.Read(mail, limits);
        }
        catch (IntakeException error)
        {
            return [Quarantine(origin, raw, error.Code, error.Message)];
        }

        var failures = new FailureScopes(leaves, broken, limits);
        var parts = leaves.SelectMany((leaf, index) => failures.IsHead(leaf) ? [FailurePart(failures, leaf, index, origin)]
            : failures.Owns(leaf) ? [] : MailPart(leaf, index, origin, layer, broken.Count > 0));
        return OrNothing(parts, origin with { Mail = summary }, raw, "The mail holds no report.");
    }

    private IEnumerable<ReportPart> MailPart(MailLeaf leaf, int index, PartOrigin origin, Layer around, bool isCutShort)
    {
        var source = new MemorySource(leaf.Content);
        var inside = origin.Inside(leaf.Name ?? $"part {index + 1}") with { Mail = leaf.Mail, MailContent = leaf.MailContent, SharesRaw = false };
        budget = new ExpansionBudget(limits);
        return Walk(Layer.OfMail(source, isCutShort, around, budget, limits), inside, source);
    }

    // Its bytes name people, so that none are kept, not even in quarantine; and no subject in the ledger. The mail's own bytes are there for the signature of a report that can be used.
    private static ReportPart FailurePart(FailureScopes failures, MailLeaf leaf, int index, PartOrigin origin)
    {
        var (report, completion) = failures.Read(index);
        var inside = origin.Inside(leaf.Name ?? $"part {index + 1}") with { Mail = leaf.Mail with { Subject = null }, MailContent = report is null ? null : leaf.MailContent };
        return new ReportPart(inside, new MemorySource(default).Open, ReportKind.Failure, null, completion) { Failure = report };
    }

    private IEnumerable<ReportPart> Mailbox(InputSource mailbox, PartOrigin origin, Layer layer)
    {
        var number = 0;
        foreach (var mail in MboxReader.Split(mailbox, limits))
        {
            var inside = origin.Inside($"message {++number}");
            if (number > limits.MaxMailboxMessages)
            {
                yield return Quarantine(
                    origin, mailbox, IntakeReason.MailboxTooLong, $"The mailbox holds more than {limits.MaxMailboxMessages} mails; the rest was not read.");
                yield break;
            }

            if (mail is null)
            {
                yield return Quarantine(
                    inside, new MemorySource(default), IntakeReason.MessageTooLarge, $"The mail is larger than {limits.MaxMessageBytes} bytes.");
                continue;
            }

            var source = new MemorySource(mail);
            foreach (var part in Mail(source, inside, source, layer))
            {
                yield return part;
            }
        }
    }

    private IEnumerable<ReportPart> Texts(Layer layer, PeekedStream peeked, PartOrigin origin, InputSource raw)
    {
        using var bytes = new DocumentBytes(peeked, peeked.Bounded);
        var number = 0;
        var hasNext = true;
        while (hasNext)
        {
            var skip = number++;
            using var text = new XmlText(bytes, limits, new RepairLog(limits.MaxRepairs));
            var inside = skip == 0 ? origin : origin.Inside($"text {number}");
            var opened = AggregateXmlReader.Open(text, () => Reopen(layer, skip), pool, limits, text.Repairs);
            yield return new ReportPart(inside, raw.Open, opened.Kind, opened.Reader, opened.Completed)
            {
                Text = skip == 0 ? new PartText(layer, budget) : null,
                SharesRaw = origin.SharesRaw || skip > 0,
            };
            opened.Reader?.Dispose();
            hasNext = TryMoveOn(bytes);
        }
    }

    private XmlText Reopen(Layer layer, int skip)
    {
        budget.Refund();
        var again = new PeekedStream(layer.Open());
        var bytes = new DocumentBytes(again, again.Bounded);
        for (var i = 0; i < skip; i++)
        {
            bytes.MoveToNextDocument();
        }

        return new XmlText(bytes, limits, new RepairLog(0), ownsBytes: true);
    }

    // What cannot be read any further has been reported with the part before.
    private static bool TryMoveOn(DocumentBytes bytes)
    {
        try
        {
            return bytes.MoveToNextDocument();
        }
        catch (Exception error) when (error is IntakeException or InvalidDataException)
        {
            return false;
        }
    }

    private ReportPart Other(ContentForm form, Layer layer, PeekedStream peeked, PartOrigin origin, InputSource raw)
    {
        if (form == ContentForm.Json && IsTlsReport(peeked.Head))
        {
            return TlsPart(peeked, origin, raw);
        }

        if (form == ContentForm.Json && peeked.Head.Length < ContentSniffer.HeadBytes && JsonHead.BreaksOff(peeked.Head))
        {
            return Quarantine(origin, raw, IntakeReason.JsonTruncated, "The JSON breaks off before it says what it is.");
        }

        return layer.Depth > 0 && peeked.Head.Length < ContentSniffer.HeadBytes && peeked.Bounded.IsCutShort
            ? Quarantine(origin, raw, IntakeReason.ArchiveTruncated, "The archive breaks off before its content says what it is.")
            : Done(origin, raw, ReportKind.Unknown, ParseOutcome.NotAReport, IntakeReason.NoReportFound, "The content is no report of a known kind.");
    }

    private ReportPart TlsPart(PeekedStream content, PartOrigin origin, InputSource raw)
    {
        var (report, completion) = TlsReportReader.Read(content, origin.Mail?.TlsReportDomain, limits);
        if (completion.ReasonCode == IntakeReason.JsonTruncated && content.Bounded.IsCutShort)
        {
            completion = completion with { ReasonCode = IntakeReason.ArchiveTruncated, Reason = "The archive breaks off before the report ends." };
        }

        return new ReportPart(origin, raw.Open, ReportKind.Tls, null, completion) { Tls = report };
    }

    private static bool IsTlsReport(ReadOnlySpan<byte> head) =>
        head.IndexOf("\"policies\""u8) >= 0 || head.IndexOf("\"organization-name\""u8) >= 0
        || head.IndexOf("\"date-range\""u8) >= 0 || head.IndexOf("\"contact-info\""u8) >= 0;

    // A container passes on what its members are, but a member that is no report is not worth a line when another one is.
    private static IEnumerable<ReportPart> OrNothing(IEnumerable<ReportPart> members, PartOrigin origin, InputSource raw, string reason)
    {
        var isReportFound = false;
        foreach (var part in members)
        {
            if (part.Completed is { Outcome: ParseOutcome.NotAReport } && part.Kind == ReportKind.Unknown)
            {
                continue;
            }

            isReportFound = true;
            yield return part;
        }

        if (!isReportFound)
        {
            yield return Done(origin, raw, ReportKind.Unknown, ParseOutcome.NotAReport, IntakeReason.NoReportFound, reason);
        }
    }

    private static PeekedStream? TryPeek(Layer layer, out IntakeException? refusal)
    {
        refusal = null;
        BoundedStream? stream = null;
        try
        {
            stream = layer.Open();
            return new PeekedStream(stream);
        }
        catch (IntakeException error)
        {
            refusal = error;
        }
        catch (InvalidDataException)
        {
            refusal = new IntakeException(IntakeReason.ArchiveDamaged, "The compressed data is damaged.");
        }

        stream?.Dispose();
        return null;
    }

    // A container inside an archive is held in memory, within the size of a mail.
    private MemorySource? TryHold(PeekedStream peeked, out IntakeException? refusal)
    {
        refusal = null;
        try
        {
            var held = new MemoryStream();
            var buffer = new byte[32 * 1024];
            for (var read = peeked.Read(buffer); read > 0; read = peeked.Read(buffer))
            {
                if (held.Length + read > limits.MaxMessageBytes)
                {
                    refusal = new IntakeException(
                        IntakeReason.ExpandedTooLarge, $"A mail or archive inside an archive is larger than {limits.MaxMessageBytes} bytes.");
                    return null;
                }

                held.Write(buffer, 0, read);
            }

            return new MemorySource(held.GetBuffer().AsMemory(0, (int)held.Length));
        }
        catch (IntakeException error)
        {
            refusal = error;
        }
        catch (InvalidDataException)
        {
            refusal = new IntakeException(IntakeReason.ArchiveDamaged, "The compressed data is damaged.");
        }

        return null;
    }

    private static ReportPart Quarantine(PartOrigin origin, InputSource raw, string code, string reason) =>
        Done(origin, raw, ReportKind.Unknown, ParseOutcome.Quarantined, code, reason);

    private static ReportPart Done(PartOrigin origin, InputSource raw, ReportKind kind, ParseOutcome outcome, string code, string reason) =>
        new(origin, raw.Open, kind, null, new PartCompletion { Outcome = outcome, ReasonCode = code, Reason = reason });
}
