using System.Globalization;
using Auditor.Core.Reports.Intake;

namespace Auditor.Core.Reports.Aggregate;

/// <summary>Reads everything of a report but its rows, in whatever order the elements come.</summary>
internal sealed class HeadReader(XmlCursor cursor, IntakeLimits limits)
{
    private const string Rfc9990Namespace = "urn:ietf:params:xml:ns:dmarc-2.0";
    private const int MaxErrors = 16;

    private readonly List<string> errors = [];
    private readonly bool isRfc9990Namespace = cursor.Namespace == Rfc9990Namespace;
    private AggregateReport report = new();
    private string? begin;
    private string? end;
    private int dateLine;

    /// <summary>The metadata and the policy were read to their end tags.</summary>
    public bool IsComplete => HasMetadata && HasPolicy;

    public bool HasMetadata { get; private set; }

    public bool HasPolicy { get; private set; }

    /// <summary>Reads on to the next record; false at the end of the report.</summary>
    public bool ReadToRecord(int feedbackDepth)
    {
        while (cursor.MoveWithin(feedbackDepth))
        {
            switch (cursor.Element)
            {
                case ReportElement.Record:
                    return true;
                case ReportElement.Version:
                    report = report with { Version = cursor.ReadText() };
                    break;
                case ReportElement.ReportMetadata:
                    ReadMetadata();
                    break;
                case ReportElement.PolicyPublished:
                    ReadPolicy();
                    break;
                case ReportElement.Extension:
                    cursor.SkipElement();
                    break;
            }
        }

        return false;
    }

    /// <summary>Looks for the head all over the report, passing over its records.</summary>
    public void ReadAll(int feedbackDepth)
    {
        while (!IsComplete && ReadToRecord(feedbackDepth))
        {
            cursor.SkipElement();
        }
    }

    /// <summary>The head, or null with the reason when it cannot be used.</summary>
    public AggregateReport? Build(out Refusal? refusal)
    {
        refusal = null;
        if (!HasMetadata)
        {
            refusal = new Refusal(IntakeReason.MetadataMissing, "The report has no report_metadata.", cursor.Line);
        }
        else if (!HasPolicy)
        {
            refusal = new Refusal(IntakeReason.PolicyMissing, "The report has no policy_published.", cursor.Line);
        }
        else if (report.PolicyPublished.Domain is null)
        {
            refusal = new Refusal(IntakeReason.PolicyDomainMissing, "policy_published names no domain.", cursor.Line);
        }

        var window = refusal is null ? ReadWindow(out refusal) : null;
        if (window is null)
        {
            return null;
        }

        NoteMissing(report.OrgName, "org_name");
        NoteMissing(report.ReportId, "report_id");
        var policy = report.PolicyPublished;
        var isRfc9990 = isRfc9990Namespace || report.Generator is not null || policy.DiscoveryMethod is not null || policy.Testing is not null;
        return report with
        {
            Begin = window.Value.Begin,
            End = window.Value.End,
            Errors = [.. errors],
            Variant = isRfc9990 ? ReportVariant.Rfc9990 : ReportVariant.Rfc7489,
        };
    }

    private (long Begin, long End)? ReadWindow(out Refusal? refusal)
    {
        refusal = null;
        var first = ReadDate(begin);
        var last = ReadDate(end);
        if (first is not > 0 || last is not > 0 || last >= ReportDate.LatestSecond || first > last)
        {
            refusal = new Refusal(
                IntakeReason.DateRangeInvalid,
                $"The date range is not usable: begin '{begin}', end '{end}'.",
                dateLine == 0 ? cursor.Line : dateLine);
            return null;
        }

        if (last - first > (long)limits.MaxWindow.TotalSeconds)
        {
            refusal = new Refusal(
                IntakeReason.DateRangeTooLong,
                $"The date range spans more than {limits.MaxWindow.TotalDays} days: begin '{begin}', end '{end}'.",
                dateLine);
            return null;
        }

        if (first < ReportDate.DmarcPublished)
        {
            cursor.Repairs.Add("date-before-dmarc", $"begin '{begin}' lies before DMARC was published; kept", dateLine);
        }

        return (first.Value, last.Value);
    }

