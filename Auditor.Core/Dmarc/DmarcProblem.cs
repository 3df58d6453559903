namespace Auditor.Core.Dmarc;

/// <summary>What can be wrong or odd in the text of a DMARC record.</summary>
public enum DmarcProblemKind
{
    /// <summary>Nothing in it speaks of DMARC.</summary>
    NotDmarc,

    /// <summary>An SPF record stands where a DMARC record belongs.</summary>
    SpfRecord,

    /// <summary>The version tag is there but not exactly <c>v=DMARC1</c>.</summary>
    VersionNotExact,

    /// <summary>The version tag is there but not first.</summary>
    VersionNotFirst,

    /// <summary>White space before the version.</summary>
    LeadingSpace,

    /// <summary>Quotation marks became part of the data.</summary>
    QuotesInData,

    /// <summary>Backslashes of a zone file became part of the data.</summary>
    BackslashEscape,

    /// <summary>A tag name occurs twice: the whole list is invalid.</summary>
    DuplicateTag,

    /// <summary><c>p</c> is absent.</summary>
    MissingPolicy,

    /// <summary>The value is none of those that the tag may have.</summary>
    InvalidValue,

    /// <summary>A URI that cannot be used.</summary>
    InvalidUri,

    /// <summary>An item without an equals sign, a name or a value.</summary>
    MalformedTag,

    /// <summary>Nothing between two semicolons.</summary>
    EmptyTag,

    /// <summary>pct, rf or ri: tags of RFC 7489 that no longer do anything.</summary>
    RemovedTag,

    /// <summary>A tag that no specification defines.</summary>
    UnknownTag,

    /// <summary>A size limit behind a URI (RFC 7489 6.4), now ignored.</summary>
    ObsoleteSize,

    /// <summary><c>fo</c> without <c>ruf</c> is ignored.</summary>
    FoWithoutRuf,

    /// <summary>More URIs than receivers had to support under RFC 7489.</summary>
    ManyUris,

    /// <summary><c>p</c> is not the second tag, which RFC 7489 6.4 asked for.</summary>
    PolicyNotSecond,

    /// <summary>A character outside printable ASCII.</summary>
    NonAscii,
}

/// <summary>One oddity of a record.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Tag">The tag concerned, in lower case; null when it is not about one.</param>
/// <param name="Position">Where it is in the text, from 0 to its length.</param>
/// <param name="Detail">One sentence.</param>
public sealed record DmarcProblem(DmarcProblemKind Kind, string? Tag, int Position, string Detail);
