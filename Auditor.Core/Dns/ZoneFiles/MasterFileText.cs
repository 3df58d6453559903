using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Auditor.Core.Dns.ZoneFiles;

/// <summary>
/// The escapes of master files (RFC 1035 5.1): <c>\DDD</c> is the octet of that decimal value, <c>\X</c> is X itself.
/// Octets are the characters U+0000..U+00FF.
/// </summary>
internal static class MasterFileText
{
    /// <summary>Resolves the escapes; false when a backslash stands last or <c>\DDD</c> is over 255.</summary>
    public static bool TryUnescape(string raw, [NotNullWhen(true)] out string? octets)
    {
        if (!raw.Contains('\\', StringComparison.Ordinal))
        {
            octets = raw;
            return true;
        }

        octets = null;
        var result = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\')
            {
                result.Append(raw[i]);
                continue;
            }

            if (i + 1 == raw.Length)
            {
                return false;
            }

            if (!char.IsAsciiDigit(raw[i + 1]))
            {
                result.Append(raw[++i]);
                continue;
            }

            if (i + 3 >= raw.Length || !char.IsAsciiDigit(raw[i + 2]) || !char.IsAsciiDigit(raw[i + 3]))
            {
                return false;
            }

            var octet = ((raw[i + 1] - '0') * 100) + ((raw[i + 2] - '0') * 10) + (raw[i + 3] - '0');
            if (octet > 255)
            {
                return false;
            }

            result.Append((char)octet);
            i += 3;
        }

        octets = result.ToString();
        return true;
    }
}