    private long? ReadDate(string? text)
    {
        var date = ReportDate.Parse(text, out var repair);
        if (repair is not null)
        {
            cursor.Repairs.Add("date-form", repair, dateLine);
        }

        return date;
    }

    private void NoteMissing(string? value, string name)
    {
        if (value is null)
        {
            cursor.Repairs.Add("missing-value", $"{name} is missing", null);
        }
    }

    private void ReadMetadata()
    {
        if (cursor.IsEmptyElement)
        {
            return;
        }

        var depth = cursor.Depth;
        while (cursor.MoveWithin(depth))
        {
            switch (cursor.Element)
            {
                case ReportElement.OrgName:
                    report = report with { OrgName = cursor.ReadText() };
                    break;
                case ReportElement.Email:
                    report = report with { Email = cursor.ReadText() };
                    break;
                case ReportElement.ExtraContactInfo:
                    report = report with { ExtraContactInfo = cursor.ReadText() };
                    break;
                case ReportElement.ReportId:
                    report = report with { ReportId = cursor.ReadText() };
                    break;
                case ReportElement.Begin:
                    dateLine = cursor.Line;
                    begin = cursor.ReadText();
                    break;
                case ReportElement.End:
                    end = cursor.ReadText();
                    break;
                case ReportElement.Error:
                    ReadError();
                    break;
                case ReportElement.Generator:
                    report = report with { Generator = cursor.ReadText() };
                    break;
            }
        }

        HasMetadata = true;
    }

    private void ReadError()
    {
        if (cursor.ReadText() is not { } error)
        {
            return;
        }

        if (errors.Count < MaxErrors)
        {
            errors.Add(error);
        }
        else
        {
            cursor.Repairs.Add("errors-dropped", $"more than {MaxErrors} errors; the others were dropped", cursor.Line);
        }
    }

    private void ReadPolicy()
    {
        if (cursor.IsEmptyElement)
        {
            return;
        }

        if (HasPolicy)
        {
            cursor.Repairs.Add("second-policy", "a second policy_published was passed over", cursor.Line);
            cursor.SkipElement();
            return;
        }

        var depth = cursor.Depth;
        var policy = new PolicyPublished();
        while (cursor.MoveWithin(depth))
        {
            policy = cursor.Element switch
            {
                ReportElement.Domain => policy with { Domain = cursor.ReadDomain() },
                ReportElement.P => policy with { P = cursor.ReadWord(AggregateWords.Policies) },
                ReportElement.Sp => policy with { Sp = cursor.ReadWord(AggregateWords.Policies) },
                ReportElement.Np => policy with { Np = cursor.ReadWord(AggregateWords.Policies) },
                ReportElement.Adkim => policy with { Adkim = cursor.ReadWord(AggregateWords.AlignmentModes) },
                ReportElement.Aspf => policy with { Aspf = cursor.ReadWord(AggregateWords.AlignmentModes) },
                ReportElement.Pct => policy with { Pct = ReadPercentage() },
                ReportElement.Fo => policy with { Fo = cursor.ReadLower() },
                ReportElement.Testing => policy with { Testing = cursor.ReadWord(AggregateWords.TestModes) },
                ReportElement.DiscoveryMethod => policy with { DiscoveryMethod = cursor.ReadWord(AggregateWords.DiscoveryMethods) },
                _ => policy,
            };
        }

        report = report with { PolicyPublished = policy };
        HasPolicy = true;
    }

    private int? ReadPercentage()
    {
        var text = cursor.ReadText();
        if (text is null)
        {
            return null;
        }

        if (int.TryParse(text.AsSpan().TrimEnd("% "), NumberStyles.None, CultureInfo.InvariantCulture, out var percentage))
        {
            return percentage;
        }

        cursor.Repairs.Add("unknown-value", $"Pct '{text}' is no number; dropped", cursor.Line);
        return null;
    }
}
