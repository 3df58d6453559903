using System.Text.Json;
using Auditor.Core.Auditing;

namespace Auditor.Worker.Cli.Audits;

/// <summary>One audit a line, written as each completes.</summary>
internal sealed class JsonLinesAuditWriter(TextWriter output) : IAuditWriter
{
    public bool IsOrdered => false;

    public void Write(AuditDocument document)
    {
        output.Write(JsonSerializer.Serialize(document, AuditJson.Compact));
        output.Write('\n');
        output.Flush();
    }

    public void Complete()
    {
    }

    public void Dispose()
    {
    }
}
