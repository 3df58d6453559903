using System.Text;

namespace Auditor.Core.Dns.ZoneFiles;

/// <summary>Why a word of a master file is no name that can be asked for.</summary>
internal enum ZoneNameProblem
{
    /// <summary>It is one.</summary>
    None,

    /// <summary>No domain name at all.</summary>
    Malformed,

    /// <summary>Legal in DNS, yet with an octet inside a label (a dot, a control character) that no audited name has.</summary>
    Unusual,
}

/// <summary>Reads the names of a master file: relative to an origin, <c>@</c>, escapes, U-labels in UTF-8.</summary>
internal static class ZoneNames
{
    /// <summary>Reads one name; on a problem <paramref name="error"/> says what it is.</summary>
    public static ZoneNameProblem Read(string raw, DomainName origin, out DomainName name, out string error)
    {
        name = origin;
        error = string.Empty;
        if (raw == "@")
        {
            return ZoneNameProblem.None;
        }

        if (raw.Contains('\\', StringComparison.Ordinal))
        {
            if (!MasterFileText.TryUnescape(raw, out var octets))
            {
                error = $"'{raw}' has a broken \\ escape.";
                return ZoneNameProblem.Malformed;
            }

            if (octets.Count('.') != raw.Count('.') || raw.Contains("\\.", StringComparison.Ordinal) || octets.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            {
                error = $"'{raw}' has a dot or an unprintable octet inside a label.";
                return ZoneNameProblem.Unusual;
            }

            raw = octets;
        }

        if (!Ascii.IsValid(raw))
        {
            raw = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(raw));
        }

        var absolute = raw.EndsWith('.') || origin.IsRoot ? raw : $"{raw}.{origin.Value}";
        if (DomainName.TryParseWithSpaces(absolute, out name, out var problem))
        {
            return ZoneNameProblem.None;
        }

        error = problem;
        return ZoneNameProblem.Malformed;
    }
}
