using System.Globalization;
using System.Text;
using Auditor.Core.Dns;
using MimeKit;
using MimeKit.Cryptography;

namespace Auditor.Core.Reports.Authenticity;

/// <summary>The tags of a DKIM-Signature header (RFC 6376 3.5), as far as they are needed.</summary>
internal sealed record SignatureTags
{
    // Real signatures list about twenty; each is looked up among the headers.
    private const int MaxHeaders = 100;
    private const int MaxSignatureBytes = 1024;

    public required string Domain { get; init; }

    public required string Selector { get; init; }

    public bool IsEd25519 { get; init; }

    /// <summary>True when the algorithm is one that verifiers must not accept (RFC 8301 3.1).</summary>
    public bool IsWeak { get; init; }

    public bool IsStrict { get; init; }

    public required IReadOnlyList<string> Headers { get; init; }

    public required string BodyHash { get; init; }

    public required ReadOnlyMemory<byte> Signature { get; init; }

    public DkimCanonicalizationAlgorithm HeaderCanonicalization { get; init; }

    public DkimCanonicalizationAlgorithm BodyCanonicalization { get; init; }

    public bool HasBodyLength { get; init; }

    /// <summary>Unix seconds; null when it never expires.</summary>
    public long? Expires { get; init; }

    /// <summary>Null when the header is malformed, or lacks something that it must have.</summary>
    public static SignatureTags? Parse(Header header)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in TagList.Split(Encoding.Latin1.GetString(header.RawValue)))
        {
            if (item.Value is null || !tags.TryAdd(item.Name, item.Value))
            {
                return null;
            }
        }

        var names = Compact(tags.GetValueOrDefault("h")).Split(':', StringSplitOptions.RemoveEmptyEntries);
        var domain = Compact(tags.GetValueOrDefault("d")).ToLowerInvariant();
        var selector = Compact(tags.GetValueOrDefault("s")).ToLowerInvariant();
        var identity = tags.TryGetValue("i", out var i) ? Compact(i).ToLowerInvariant() : "@" + domain;
        var identityDomain = identity[(identity.LastIndexOf('@') + 1)..];
        if (tags.GetValueOrDefault("v") != "1" || domain.Length == 0 || selector.Length == 0
            || names.Length is 0 or > MaxHeaders || !names.Contains("from", StringComparer.OrdinalIgnoreCase)
            || (identityDomain != domain && !identityDomain.EndsWith("." + domain, StringComparison.Ordinal))
            || (tags.TryGetValue("q", out var query) && !query.Contains("dns/txt", StringComparison.OrdinalIgnoreCase))
            || Canonicalization(tags.GetValueOrDefault("c")) is not { } canonicalization
            || Expiry(tags) is not { } expires
            || Bytes(tags.GetValueOrDefault("b")) is not { } signature || Bytes(tags.GetValueOrDefault("bh")) is not { } bodyHash)
        {
            return null;
        }

        var algorithm = Compact(tags.GetValueOrDefault("a")).ToLowerInvariant();
        return new SignatureTags
        {
            Domain = domain,
            Selector = selector,
            IsEd25519 = algorithm == "ed25519-sha256",
            IsWeak = algorithm is not ("ed25519-sha256" or "rsa-sha256"),
            IsStrict = identityDomain == domain,
            Headers = names,
            BodyHash = Convert.ToBase64String(bodyHash),
            Signature = signature,
            HeaderCanonicalization = canonicalization.Header,
            BodyCanonicalization = canonicalization.Body,
            HasBodyLength = tags.ContainsKey("l"),
            Expires = expires < 0 ? null : expires,
        };
    }

    private static (DkimCanonicalizationAlgorithm Header, DkimCanonicalizationAlgorithm Body)? Canonicalization(string? text)
    {
        var parts = Compact(text ?? "simple/simple").ToLowerInvariant().Split('/');
        return One(parts[0]) is { } header && One(parts.Length > 1 ? parts[1] : "simple") is { } body && parts.Length <= 2 ? (header, body) : null;

        static DkimCanonicalizationAlgorithm? One(string word) => word switch
        {
            "simple" => DkimCanonicalizationAlgorithm.Simple,
            "relaxed" => DkimCanonicalizationAlgorithm.Relaxed,
            _ => null,
        };
    }

    // -1 for never; null for no number. A time so large that it does not fit never comes (RFC 6376 3.5).
    private static long? Expiry(Dictionary<string, string> tags)
    {
        if (!tags.TryGetValue("x", out var text))
        {
            return -1;
        }

        text = Compact(text);
        return text.Length == 0 || !text.All(char.IsAsciiDigit) ? null : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at : -1;
    }

    private static byte[]? Bytes(string? text)
    {
        var compact = Compact(text);
        var buffer = new byte[MaxSignatureBytes];
        return compact.Length > 0 && Convert.TryFromBase64String(compact, buffer, out var length) ? buffer[..length] : null;
    }

    private static string Compact(string? text) => text is null ? string.Empty : string.Concat(text.Where(c => c is not (' ' or '\t' or '\r' or '\n')));
}
