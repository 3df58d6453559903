using System.Text.Encodings.Web;
using System.Text.Json;
using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Storage.Ingest;

namespace Auditor.Worker.Cli.Storage;

/// <summary>For programs: one object with every part, then the counts. Written as it goes, so that memory does not grow.</summary>
public sealed class LedgerJson : ILedgerOutput
{
    private const int FlushBytes = 64 * 1024;

    private readonly Utf8JsonWriter json;
    private readonly Stream output;

    public LedgerJson(Stream output)
    {
        this.output = output;
        json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteStartArray("parts");
    }

    public void Part(string path, string? entry, IngestResult result)
    {
        json.WriteStartObject();
        json.WriteString("path", path);
        json.WriteString("entry", entry);
        json.WriteString("kind", LedgerWords.Of(result.Kind));
        json.WriteString("outcome", LedgerWords.Of(result.Outcome));
        json.WriteString("reasonCode", result.ReasonCode);
        json.WriteString("reason", result.Reason);
        Number("line", result.Line);
        Number("reportId", result.ReportId);
        json.WriteString("tier", result.Tier?.ToWord());
        json.WriteNumber("rows", result.Rows);
        json.WriteNumber("messages", result.Messages);
        json.WriteEndObject();
        if (json.BytesPending > FlushBytes)
        {
            json.Flush();
        }
    }

    public void End(LedgerSummary summary)
    {
        json.WriteEndArray();
        json.WriteNumber("seen", summary.Seen);
        json.WriteNumber("imported", summary.Imported);
        json.WriteNumber("duplicate", summary.Duplicate);
        json.WriteNumber("empty", summary.Empty);
        json.WriteNumber("notAReport", summary.NotAReport);
        json.WriteNumber("quarantined", summary.Quarantined);
        json.WriteNumber("failed", summary.Failed);
        json.WriteBoolean("balanced", summary.IsBalanced);
        json.WriteEndObject();
        json.Flush();
        output.WriteByte((byte)'\n');
    }

    public void Dispose()
    {
        json.Dispose();
        output.Flush();
    }

    private void Number(string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
