using System.Security.Cryptography;
using System.Text;
using MimeKit;
using MimeKit.Cryptography;

namespace Auditor.Core.Reports.Authenticity;

/// <summary>
/// The hash that a DKIM signature signs (RFC 6376 3.7). MimeKit's verifier hashes only once it has the key; here the digest is taken at intake, where the
/// mail is, and the key may come later.
/// </summary>
internal static class HeaderDigest
{
    /// <summary>SHA-256 of the signed headers; null when the body does not fit the signature's hash.</summary>
    public static byte[]? Of(MimeMessage message, Header signature, SignatureTags tags)
    {
        if (!BodyVerifier.Fits(message, tags))
        {
            return null;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var isRelaxed = tags.HeaderCanonicalization == DkimCanonicalizationAlgorithm.Relaxed;
        foreach (var header in Signed(message.Headers, tags.Headers))
        {
            hash.AppendData(Encoding.Latin1.GetBytes(Canonical(header, Raw(header), isRelaxed) + "\r\n"));
        }

        hash.AppendData(Encoding.Latin1.GetBytes(Canonical(signature, WithoutSignature(Raw(signature)), isRelaxed)));
        return hash.GetHashAndReset();
    }

    // Of several headers of a name the last comes first, each once; a name beyond them stands for nothing (RFC 6376 5.4.2).
    private static IEnumerable<Header> Signed(HeaderList headers, IReadOnlyList<string> names)
    {
        var byName = headers.Reverse().GroupBy(h => h.Field, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(g => g.Key, g => new Queue<Header>(g), StringComparer.OrdinalIgnoreCase);
        foreach (var name in names)
        {
            if (byName.TryGetValue(name, out var left) && left.TryDequeue(out var header))
            {
                yield return header;
            }
        }
    }

    private static string Raw(Header header) => Encoding.Latin1.GetString(header.RawValue);

    // RFC 6376 3.4.1 and 3.4.2, without the final line break.
    private static string Canonical(Header header, string value, bool isRelaxed)
    {
        if (!isRelaxed)
        {
            return Encoding.Latin1.GetString(header.RawField) + ":" + value.TrimEnd('\r', '\n').Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal);
        }

        var text = new StringBuilder(header.Field.Length + value.Length + 1).Append(header.Field.Trim().ToLowerInvariant()).Append(':');
        var start = text.Length;
        var isSpace = false;
        foreach (var c in value)
        {
            if (c is '\r' or '\n')
            {
                continue;
            }

            if (c is ' ' or '\t')
            {
                isSpace = text.Length > start;
                continue;
            }

            if (isSpace)
            {
                text.Append(' ');
                isSpace = false;
            }

            text.Append(c);
        }

        return text.ToString();
    }

    // The value of b= is deleted with the white space around it.
    private static string WithoutSignature(string value)
    {
        var start = 0;
        while (start < value.Length)
        {
            var end = value.IndexOf(';', start);
            end = end < 0 ? value.Length : end;
            var equals = value.IndexOf('=', start, end - start);
            if (equals >= 0 && value.AsSpan(start, equals - start).Trim() is "b")
            {
                return value[..(equals + 1)] + value[end..];
            }

            start = end + 1;
        }

        return value;
    }

    // Its check of the body hash is for derived classes only.
    private sealed class BodyVerifier : DkimVerifierBase
    {
        private static readonly FormatOptions Dos = MakeDos();

        private BodyVerifier()
            : base(null!)
        {
        }

        public static bool Fits(MimeMessage message, SignatureTags tags) => VerifyBodyHash(
            Dos, message, tags.IsEd25519 ? DkimSignatureAlgorithm.Ed25519Sha256 : DkimSignatureAlgorithm.RsaSha256, tags.BodyCanonicalization, -1, tags.BodyHash);

        private static FormatOptions MakeDos()
        {
            var options = FormatOptions.Default.Clone();
            options.NewLineFormat = NewLineFormat.Dos;
            return options;
        }
    }
}
