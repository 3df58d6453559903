using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto.Generators;

namespace Auditor.Core.Storage.Backups.Age;

/// <summary>What writer and reader of the file format share (age-encryption.org/v1, https://age-encryption.org/v1): a header for one passphrase, then chunks that are each authenticated.</summary>
internal static class AgeFormat
{
    public const string Version = "age-encryption.org/v1";

    /// <summary>Octets of plain text in each chunk but the last.</summary>
    public const int ChunkLength = 64 * 1024;

    public const int TagLength = 16;
    public const int FileKeyLength = 16;
    public const int SaltLength = 16;
    public const int PayloadNonceLength = 16;

    /// <summary>The base 2 logarithm of scrypt's work: 2^16 takes 64 MiB for a fraction of a second.</summary>
    public const int Work = 16;

    /// <summary>More work than that, which age itself takes, is refused by a reader: the file would decide how much memory is taken (256 MiB at 2^18).</summary>
    public const int MostWork = 18;

    private const int NonceLength = 12;
    private const int KeyLength = 32;
    private const int BlockSize = 8;

    private static readonly byte[] NoNonce = new byte[NonceLength];

    /// <summary>The file key, wrapped with what scrypt makes of the passphrase.</summary>
    public static byte[] Wrap(byte[] fileKey, string passphrase, byte[] salt, int work)
    {
        using var cipher = new ChaCha20Poly1305(PassphraseKey(passphrase, salt, work));
        var wrapped = new byte[FileKeyLength + TagLength];
        cipher.Encrypt(NoNonce, fileKey, wrapped.AsSpan(0, FileKeyLength), wrapped.AsSpan(FileKeyLength));
        return wrapped;
    }

    /// <summary>The file key; null when the passphrase is another.</summary>
    public static byte[]? Unwrap(byte[] wrapped, string passphrase, byte[] salt, int work)
    {
        using var cipher = new ChaCha20Poly1305(PassphraseKey(passphrase, salt, work));
        var fileKey = new byte[FileKeyLength];
        try
        {
            cipher.Decrypt(NoNonce, wrapped.AsSpan(0, FileKeyLength), wrapped.AsSpan(FileKeyLength), fileKey);
            return fileKey;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    /// <summary>The last line of the header proves all before it.</summary>
    public static byte[] HeaderMac(byte[] fileKey, string header) =>
        HMACSHA256.HashData(HKDF.DeriveKey(HashAlgorithmName.SHA256, fileKey, KeyLength, salt: [], info: "header"u8.ToArray()), Encoding.ASCII.GetBytes(header));

    public static ChaCha20Poly1305 PayloadCipher(byte[] fileKey, byte[] nonce) =>
        new(HKDF.DeriveKey(HashAlgorithmName.SHA256, fileKey, KeyLength, nonce, "payload"u8.ToArray()));

    /// <summary>The nonce of a chunk: its number in eleven octets, and whether it is the last.</summary>
    public static void SetNonce(Span<byte> nonce, long chunk, bool isLast)
    {
        nonce.Clear();
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(nonce[3..11], chunk);
        nonce[11] = isLast ? (byte)1 : (byte)0;
    }

    public static byte[] NewNonce() => new byte[NonceLength];

    public static string Base64(byte[] octets) => Convert.ToBase64String(octets).TrimEnd('=');

    /// <summary>The octets of canonical base 64 without padding; null when the text is none, or of another length.</summary>
    public static byte[]? FromBase64(string text, int length)
    {
        var octets = new byte[length];
        return Convert.TryFromBase64String(text + new string('=', (4 - (text.Length % 4)) % 4), octets, out var written) && written == length && Base64(octets) == text ? octets : null;
    }

    private static byte[] PassphraseKey(string passphrase, byte[] salt, int work) =>
        SCrypt.Generate(Encoding.UTF8.GetBytes(passphrase), [.. Encoding.ASCII.GetBytes(Version + "/scrypt"), .. salt], 1 << work, BlockSize, 1, KeyLength);
}
