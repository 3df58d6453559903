using System.Collections.Immutable;
using System.Globalization;

namespace Auditor.Core.Transport;

/// <summary>One TLSA record (RFC 6698 2.1).</summary>
/// <param name="Usage">0 PKIX-TA, 1 PKIX-EE, 2 DANE-TA, 3 DANE-EE.</param>
/// <param name="Selector">0 the whole certificate, 1 its public key.</param>
/// <param name="Matching">0 the octets themselves, 1 SHA-256, 2 SHA-512.</param>
/// <param name="Data">The certificate association data as lower-case hex.</param>
/// <param name="Problem">What is wrong with it, as a sentence; null when nothing is.</param>
public sealed record TlsaRecord(int Usage, int Selector, int Matching, string Data, string? Problem)
{
    private const int Sha256Octets = 32;
    private const int Sha512Octets = 64;

    /// <summary>True for PKIX-TA and PKIX-EE, which mail does not use (RFC 7672 3.1.3).</summary>
    public bool IsPkix => Usage is 0 or 1;

    /// <summary>True when a sender can match a certificate with it: DANE-TA or DANE-EE, known selector and matching type, data that fits.</summary>
    public bool IsUsable => Problem is null && !IsPkix;

    /// <summary>Reads the data in master-file form: <c>3 1 1 0A1B...</c>; the hex may be in several groups.</summary>
    public static TlsaRecord Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var numbers = parts.Take(3).Select(p => byte.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : -1).ToImmutableArray();
        var data = string.Concat(parts.Skip(3)).ToLowerInvariant();
        return numbers.Length < 3 || numbers.Contains(-1)
            ? new TlsaRecord(-1, -1, -1, data, "It has no three numbers in front: usage, selector and matching type.")
            : new TlsaRecord(numbers[0], numbers[1], numbers[2], data, ProblemOf(numbers[0], numbers[1], numbers[2], data));
    }

    private static string? ProblemOf(int usage, int selector, int matching, string data)
    {
        if (usage > 3 || selector > 1 || matching > 2)
        {
            return $"Usage {usage}, selector {selector}, matching type {matching}: not all of them are known.";
        }

        if (data.Length == 0 || data.Length % 2 != 0 || !data.All(char.IsAsciiHexDigit))
        {
            return "The data is no hexadecimal text of whole octets.";
        }

        var octets = data.Length / 2;
        return matching switch
        {
            1 when octets != Sha256Octets => $"The data has {octets} octets; a SHA-256 digest has {Sha256Octets}.",
            2 when octets != Sha512Octets => $"The data has {octets} octets; a SHA-512 digest has {Sha512Octets}.",
            0 when !IsDer(Convert.FromHexString(data)) => "The data is no DER structure: matching type 0 holds the whole certificate or public key.",
            _ => null,
        };
    }

    // A certificate and a SubjectPublicKeyInfo are both one SEQUENCE that fills the data.
    private static bool IsDer(byte[] octets) =>
        System.Formats.Asn1.AsnDecoder.TryReadEncodedValue(
            octets, System.Formats.Asn1.AsnEncodingRules.DER, out var tag, out _, out _, out var consumed)
        && tag == System.Formats.Asn1.Asn1Tag.Sequence && consumed == octets.Length;
}
