using System.Globalization;
using System.Net;

namespace Auditor.Core.Blocklists;

/// <summary>One return code of a list.</summary>
/// <param name="Pattern">An address of 127.0.0.0/8 where <c>x</c> stands for any octet, <c>*</c> for any answer, or a bit of the last octet.</param>
/// <param name="Word">A short word such as <c>SBL</c>.</param>
/// <param name="Meaning">A few words.</param>
/// <param name="Type">What it says; null for what the list says as a whole.</param>
public sealed record BlocklistCode(string Pattern, string Word, string Meaning, BlocklistType? Type = null)
{
    private readonly string[] octets = Pattern.Split('.');

    /// <summary>The bit of a bitmask list; 0 for an exact code.</summary>
    public int Bit { get; } = int.TryParse(Pattern, NumberStyles.None, CultureInfo.InvariantCulture, out var bit) ? bit : 0;

    /// <summary>True when the answer is this code.</summary>
    public bool Matches(IPAddress answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var given = answer.GetAddressBytes();
        return Pattern == "*" || (octets.Length == given.Length
            && octets.Zip(given).All(pair => pair.First == "x" || pair.First == pair.Second.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>The words for an answer: the value of each <c>x</c> as a category (as DNSWL has it), then <see cref="Word"/>.</summary>
    public IEnumerable<string> WordsFor(IPAddress answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var given = answer.GetAddressBytes();
        return octets.Zip(given).Where(pair => pair.First == "x").Select(pair => $"category-{pair.Second}").Append(Word);
    }

    /// <summary>True for an address with <c>x</c> in places, or a star; bits are judged by <see cref="Bit"/>.</summary>
    internal static bool IsPattern(string text) => text == "*" || text.Split('.') is ["127", _, _, _] parts && parts.All(p => p == "x" || (byte.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out var octet) && octet.ToString(CultureInfo.InvariantCulture) == p));

    /// <summary>True for one of the eight bits.</summary>
    internal static bool IsBit(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bit) && bit is 1 or 2 or 4 or 8 or 16 or 32 or 64 or 128;
}
