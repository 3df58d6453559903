using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Auditor.Core.Dkim;

/// <summary>Names a key whatever its record looks like: the same key in another wrapping has the same fingerprint.</summary>
public static class KeyFingerprint
{
    private const string RsaEncryption = "1.2.840.113549.1.1.1";

    // SEQUENCE { rsaEncryption, NULL } in DER: with it in front a key is wrapped already, as nearly all are.
    private static readonly byte[] RsaAlgorithm = [0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0x00];

    /// <summary>
    /// SHA-256 in lower-case hex: of the SubjectPublicKeyInfo for RSA (a bare key is wrapped first), of the raw 32 octets for
    /// Ed25519. Null when the record has no key that can be read.
    /// </summary>
    public static string? Of(DkimKeyRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.Bits is null || Octets(record) is not { } octets)
        {
            return null;
        }

        return Convert.ToHexStringLower(SHA256.HashData(record.Encoding == KeyEncoding.Raw ? octets : Wrapped(octets)));
    }

    private static byte[]? Octets(DkimKeyRecord record)
    {
        var value = record.Tags.FirstOrDefault(t => t.Name == "p").Value ?? string.Empty;
        var body = (value.AsSpan().ContainsAny(" \t\r\n") ? string.Concat(value.Where(c => !char.IsWhiteSpace(c))) : value).TrimEnd('=');
        var padded = body.PadRight((body.Length + 3) / 4 * 4, '=');
        var octets = new byte[padded.Length / 4 * 3];
        return Convert.TryFromBase64String(padded, octets, out var length) ? octets[..length] : null;
    }

    // SubjectPublicKeyInfo ::= SEQUENCE { SEQUENCE { rsaEncryption, NULL }, BIT STRING { RSAPublicKey } }
    private static byte[] Wrapped(byte[] octets)
    {
        // Behind the outer tag and its length, which takes one octet to four.
        if (octets.AsSpan(0, Math.Min(octets.Length, 5 + RsaAlgorithm.Length)).IndexOf(RsaAlgorithm) > 0)
        {
            return octets;
        }

        try
        {
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(RsaEncryption);
                    writer.WriteNull();
                }

                writer.WriteBitString(Bare(octets));
            }

            return writer.Encode();
        }
        catch (AsnContentException)
        {
            return octets;
        }
    }

    private static byte[] Bare(byte[] octets)
    {
        var content = new AsnReader(octets, AsnEncodingRules.BER).ReadSequence();
        if (content.PeekTag() == Asn1Tag.Integer)
        {
            return octets;
        }

        content.ReadSequence();
        return content.ReadBitString(out _);
    }
}
