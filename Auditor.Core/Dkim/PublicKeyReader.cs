using System.Formats.Asn1;

namespace Auditor.Core.Dkim;

/// <summary>A key that was read from <c>p</c>.</summary>
/// <param name="Bits">Bits of the RSA modulus, 256 for Ed25519.</param>
/// <param name="Encoding">How it is wrapped.</param>
internal sealed record PublicKey(int Bits, KeyEncoding Encoding);

/// <summary>Reads the value of <c>p</c>: base64 first, then the key itself.</summary>
internal static class PublicKeyReader
{
    private const int Ed25519Octets = 32;
    private const string RsaEncryption = "1.2.840.113549.1.1.1";

    // SEQUENCE { SEQUENCE { OID 1.3.101.112 } BIT STRING } in front of the 32 octets (RFC 8410).
    private static readonly byte[] Ed25519Wrapping = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00];

    /// <summary>Reads a key of type rsa or ed25519; null, with a problem noted, when verifiers cannot use it.</summary>
    public static PublicKey? Read(string value, string type, int position, List<DkimProblem> problems)
    {
        if (value.Contains("-----", StringComparison.Ordinal))
        {
            problems.Add(new(DkimProblemKind.PemArmour, position, "'p' holds the BEGIN and END lines of a PEM file; only the base64 between them belongs there.", true));
            return null;
        }

        if (Decode(value, position, problems) is not { } octets)
        {
            return null;
        }

        return type == "ed25519" ? ReadEd25519(octets, position, problems) : ReadRsa(octets, position, problems);
    }

    private static byte[]? Decode(string value, int position, List<DkimProblem> problems)
    {
        var compact = string.Concat(value.Where(c => c is not (' ' or '\t' or '\r' or '\n')));
        var odd = compact.AsSpan().TrimEnd('=').IndexOfAnyExcept(Base64Characters);
        if (odd >= 0)
        {
            problems.Add(new(DkimProblemKind.BadBase64, position, $"'p' has the character '{compact[odd]}', which is no base64.", true));
            return null;
        }

        var body = compact.TrimEnd('=');
        if (body.Length % 4 == 1)
        {
            problems.Add(new(DkimProblemKind.BadBase64, position, "The base64 of 'p' has an impossible length: a character is missing, or one too many.", true));
            return null;
        }

        var padded = body.PadRight((body.Length + 3) / 4 * 4, '=');
        if (padded != compact)
        {
            problems.Add(new(DkimProblemKind.MissingPadding, position, "The base64 of 'p' is not padded with '=' as it should be; strict verifiers refuse it.", false));
        }

        return Convert.FromBase64String(padded);
    }

    private static PublicKey? ReadEd25519(byte[] octets, int position, List<DkimProblem> problems)
    {
        if (octets.Length == Ed25519Octets)
        {
            return new PublicKey(256, KeyEncoding.Raw);
        }

        problems.Add(octets.AsSpan().StartsWith(Ed25519Wrapping)
            ? new(DkimProblemKind.Ed25519Wrapped, position,
                "The Ed25519 key is wrapped in SubjectPublicKeyInfo (44 octets); RFC 8463 wants the raw 32 octets, which are the last 32 of these.", true)
            : new(DkimProblemKind.Ed25519WrongLength, position, $"An Ed25519 key has 32 octets; this one has {octets.Length}.", true));
        return null;
    }

    private static PublicKey? ReadRsa(byte[] octets, int position, List<DkimProblem> problems)
    {
        if (octets.Length == Ed25519Octets || octets.AsSpan().StartsWith(Ed25519Wrapping))
        {
            problems.Add(new(DkimProblemKind.WrongAlgorithm, position, "'p' looks like an Ed25519 key, but 'k=ed25519' is missing, so verifiers read it as RSA and fail.", true));
            return null;
        }

        try
        {
            var outer = new AsnReader(octets, AsnEncodingRules.DER);
            var content = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            return content.PeekTag() == Asn1Tag.Integer ? ReadBare(octets, problems, position) : ReadWrapped(content, problems, position);
        }
        catch (AsnContentException)
        {
            problems.Add(IsTruncated(octets)
                ? new(DkimProblemKind.TruncatedKey, position, $"The key is cut off: it announces {AnnouncedLength(octets)} octets and has {octets.Length}.", true)
                : new(DkimProblemKind.BadKey, position, "'p' is no RSA public key (neither SubjectPublicKeyInfo nor RSAPublicKey in DER).", true));
            return null;
        }
    }

    // SubjectPublicKeyInfo ::= SEQUENCE { AlgorithmIdentifier, BIT STRING }
    private static PublicKey? ReadWrapped(AsnReader info, List<DkimProblem> problems, int position)
    {
        var algorithm = info.ReadSequence();
        var oid = algorithm.ReadObjectIdentifier();
        if (oid != RsaEncryption)
        {
            problems.Add(new(DkimProblemKind.WrongAlgorithm, position, $"The key says that it is of algorithm {oid} and not rsaEncryption ({RsaEncryption}).", true));
            return null;
        }

        if (algorithm.HasData)
        {
            algorithm.ReadNull();
        }

        algorithm.ThrowIfNotEmpty();
        var key = info.ReadBitString(out var unused);
        info.ThrowIfNotEmpty();
        return unused != 0 ? throw new AsnContentException()
            : ReadModulusBits(key, problems, position) is { } bits ? new PublicKey(bits, KeyEncoding.SubjectPublicKeyInfo) : null;
    }

    private static PublicKey? ReadBare(byte[] octets, List<DkimProblem> problems, int position)
    {
        if (ReadModulusBits(octets, problems, position) is not { } bits)
        {
            return null;
        }

        problems.Add(new(DkimProblemKind.BareRsaKey, position,
            "The key is a bare RSAPublicKey (PKCS#1); nearly everyone publishes SubjectPublicKeyInfo, and some verifiers read only that.", false));
        return new PublicKey(bits, KeyEncoding.Pkcs1);
    }

    // RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }
    private static int? ReadModulusBits(byte[] octets, List<DkimProblem> problems, int position)
    {
        var outer = new AsnReader(octets, AsnEncodingRules.DER);
        var key = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var modulus = key.ReadInteger();
        var exponent = key.ReadInteger();
        key.ThrowIfNotEmpty();
        if (modulus.Sign > 0 && !modulus.IsEven && exponent > 1 && !exponent.IsEven)
        {
            return (int)modulus.GetBitLength();
        }

        problems.Add(new(DkimProblemKind.BadKey, position, "The numbers in the key are none of RSA: the modulus must be positive and odd, the exponent odd and greater than 1.", true));
        return null;
    }

    private static bool IsTruncated(byte[] octets) => AnnouncedLength(octets) > octets.Length;

    // The whole length that the outermost SEQUENCE announces; 0 when the octets do not begin with one.
    private static int AnnouncedLength(byte[] octets)
    {
        if (octets.Length < 2 || octets[0] != 0x30)
        {
            return 0;
        }

        return octets[1] switch
        {
            < 0x80 => 2 + octets[1],
            0x81 when octets.Length > 2 => 3 + octets[2],
            0x82 when octets.Length > 3 => 4 + ((octets[2] << 8) | octets[3]),
            _ => 0,
        };
    }

    private static readonly System.Buffers.SearchValues<char> Base64Characters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
}
