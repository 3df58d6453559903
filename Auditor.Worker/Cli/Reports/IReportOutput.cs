using Auditor.Core.Reports.Intake;

namespace Auditor.Worker.Cli.Reports;

/// <summary>A form of `parse` output.</summary>
internal interface IReportOutput : IDisposable
{
    /// <summary>Reads the part to its end, writes it, and says how it ended.</summary>
    PartCompletion Write(ReportPart part);
}
