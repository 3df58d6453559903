using System.Collections.Immutable;
using Auditor.Core.Dns;

namespace Auditor.Core.Dkim;

/// <summary>How an RSA key is wrapped.</summary>
public enum KeyEncoding
{
    /// <summary>SubjectPublicKeyInfo: what everyone publishes for RSA.</summary>
    SubjectPublicKeyInfo,

    /// <summary>Bare RSAPublicKey of PKCS#1: the letter of RFC 6376, rarely seen.</summary>
    Pkcs1,

    /// <summary>The raw 32 octets of an Ed25519 key (RFC 8463 4).</summary>
    Raw,
}

/// <summary>A DKIM key record (RFC 6376 3.6.1), read as far as it can be.</summary>
public sealed record DkimKeyRecord
{
    /// <summary>The record as published, its character-strings joined.</summary>
    public required string Text { get; init; }

    /// <summary>The tags as written, in order.</summary>
    public required ImmutableArray<TagListItem> Tags { get; init; }

    /// <summary>The <c>k</c> tag, rsa by default.</summary>
    public string KeyType { get; init; } = "rsa";

    /// <summary>Bits of the RSA modulus, 256 for Ed25519; null when there is no key that can be read.</summary>
    public int? Bits { get; init; }

    /// <summary>How the key is wrapped; null when there is no key that can be read.</summary>
    public KeyEncoding? Encoding { get; init; }

    /// <summary>An empty <c>p</c>: the key is revoked.</summary>
    public bool Revoked { get; init; }

    /// <summary><c>t=y</c>: verifiers treat the signature as if it were not there.</summary>
    public bool TestMode { get; init; }

    /// <summary><c>t=s</c>: the domain of <c>i=</c> must be <c>d=</c> itself.</summary>
    public bool Strict { get; init; }

    /// <summary>The <c>h</c> tag; empty for all hashes.</summary>
    public ImmutableArray<string> Hashes { get; init; } = [];

    /// <summary>The <c>s</c> tag; <c>*</c> by default.</summary>
    public ImmutableArray<string> Services { get; init; } = ["*"];

    /// <summary>False when <c>h</c> shuts out SHA-256, the only hash that still counts (RFC 8301 3.1).</summary>
    public bool AllowsSha256 => Hashes.IsEmpty || Hashes.Contains("sha256");

    /// <summary>False when <c>s</c> reserves the key for another service.</summary>
    public bool AllowsEmail => Services.Contains("*") || Services.Contains("email");

    /// <summary>False when verifiers ignore the record.</summary>
    public bool IsValid => Problems.All(p => !p.IsFatal);

    /// <summary>Everything that is wrong or odd, in the order of the text.</summary>
    public ImmutableArray<DkimProblem> Problems { get; init; } = [];

    /// <inheritdoc />
    public bool Equals(DkimKeyRecord? other) => other is not null && Text == other.Text;

    /// <inheritdoc />
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);
}

/// <summary>What can be wrong in a key record.</summary>
public enum DkimProblemKind
{
    DuplicateTag,
    MalformedTag,
    EmptyTag,
    VersionNotFirst,
    VersionNotExact,
    MissingKeyData,
    UnknownKeyType,
    BadBase64,
    MissingPadding,
    BadKey,
    TruncatedKey,
    WrongAlgorithm,
    Ed25519Wrapped,
    Ed25519WrongLength,
    PemArmour,
    QuotesInData,
    BackslashEscape,
    BareRsaKey,
    UnknownTag,
    ObsoleteTag,
    InvalidValue,
}

/// <summary>One defect or oddity of a key record.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Position">Where it is in the text, from 0 to its length.</param>
/// <param name="Detail">One sentence.</param>
/// <param name="IsFatal">True when verifiers ignore the record because of it.</param>
public sealed record DkimProblem(DkimProblemKind Kind, int Position, string Detail, bool IsFatal);
