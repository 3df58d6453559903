using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Auditor.Worker.Notices;

/// <summary>A notice as the webhook's body; docs/operations.md has the schema. <c>text</c> alone is enough for chats that take a text.</summary>
internal static class NoticeJson
{
    /// <summary>Name and version of the schema: fields are added, and none is changed or taken away without a new one.</summary>
    public const string Schema = "auditor.notice/1";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>The body, in UTF-8.</summary>
    /// <param name="notice">What it says.</param>
    /// <param name="id">The same at every try.</param>
    /// <param name="at">When it is sent: with the signature it keeps an old body from being sent again by others.</param>
    public static byte[] Of(Notice notice, string id, DateTimeOffset at)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteString("schema", Schema);
            json.WriteString("id", id);
            json.WriteBoolean("test", notice.IsTest);
            json.WriteString("day", notice.Day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
            json.WriteString("sentAt", Utc(at));
            json.WriteString("since", Utc(notice.Since));
            json.WriteString("until", Utc(notice.Until));
            json.WriteString("language", notice.Language);
            json.WriteBoolean("needsAttention", notice.NeedsSending);
            json.WriteString("subject", notice.Subject);
            json.WriteString("verdict", notice.Verdict);
            json.WriteString("text", $"{notice.Subject}\n\n{NoticePlainText.Of(notice)}");
            json.WriteStartArray("sections");
            foreach (var section in notice.Sections)
            {
                Write(json, section);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>The value of <c>X-Auditor-Signature</c>: HMAC-SHA256 (RFC 2104) over the body as sent.</summary>
    public static string Sign(byte[] body, string secret) => $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body))}";

    private static void Write(Utf8JsonWriter json, NoticeSection section)
    {
        json.WriteStartObject();
        json.WriteString("code", section.Code);
        json.WriteString("title", section.Title);
        json.WriteNumber("total", section.Total);
        json.WriteStartArray("items");
        foreach (var line in section.Lines)
        {
            json.WriteStartObject();
            json.WriteString("text", line.Text);
            json.WriteStartArray("details");
            foreach (var detail in line.Details)
            {
                json.WriteStringValue(detail);
            }

            json.WriteEndArray();
            json.WriteString("domain", line.Domain);
            json.WriteString("finding", line.Code);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
