namespace Auditor.Core.Reports.Intake;

/// <summary>Finds the reports in an input: by content, never by name or declared type.</summary>
public static class ReportIntake
{
    /// <summary>The parts of an input held in memory, one after the other. Content is never an exception.</summary>
    /// <param name="content">The whole input; it must not change while parts are read.</param>
    /// <param name="path">Name of the input for the ledger.</param>
    /// <param name="limits">What to refuse.</param>
    public static IEnumerable<ReportPart> ReadParts(ReadOnlyMemory<byte> content, string path, IntakeLimits limits) =>
        throw new NotImplementedException();

    /// <summary>The parts of an input on disk. The stream must be seekable; it is left open.</summary>
    /// <exception cref="IOException">The stream could not be read.</exception>
    public static IEnumerable<ReportPart> ReadParts(Stream content, string path, IntakeLimits limits) =>
        throw new NotImplementedException();
}
