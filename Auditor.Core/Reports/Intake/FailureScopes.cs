using System.Security.Cryptography;
using System.Text;
using Auditor.Core.Reports.Failure;
using MimeKit.Utils;

namespace Auditor.Core.Reports.Intake;

/// <summary>
/// The failure reports of a mail. Such a report owns all of the mail that it is in, and the message that it is about may carry anything, a report of
/// another kind too: that message is evidence and is never taken in.
/// </summary>
internal sealed class FailureScopes
{
    private readonly IReadOnlyList<MailLeaf> leaves;
    private readonly IReadOnlySet<int> broken;
    private readonly IntakeLimits limits;
    private readonly HashSet<MailLeaf> heads = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<int> mails = [];

    public FailureScopes(IReadOnlyList<MailLeaf> leaves, IReadOnlySet<int> broken, IntakeLimits limits)
    {
        this.leaves = leaves;
        this.broken = broken;
        this.limits = limits;
        foreach (var leaf in leaves.Where(l => l.IsFeedbackReport && !Owns(l)).ToList())
        {
            AddAll(leaf);
        }

        foreach (var leaf in leaves.Where(l => l.MediaType == "text/plain" && l.Mails.Length > 0 && !Owns(l) && PlainFailureText.Announces(l.Content.Span)))
        {
            if (!Owns(leaf) && (IsCutShort(leaf) || PlainFailureText.Read(leaf.Content.Span, new RepairLog(0), limits) is not null))
            {
                heads.Add(leaf);
                mails.Add(leaf.Mails[^1]);
            }
        }
    }

    /// <summary>True for a leaf that a failure report begins with.</summary>
    public bool IsHead(MailLeaf leaf) => heads.Contains(leaf);

    /// <summary>True for all that belongs to a failure report.</summary>
    public bool Owns(MailLeaf leaf) => mails.Count > 0 && leaf.Mails.Any(mails.Contains);

    /// <summary>The report of a head; null when it cannot be used.</summary>
    public (FailureReport? Report, PartCompletion Completion) Read(int index)
    {
        var head = leaves[index];
        var repairs = new RepairLog(limits.MaxRepairs);
        FailureReport? report;
        bool isWhole;
        if (head.IsFeedbackReport)
        {
            report = new FeedbackReader(FieldBlock.Read(head.Content.Span, limits.MaxTextChars), repairs, limits).Read();
            (report, isWhole) = WithOriginal(report, head, index);
        }
        else
        {
            report = PlainFailureText.Read(head.Content.Span, repairs, limits);
            isWhole = false;
        }

        return IsCutShort(head) && !isWhole ? (null, Refuse(IntakeReason.MimeTruncated, "The mail breaks off before the failure report ends.", repairs))
            : report is null ? (null, Refuse(IntakeReason.FeedbackTypeMissing, "The failure report does not say what it is about (Feedback-Type).", repairs))
            : (report with { ReporterDomain = MailText.FromDomain(head.Mail.From) }, new PartCompletion
            {
                Outcome = ParseOutcome.Parsed,
                Repairs = repairs.ToArray(),
                ContentHash = Hash(head),
            });
    }

    private bool IsCutShort(MailLeaf leaf) => broken.Count > 0 && leaf.Mails.Any(broken.Contains);

    private void AddAll(MailLeaf first)
    {
        mails.Add(first.Mails.Length > 0 ? first.Mails[^1] : 0);
        foreach (var leaf in leaves.Where(l => l.IsFeedbackReport && l.Mails.SequenceEqual(first.Mails)))
        {
            heads.Add(leaf);
        }
    }

    // The third part: the message, or its header. When more follows behind its header, nothing that is taken from it can be missing.
    private (FailureReport? Report, bool IsWhole) WithOriginal(FailureReport? report, MailLeaf head, int index)
    {
        for (var i = index + 1; report is not null && i < leaves.Count && !heads.Contains(leaves[i]); i++)
        {
            var leaf = leaves[i];
            if (leaf.Mails.Length > head.Mails.Length && leaf.Mails[head.Mails.Length - 1] == head.Mails[^1])
            {
                return (report with { HeaderFromDomain = MailText.FromDomain(leaf.Mail.From), Subject = leaf.Mail.Subject }, leaf.Content.Length > 0 || i + 1 < leaves.Count);
            }

            if (leaf.MediaType is "text/rfc822-headers" or "message/rfc822" or "message/rfc822-headers" or "message/global-headers" or "message/global")
            {
                var header = FieldBlock.Read(leaf.Content.Span, limits.MaxTextChars);
                var subject = header.First("Subject") is { } text ? Rfc2047.DecodeText(Encoding.UTF8.GetBytes(text)) : null;
                return (report with { HeaderFromDomain = MailText.FromDomain(header.First("From")), Subject = subject }, header.IsClosed || i + 1 < leaves.Count);
            }
        }

        return (report, false);
    }

    // The Message-ID as well: many complaints say the same about different messages.
    private string Hash(MailLeaf head)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(head.Mail.MessageId ?? ""));
        hash.AppendData(head.Content.Span);
        foreach (var leaf in leaves.Where(l => !heads.Contains(l) && head.Mails.Length > 0 && l.Mails.Contains(head.Mails[^1])))
        {
            hash.AppendData(leaf.Content.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static PartCompletion Refuse(string code, string reason, RepairLog repairs) =>
        new() { Outcome = ParseOutcome.Quarantined, ReasonCode = code, Reason = reason, Repairs = repairs.ToArray() };
}
