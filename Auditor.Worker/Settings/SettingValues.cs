using System.Globalization;
using Auditor.Core.Dns;

namespace Auditor.Worker.Settings;

/// <summary>Reads the values of settings from text, and says what is wrong with them.</summary>
public static class SettingValues
{
    /// <summary>Recipients of a notice: a list server is made for more.</summary>
    private const int MostRecipients = 20;

    private const int MostWebAddress = 2_000;
    private const int MostLine = 500;

    private static readonly System.Buffers.SearchValues<char> AtomCharacters = System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.!#$%&'*+-/=?^_`{|}~");

    /// <summary>A number of seconds (<c>5</c>, <c>5s</c>), minutes (<c>15m</c>), hours (<c>2h</c>), or <c>hh:mm:ss</c>.</summary>
    public static bool TryDuration(string text, out TimeSpan value)
    {
        ArgumentNullException.ThrowIfNull(text);
        value = default;
        var trimmed = text.Trim();
        if (trimmed.Contains(':', StringComparison.Ordinal))
        {
            return TimeSpan.TryParse(trimmed, CultureInfo.InvariantCulture, out value) && value > TimeSpan.Zero;
        }

        var (number, unit) = trimmed switch
        {
            [.. var n, 'm', 's'] => (n, 0.001),
            [.. var n, 's'] => (n, 1d),
            [.. var n, 'm'] => (n, 60d),
            [.. var n, 'h'] => (n, 3600d),
            _ => (trimmed, 1d),
        };
        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) || count * unit is <= 0 or > 86400 * 366d)
        {
            return false;
        }

        value = TimeSpan.FromSeconds(count * unit);
        return true;
    }

    /// <summary><c>02:00</c>: hours and minutes.</summary>
    public static bool TryTimeOfDay(string text, out TimeOnly value) =>
        TimeOnly.TryParseExact(text?.Trim(), ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out value);

    /// <summary>The entries of a list, separated by commas or white space.</summary>
    public static IReadOnlyList<string> List(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split([',', ';', ' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    internal static Func<string, string?> Duration(TimeSpan min, TimeSpan max) => text =>
        TryDuration(text, out var value) && value >= min && value <= max
            ? null
            : $"'{text}' is no duration between {Words(min)} and {Words(max)}; write for example 5s, 15m or 2h.";

    internal static Func<string, string?> Number(int min, int max) => text =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? null
            : $"'{text}' is no whole number from {min} to {max}.";

    /// <summary>Percent with two decimals at most; a comma is a decimal point, as people write it.</summary>
    internal static Func<string, string?> Percent(decimal min, decimal max) => text =>
        TryPercent(text, out var value) && value >= min && value <= max ? null : string.Create(CultureInfo.InvariantCulture, $"'{text}' is no percentage from {min} to {max}; write for example 95 or 99.5.");

    internal static bool TryPercent(string text, out decimal value) =>
        decimal.TryParse(text.Trim().Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) && decimal.Round(value, 2) == value;

    internal static string? TimeOfDay(string text) =>
        TryTimeOfDay(text, out _) ? null : $"'{text}' is no time of day; write hours and minutes, for example 02:00.";

    internal static string? TimeZone(string text) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(text.Trim(), out _) ? null : $"'{text}' is no time zone known here; write an IANA name, for example Europe/Zurich or UTC.";

    internal static string? Domains(string text) =>
        List(text).FirstOrDefault(entry => !DomainName.TryParse(entry, out var name) || !name.IsHostName) is { } wrong ? $"'{wrong}' is no domain; write for example receiver.example." : null;

    internal static string? HostName(string text) =>
        text.Trim().Length == 0 || (DomainName.TryParse(text.Trim(), out var name) && name.LabelCount > 0) ? null : $"'{text}' is no name of a server.";

    internal static Func<string, string?> Choice(params string[] words) => text =>
        words.Contains(text.Trim(), StringComparer.OrdinalIgnoreCase) ? null : $"'{text}' is none of {string.Join(", ", words)}.";

    /// <summary>One mail address, or none.</summary>
    internal static string? MailAddress(string text) => text.Trim().Length == 0 || IsMailAddress(text.Trim()) ? null : $"'{text.Trim()}' is no mail address; write for example postmaster@example.com.";

    /// <summary>A list of mail addresses, or none.</summary>
    internal static string? MailAddresses(string text)
    {
        var all = List(text);
        return all.Count > MostRecipients ? $"{all.Count} recipients are too many; give {MostRecipients} at most, or the address of a list." : all.Select(MailAddress).FirstOrDefault(p => p is not null);
    }

    /// <summary>An address of the web without user and fragment, or none.</summary>
    internal static string? WebAddress(string text) =>
        text.Trim().Length == 0 || (text.Length <= MostWebAddress && Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0
            && !text.Trim().Any(c => char.IsControl(c) || char.IsWhiteSpace(c)))
            ? null
            : $"This is no address of the web; it begins with https://, has {MostWebAddress} characters at most and names no user.";

    /// <summary>A host name or an address, or none.</summary>
    internal static string? Host(string text) =>
        text.Trim() is { Length: <= 253 } host && (host.Length == 0 || Uri.CheckHostName(host) != UriHostNameType.Unknown) ? null : $"'{text}' is no name of a server.";

    /// <summary>Anything on one line.</summary>
    internal static string? Line(string text) => text.Length <= MostLine && !text.Any(char.IsControl) ? null : $"This is longer than {MostLine} characters, or more than one line.";

    internal static string? Resolvers(string text)
    {
        foreach (var entry in List(text))
        {
            if (!DnsServerAddress.TryParse(entry, out _, out _))
            {
                return $"'{entry}' is no resolver; write an address, with a port where it is not 53: 192.0.2.1, 192.0.2.1:5353 or [2001:db8::1]:53.";
            }
        }

        return null;
    }

    // Enough of RFC 5321 4.1.2 for addresses that people have; what a header could be broken with is in none of them.
    private static bool IsMailAddress(string text)
    {
        var at = text.LastIndexOf('@');
        return at is > 0 and <= 64 && text.Length <= 254 && text.AsSpan(0, at).IndexOfAnyExcept(AtomCharacters) < 0 && text[0] != '.' && text[at - 1] != '.'
            && DomainName.TryParse(text[(at + 1)..], out var domain) && domain.IsHostName;
    }

    private static string Words(TimeSpan span) =>
        span < TimeSpan.FromMinutes(1) ? $"{span.TotalSeconds:0.###}s" : span < TimeSpan.FromHours(1) ? $"{span.TotalMinutes:0}m" : $"{span.TotalHours:0}h";
}
