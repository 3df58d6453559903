using System.Buffers;
using System.Text.Json;
using Auditor.Core.Auditing;

namespace Auditor.Worker.Cli.Audits;

/// <summary>One audit a line in UTF-8, written as each completes.</summary>
internal sealed class JsonLinesAuditWriter : IAuditWriter
{
    private const int FirstCapacity = 32 * 1024;

    private readonly StreamWriter output;
    private readonly ArrayBufferWriter<byte> line = new(FirstCapacity);
    private readonly Utf8JsonWriter json;

    public JsonLinesAuditWriter(StreamWriter output)
    {
        this.output = output;
        json = new Utf8JsonWriter(line, new JsonWriterOptions { Encoder = AuditJson.Compact.Encoder, SkipValidation = true });
    }

    public bool IsOrdered => false;

    // Octets go straight to the stream: a string of each document, and its way through the console's lock and encoder, cost as much as a question.
    public void Write(AuditDocument document)
    {
        line.ResetWrittenCount();
        json.Reset();
        JsonSerializer.Serialize(json, document, AuditJson.Audit(AuditJson.Compact));
        json.Flush();
        line.Write("\n"u8);
        output.Flush();
        output.BaseStream.Write(line.WrittenSpan);
        output.BaseStream.Flush();
    }

    public void Complete()
    {
    }

    public void Dispose() => json.Dispose();
}
