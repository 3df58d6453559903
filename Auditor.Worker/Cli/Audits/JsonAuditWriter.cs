using System.Text.Json;
using Auditor.Core.Auditing;

namespace Auditor.Worker.Cli.Audits;

/// <summary>An array of audits, indented.</summary>
internal sealed class JsonAuditWriter(TextWriter output) : IAuditWriter
{
    private bool hasItems;

    public bool IsOrdered => true;

    public void Write(AuditDocument document)
    {
        output.Write(hasItems ? ",\n" : "[\n");
        output.Write(JsonSerializer.Serialize(document, AuditJson.Audit(AuditJson.Indented)));
        hasItems = true;
    }

    public void Complete() => output.Write(hasItems ? "\n]\n" : "[]\n");

    public void Dispose()
    {
    }
}
