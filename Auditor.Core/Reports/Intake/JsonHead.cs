using System.Text;
using System.Text.Json;

namespace Auditor.Core.Reports.Intake;

/// <summary>Looks at JSON that is held as a whole.</summary>
internal static class JsonHead
{
    /// <summary>True when the text is right as far as it goes, and ends too early.</summary>
    public static bool BreaksOff(ReadOnlySpan<byte> text)
    {
        text = text.StartsWith(Encoding.UTF8.Preamble) ? text[3..] : text;
        try
        {
            var reader = new Utf8JsonReader(text, isFinalBlock: false, default);
            while (reader.Read())
            {
                // Only the end matters.
            }

            return reader.CurrentDepth > 0 || reader.TokenType is JsonTokenType.None or JsonTokenType.StartObject or JsonTokenType.StartArray;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
