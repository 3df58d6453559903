using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Auditor.Core.Reports.Aggregate;
using Auditor.Core.Reports.Intake;

namespace Auditor.Tests.Support;

/// <summary>Report parts as the intake would hand them out, without XML.</summary>
internal sealed record TestReport
{
    public const long Noon = 1_700_000_000;

    public string? OrgName { get; init; } = "Reporter.example";

    public string? ReportId { get; init; } = "1";

    public string? Domain { get; init; } = "example.com";

    public long Begin { get; init; } = Noon;

    public long End { get; init; } = Noon + 86_399;

    public IEnumerable<ReportRow> Rows { get; init; } = [Row("192.0.2.1", 3)];

    public ParseOutcome Outcome { get; init; } = ParseOutcome.Parsed;

    public string? ReasonCode { get; init; }

    /// <summary>What the reader throws once its rows are out; null for nothing.</summary>
    public Exception? Fails { get; init; }

    /// <summary>The expanded text that the content hash is of; null makes it up from the key.</summary>
    public string? Text { get; init; }

    public byte[] Raw { get; init; } = "raw bytes"u8.ToArray();

    public MailSummary? Mail { get; init; }

    public static ReportRow Row(string ip, long count, string dkim = "pass", string spf = "fail", string disposition = "none", string? from = "example.com") => new()
    {
        SourceIp = ip,
        Count = count,
        Dkim = dkim,
        Spf = spf,
        Disposition = disposition,
        HeaderFrom = from,
        DkimResults = [new DkimAuthResult("example.com", "s1", dkim, null)],
        SpfResults = [new SpfAuthResult("bounce.example.com", "mfrom", spf)],
        Reasons = [new PolicyOverrideReason("forwarded", "a comment")],
    };

    public ReportPart ToPart() => new(new PartOrigin("report.xml", Hash(Raw), Mail: Mail), () => new MemoryStream(Raw), ReportKind.Aggregate, new Reader(this), null);

    /// <summary>A part that is done with without reading rows.</summary>
    public static ReportPart Completed(ParseOutcome outcome, string? reasonCode, byte[]? raw = null) => new(
        new PartOrigin("file.bin", Hash(raw ?? [1])), () => new MemoryStream(raw ?? [1]), ReportKind.Unknown, null,
        new PartCompletion { Outcome = outcome, ReasonCode = reasonCode, Reason = "For a test." });

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private sealed class Reader(TestReport report) : AggregateReader
    {
        private readonly IEnumerator<ReportRow> rows = report.Rows.GetEnumerator();
        private int rowCount;
        private long messageCount;
        private bool ended;

        public override AggregateReport Header => new()
        {
            OrgName = report.OrgName,
            ReportId = report.ReportId,
            Begin = report.Begin,
            End = report.End,
            Email = "dmarc@reporter.example",
            Errors = ["an error"],
            PolicyPublished = new PolicyPublished { Domain = report.Domain, P = "none", Pct = 100 },
        };

        public override int RowCount => rowCount;

        public override long MessageCount => messageCount;

        public override PartCompletion Completion => !ended ? throw new InvalidOperationException("Rows are left to read.") : new()
        {
            Outcome = report.Outcome,
            ReasonCode = report.ReasonCode,
            Reason = report.ReasonCode is null ? null : "For a test.",
            Line = report.ReasonCode is null ? null : 7,
            Repairs = [new Repair("unknown-value", "Kept.", 3, 2)],
            ContentHash = report.Outcome == ParseOutcome.Parsed
                ? Hash(Encoding.UTF8.GetBytes(report.Text ?? $"{report.OrgName}|{report.ReportId}|{report.Domain}|{report.Begin}|{report.End}"))
                : null,
        };

        public override bool TryRead([NotNullWhen(true)] out ReportRow? row)
        {
            if (rows.MoveNext())
            {
                row = rows.Current;
                rowCount++;
                messageCount += row.Count;
                return true;
            }

            if (report.Fails is not null)
            {
                throw report.Fails;
            }

            ended = true;
            row = null;
            return false;
        }
    }
}
