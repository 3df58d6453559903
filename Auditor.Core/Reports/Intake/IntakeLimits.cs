namespace Auditor.Core.Reports.Intake;

/// <summary>
/// What the intake takes in before it refuses. Reports are hostile input by design: anyone may send them, and RFC 9990 8.1 names archive
/// and XML bombs. Every limit has a stable reason code in <see cref="IntakeReason"/>.
/// </summary>
public sealed record IntakeLimits
{
    /// <summary>The limits that the product ships with.</summary>
    public static IntakeLimits Default { get; } = new();

    /// <summary>Largest mail that is parsed, in bytes. Receivers announce 25 MiB to 50 MiB at most; reports are far smaller.</summary>
    public long MaxMessageBytes { get; init; } = 25L << 20;

    /// <summary>Largest input of any other kind, in bytes, as it lies on disk.</summary>
    public long MaxInputBytes { get; init; } = 512L << 20;

    /// <summary>Mails looked at in one mbox file.</summary>
    public int MaxMailboxMessages { get; init; } = 100_000;

    /// <summary>Nesting of multiparts and attached mails. MimeKit's own default of 1024 would be a stack to overflow.</summary>
    public int MaxMimeDepth { get; init; } = 16;

    /// <summary>Parts of one mail, multiparts included.</summary>
    public int MaxMimeParts { get; init; } = 128;

    /// <summary>Largest header block of one mail or part, in bytes (Postfix: 102,400).</summary>
    public int MaxHeaderBytes { get; init; } = 100 * 1024;

    /// <summary>Expanded bytes of one report's text.</summary>
    public long MaxExpandedBytes { get; init; } = 256L << 20;

    /// <summary>Expanded bytes of one file or attachment, all layers and entries together.</summary>
    public long MaxExpandedTotalBytes { get; init; } = 512L << 20;

    /// <summary>Entries of one archive that are looked at, directories included.</summary>
    public int MaxArchiveEntries { get; init; } = 16;

    /// <summary>Archives inside archives: 2 allows gz in zip, but nothing in that.</summary>
    public int MaxArchiveDepth { get; init; } = 2;

    /// <summary>Expanded to compressed bytes, a tripwire that acts after <see cref="RatioFreeBytes"/>. Real reports reach about 30.</summary>
    public int MaxExpansionRatio { get; init; } = 300;

    /// <summary>Expanded bytes below which the ratio is not looked at.</summary>
    public long RatioFreeBytes { get; init; } = 4L << 20;

    /// <summary>Depth of XML elements.</summary>
    public int MaxXmlDepth { get; init; } = 32;

    /// <summary>Attributes of one XML element.</summary>
    public int MaxXmlAttributes { get; init; } = 32;

    /// <summary>Characters of one XML name, of an attribute's value or of a comment.</summary>
    public int MaxXmlTokenChars { get; init; } = 64 * 1024;

    /// <summary>Characters kept of one text; a longer one is cut, and the cut is noted.</summary>
    public int MaxTextChars { get; init; } = 1024;

    /// <summary>Rows of one report.</summary>
    public int MaxRows { get; init; } = 250_000;

    /// <summary>Raw results and override reasons kept of one row (RFC 9990: at most 100 signatures).</summary>
    public int MaxResultsPerRow { get; init; } = 100;

    /// <summary>Longest reporting window. RFC 9990 expects a day; real reporters send up to a week.</summary>
    public TimeSpan MaxWindow { get; init; } = TimeSpan.FromDays(366);

    /// <summary>Repairs listed for one part; more of them are counted in the last entry.</summary>
    public int MaxRepairs { get; init; } = 32;

    /// <summary>Depth of JSON objects and arrays. A TLS report has six.</summary>
    public int MaxJsonDepth { get; init; } = 32;

    /// <summary>Bytes of one JSON name, text or number.</summary>
    public int MaxJsonTokenBytes { get; init; } = 1 << 20;

    /// <summary>Expanded bytes of one TLS report. Unlike rows, its failures are held in memory.</summary>
    public long MaxTlsBytes { get; init; } = 32L << 20;

    /// <summary>Policies of one TLS report: one a domain and kind of policy.</summary>
    public int MaxTlsPolicies { get; init; } = 1_000;

    /// <summary>Failure details of one TLS report, all policies together.</summary>
    public int MaxTlsFailures { get; init; } = 100_000;

    /// <summary>Lines of a policy, patterns of mail hosts, or repeated fields of a failure report that are kept.</summary>
    public int MaxListItems { get; init; } = 100;
}
