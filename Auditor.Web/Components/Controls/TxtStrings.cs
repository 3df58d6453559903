using System.Text;

namespace Auditor.Web.Components.Controls;

/// <summary>TXT data in the character-strings that a zone file needs: at most 255 octets each (RFC 1035 3.3), joined without a space when read.</summary>
internal static class TxtStrings
{
    /// <summary>Longest character-string in octets (RFC 1035 3.3).</summary>
    public const int MaxOctets = 255;

    public static bool NeedsSplit(string data) => Encoding.UTF8.GetByteCount(data) > MaxOctets;

    /// <summary>The strings quoted, with quotes and backslashes escaped (RFC 1035 5.1); never cut inside a character.</summary>
    public static string Quoted(string data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var parts = new List<string>();
        var part = new StringBuilder();
        var octets = 0;
        foreach (var rune in data.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > MaxOctets)
            {
                parts.Add(part.ToString());
                part.Clear();
                octets = 0;
            }

            if (rune.Value is '"' or '\\')
            {
                part.Append('\\');
            }

            part.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }

        parts.Add(part.ToString());
        return string.Join(' ', parts.Select(p => $"\"{p}\""));
    }
}
