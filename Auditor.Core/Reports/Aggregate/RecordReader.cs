using System.Collections.Immutable;
using System.Globalization;
using Auditor.Core.Reports.Intake;

namespace Auditor.Core.Reports.Aggregate;

/// <summary>
/// Reads one record: usually one row with its identifiers and raw results. Elements are taken wherever they stand inside the record, since
/// drafts and reporters disagree about the order and the wrappers.
/// </summary>
internal sealed class RecordReader(XmlCursor cursor, IntakeLimits limits)
{
    private readonly List<EvaluatedRow> rows = [];
    private readonly ImmutableArray<DkimAuthResult>.Builder dkimResults = ImmutableArray.CreateBuilder<DkimAuthResult>();
    private readonly ImmutableArray<SpfAuthResult>.Builder spfResults = ImmutableArray.CreateBuilder<SpfAuthResult>();
    private readonly ImmutableArray<PolicyOverrideReason>.Builder reasons = ImmutableArray.CreateBuilder<PolicyOverrideReason>();
    private EvaluatedRow current = new();

    /// <summary>Reads the record that the cursor stands on and adds its rows; none when it says that nothing happened.</summary>
    public void Read(Queue<ReportRow> target)
    {
        rows.Clear();
        dkimResults.Clear();
        spfResults.Clear();
        reasons.Clear();
        current = new EvaluatedRow { Line = cursor.Line };
        string? headerFrom = null, envelopeFrom = null, envelopeTo = null;
        var isRowSeen = false;
        if (!cursor.IsEmptyElement)
        {
            var depth = cursor.Depth;
            while (cursor.MoveWithin(depth))
            {
                switch (cursor.Element)
                {
                    case ReportElement.Row when isRowSeen:
                        FinishRow();
                        break;
                    case ReportElement.Row:
                        isRowSeen = true;
                        break;
                    case ReportElement.SourceIp:
                        current.SourceIp = ReadAddress();
                        break;
                    case ReportElement.Count:
                        current.Line = cursor.Line;
                        current.CountText = cursor.ReadText();
                        break;
                    case ReportElement.PolicyEvaluated:
                        ReadPolicyEvaluated();
                        break;
                    case ReportElement.HeaderFrom:
                        headerFrom = cursor.ReadDomain();
                        break;
                    case ReportElement.EnvelopeFrom:
                        envelopeFrom = cursor.ReadDomain();
                        break;
                    case ReportElement.EnvelopeTo:
                        envelopeTo = cursor.ReadDomain();
                        break;
                    case ReportElement.AuthResults:
                        ReadAuthResults();
                        break;
                }
            }
        }

        FinishRow();
        var dkim = dkimResults.DrainToImmutable();
        var spf = spfResults.DrainToImmutable();
        foreach (var row in rows)
        {
            if (IsNull(row))
            {
                cursor.Repairs.Add("null-row", "a row without address and messages was passed over", row.Line);
                continue;
            }

            target.Enqueue(new ReportRow
            {
                SourceIp = row.SourceIp ?? "",
                Count = ParseCount(row),
                Disposition = row.Disposition,
                Dkim = row.Dkim,
                Spf = row.Spf,
                Reasons = row.Reasons,
                HeaderFrom = headerFrom,
                EnvelopeFrom = envelopeFrom,
                EnvelopeTo = envelopeTo,
                DkimResults = dkim,
                SpfResults = spf,
            });
        }
    }

    private static bool IsNull(EvaluatedRow row) => row.SourceIp is null && row.CountText is null or "0";

    private static long ParseCount(EvaluatedRow row)
    {
        if (long.TryParse(row.CountText, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) && count > 0)
        {
            return count;
        }

        throw new RefusedReportException(new Refusal(
            IntakeReason.CountInvalid,
            row.CountText is null ? "A row has no count." : $"A row's count '{row.CountText}' is no number of messages.",
            row.Line));
    }

    private void FinishRow()
    {
        if (rows.Count == limits.MaxResultsPerRow)
        {
            throw new RefusedReportException(new Refusal(
                IntakeReason.TooManyRows,
                $"One record holds more than {limits.MaxResultsPerRow} rows.",
                current.Line));
        }

        current.Reasons = reasons.DrainToImmutable();
        rows.Add(current);
        current = new EvaluatedRow { Line = cursor.Line };
    }

