using Auditor.Core.Auditing;

namespace Auditor.Worker.Cli.Audits;

/// <summary>One form of output.</summary>
internal interface IAuditWriter : IDisposable
{
    /// <summary>True when audits come in the order of the arguments, false as they complete.</summary>
    bool IsOrdered { get; }

    void Write(AuditDocument document);

    /// <summary>Called once after the last audit.</summary>
    void Complete();
}

/// <summary>Chooses the writer of a format.</summary>
internal static class AuditWriters
{
    public static IAuditWriter Create(AuditSettings settings, StreamWriter output) => settings.Format switch
    {
        AuditFormat.Json => new JsonAuditWriter(output),
        AuditFormat.JsonLines => new JsonLinesAuditWriter(output),
        AuditFormat.Csv => new CsvAuditWriter(output),
        AuditFormat.Sarif => new SarifAuditWriter(settings, output),
        AuditFormat.JUnit => new JUnitAuditWriter(settings, output),
        _ => new TableAuditWriter(settings, output),
    };
}
