using System.Security.Cryptography;
using Auditor.Core.Dns;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace Auditor.Core.Reports.Authenticity;

/// <summary>Checks a signature with the key record that stands in DNS (RFC 6376 3.6.1, RFC 8301, RFC 8463).</summary>
internal static class SigningKey
{
    private const int MaxRecordChars = 8192;
    private const int MinRsaBits = 1024;
    private const int MaxRsaBits = 8192;
    private const int Ed25519Bytes = 32;

    /// <summary>Null when the signature is valid; else why it is not, as a code of <see cref="TrustReason"/>.</summary>
    public static string? Check(string record, SignatureEvidence evidence)
    {
        if (record.Length > MaxRecordChars || Tags(record) is not { } tags)
        {
            return TrustReason.KeyUnusable;
        }

        var type = tags.GetValueOrDefault("k", "rsa");
        if (type != (evidence.IsEd25519 ? "ed25519" : "rsa")
            || !Lists(tags, "h", "sha256") || (!Lists(tags, "s", "*") && !Lists(tags, "s", "email"))
            || Lists(tags, "t", "y", otherwise: false) || (Lists(tags, "t", "s", otherwise: false) && !evidence.IsStrict))
        {
            return TrustReason.KeyUnusable;
        }

        var text = string.Concat(tags.GetValueOrDefault("p", "?").Where(c => !char.IsWhiteSpace(c)));
        if (text.Length == 0)
        {
            return TrustReason.KeyRevoked;
        }

        var key = new byte[text.Length];
        return !Convert.TryFromBase64String(text, key, out var length) ? TrustReason.KeyUnusable
            : evidence.IsEd25519 ? CheckEd25519(key[..length], evidence)
            : CheckRsa(key[..length], evidence);
    }

    private static string? CheckEd25519(byte[] key, SignatureEvidence evidence)
    {
        if (key.Length != Ed25519Bytes)
        {
            return TrustReason.KeyUnusable;
        }

        try
        {
            var signer = new Ed25519Signer();
            signer.Init(forSigning: false, new Ed25519PublicKeyParameters(key));
            signer.BlockUpdate(evidence.Digest.Span);
            return signer.VerifySignature(evidence.Signature.ToArray()) ? null : TrustReason.SignatureWrong;
        }
        catch (ArgumentException)
        {
            // Thirty-two bytes that are no point of the curve.
            return TrustReason.KeyUnusable;
        }
    }

    private static string? CheckRsa(byte[] key, SignatureEvidence evidence)
    {
        using var rsa = RSA.Create();
        try
        {
            Import(rsa, key);
            return rsa.KeySize < MinRsaBits ? TrustReason.KeyShort
                : rsa.KeySize > MaxRsaBits ? TrustReason.KeyUnusable
                : rsa.VerifyHash(evidence.Digest.Span, evidence.Signature.Span, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) ? null
                : TrustReason.SignatureWrong;
        }
        catch (CryptographicException)
        {
            return TrustReason.KeyUnusable;
        }
    }

    // The text says RSAPublicKey, practice is SubjectPublicKeyInfo; both stand in DNS.
    private static void Import(RSA rsa, byte[] key)
    {
        try
        {
            rsa.ImportSubjectPublicKeyInfo(key, out _);
        }
        catch (CryptographicException)
        {
            rsa.ImportRSAPublicKey(key, out _);
        }
    }

    private static Dictionary<string, string>? Tags(string record)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        var items = TagList.Split(record);
        foreach (var item in items.Where(i => !i.IsEmpty))
        {
            if (item.Value is null || !tags.TryAdd(item.Name, item.Value))
            {
                return null;
            }
        }

        return tags.TryGetValue("v", out var version) && (version != "DKIM1" || items[0].Name != "v") ? null : tags;
    }

    private static bool Lists(Dictionary<string, string> tags, string tag, string value, bool otherwise = true) =>
        tags.TryGetValue(tag, out var list) ? list.Split(':', StringSplitOptions.TrimEntries).Contains(value, StringComparer.OrdinalIgnoreCase) : otherwise;
}