    private string? ReadAddress()
    {
        var text = cursor.ReadSpan();
        if (text.IsEmpty)
        {
            return null;
        }

        var address = SourceAddress.Canonical(text, cursor.Pool);
        if (address is null)
        {
            address = cursor.Pool.Get(text);
            cursor.Repairs.Add("address-form", $"source_ip '{address}' is no address; kept as text", cursor.Line);
        }

        return address;
    }

    private void ReadPolicyEvaluated()
    {
        if (cursor.IsEmptyElement)
        {
            return;
        }

        var depth = cursor.Depth;
        while (cursor.MoveToChild(depth))
        {
            switch (cursor.Element)
            {
                case ReportElement.Disposition:
                    current.Disposition = cursor.ReadWord(AggregateWords.Dispositions);
                    break;
                case ReportElement.Dkim:
                    current.Dkim = cursor.ReadWord(AggregateWords.AlignedResults);
                    break;
                case ReportElement.Spf:
                    current.Spf = cursor.ReadWord(AggregateWords.AlignedResults);
                    break;
                case ReportElement.Reason:
                    ReadReason();
                    break;
            }
        }
    }

    private void ReadReason()
    {
        string? type = null, comment = null;
        if (!cursor.IsEmptyElement)
        {
            var depth = cursor.Depth;
            while (cursor.MoveToChild(depth))
            {
                switch (cursor.Element)
                {
                    case ReportElement.Type:
                        type = cursor.ReadWord(AggregateWords.ReasonTypes);
                        break;
                    case ReportElement.Comment:
                        comment = cursor.ReadText();
                        break;
                }
            }
        }

        if (HasRoom(reasons.Count))
        {
            reasons.Add(new PolicyOverrideReason(type, comment));
        }
    }

    private void ReadAuthResults()
    {
        if (cursor.IsEmptyElement)
        {
            return;
        }

        var depth = cursor.Depth;
        while (cursor.MoveToChild(depth))
        {
            switch (cursor.Element)
            {
                case ReportElement.Dkim:
                    ReadDkim();
                    break;
                case ReportElement.Spf:
                    ReadSpf();
                    break;
            }
        }
    }

    private void ReadDkim()
    {
        string? domain = null, selector = null, result = null, humanResult = null;
        if (!cursor.IsEmptyElement)
        {
            var depth = cursor.Depth;
            while (cursor.MoveToChild(depth))
            {
                switch (cursor.Element)
                {
                    case ReportElement.Domain:
                        domain = cursor.ReadDomain();
                        break;
                    case ReportElement.Selector:
                        selector = cursor.ReadText();
                        break;
                    case ReportElement.Result:
                        result = cursor.ReadWord(AggregateWords.DkimResults);
                        break;
                    case ReportElement.HumanResult:
                        humanResult = cursor.ReadText();
                        break;
                }
            }
        }

        if (HasRoom(dkimResults.Count))
        {
            dkimResults.Add(new DkimAuthResult(domain, selector, result, humanResult));
        }
    }

    private void ReadSpf()
    {
        string? domain = null, scope = null, result = null;
        if (!cursor.IsEmptyElement)
        {
            var depth = cursor.Depth;
            while (cursor.MoveToChild(depth))
            {
                switch (cursor.Element)
                {
                    case ReportElement.Domain:
                        domain = cursor.ReadDomain();
                        break;
                    case ReportElement.Scope:
                        scope = cursor.ReadWord(AggregateWords.Scopes);
                        break;
                    case ReportElement.Result:
                        result = cursor.ReadWord(AggregateWords.SpfResults);
                        break;
                }
            }
        }

        if (HasRoom(spfResults.Count))
        {
            spfResults.Add(new SpfAuthResult(domain, scope, result));
        }
    }

    private bool HasRoom(int count)
    {
        if (count < limits.MaxResultsPerRow)
        {
            return true;
        }

        cursor.Repairs.Add("results-dropped", $"more than {limits.MaxResultsPerRow} results in one record; the others were dropped", cursor.Line);
        return false;
    }

    /// <summary>A row before its record is complete.</summary>
    private sealed class EvaluatedRow
    {
        public int Line { get; set; }

        public string? SourceIp { get; set; }

        public string? CountText { get; set; }

        public string? Disposition { get; set; }

        public string? Dkim { get; set; }

        public string? Spf { get; set; }

        public ImmutableArray<PolicyOverrideReason> Reasons { get; set; } = [];
    }
}
