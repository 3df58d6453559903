using System.Collections.Immutable;
using Auditor.Core.Findings;
using Auditor.Core.Scoring;

namespace Auditor.Core.Auditing;

/// <summary>The score of an audit seen by what it protects: a view of what the audit holds, which adds and takes no points.</summary>
public sealed record SubScores
{
    /// <summary>Whether others can send as the domain: DMARC, SPF and DKIM.</summary>
    public required PointsPart Impersonation { get; init; }

    /// <summary>Mail hosts and DNS.</summary>
    public required PointsPart Infrastructure { get; init; }

    /// <summary>How mail to the domain travels: standards that cost no points.</summary>
    public required StandardsPart Transport { get; init; }

    /// <summary>BIMI, which is shown and never scored.</summary>
    public required StandardsPart Branding { get; init; }

    /// <summary>The view of one audit.</summary>
    public static SubScores Of(AuditDocument audit)
    {
        ArgumentNullException.ThrowIfNull(audit);
        return new SubScores
        {
            // Without SPF or DMARC the rubric gives no score, so neither does this part of it.
            Impersonation = Points(audit, ["dmarc", "spf", "dkim"], ["dmarc", "spf"]),
            Infrastructure = Points(audit, ["hosts", "dns"], []),
            Transport = new StandardsPart(TransportStandards.Of(audit)),
            Branding = new StandardsPart([new StandardLine(Standard.Bimi, BimiState(audit))]),
        };
    }

    private static PointsPart Points(AuditDocument audit, ImmutableArray<string> names, ImmutableArray<string> needed)
    {
        var parts = audit.Score.Categories.Where(c => names.Contains(c.Name)).ToList();
        var told = parts.Where(c => c.Assessed).ToList();
        var open = parts.Where(c => !c.Assessed && Applies(audit, c.Name)).Select(c => c.Name).ToImmutableArray();
        return told.Count == 0 || open.Any(needed.Contains)
            ? new PointsPart(null, null, open.IsEmpty ? names : open)
            : new PointsPart(told.Sum(c => c.Of - c.Lost), told.Sum(c => c.Of), open);
    }

    // A domain that sends nothing needs no DKIM; that it was left out says nothing is unknown.
    private static bool Applies(AuditDocument audit, string category) =>
        category != "dkim" || DomainPurposeWords.Parse(audit.Purpose)?.SendsNothing() != true;

    private static StandardState BimiState(AuditDocument audit) => audit.Bimi switch
    {
        _ when DomainPurposeWords.Parse(audit.Purpose)?.SendsNothing() == true => StandardState.NotApplicable,
        { Declined: true } => StandardState.NotApplicable,
        { Status: null or RecordStatus.Unknown } => StandardState.Unknown,
        { Status: not RecordStatus.Found } => StandardState.Open,
        { Eligible: false } or { Logo: null or { Status: "invalid" or "unavailable" } } or { Certificate.Status: "invalid" or "unavailable" } => StandardState.Open,
        { Eligible: null } or { Logo.Status: not "found" } or { Certificate: { Status: not "found" } } => StandardState.Unknown,
        _ => StandardState.InPlace,
    };
}

/// <summary>Some of the rubric's categories together.</summary>
/// <param name="Kept">Points kept; null when the part is unknown.</param>
/// <param name="Of">Points of the categories that could be assessed; null with <paramref name="Kept"/>.</param>
/// <param name="Unknown">Categories that could not be assessed, though they matter here.</param>
public sealed record PointsPart(double? Kept, double? Of, ImmutableArray<string> Unknown);

/// <summary>Some standards together.</summary>
/// <param name="Lines">Each of them, in the order shown.</param>
public sealed record StandardsPart(ImmutableArray<StandardLine> Lines)
{
    /// <summary>Those that are in place.</summary>
    public int InPlace => Lines.Count(l => l.State == StandardState.InPlace);

    /// <summary>Those of which nothing is known.</summary>
    public int Unknown => Lines.Count(l => l.State == StandardState.Unknown);

    /// <summary>Those that make sense for the domain, unknown ones included.</summary>
    public int Applicable => Lines.Count(l => l.State != StandardState.NotApplicable);
}

/// <summary>One standard of a domain.</summary>
public sealed record StandardLine(Standard Standard, StandardState State);

/// <summary>Standards beyond SPF, DKIM and DMARC.</summary>
public enum Standard
{
    MtaSts,
    TlsRpt,
    Dane,
    Dnssec,
    StartTls,
    Bimi,
}

/// <summary>Whether a standard is in place.</summary>
public enum StandardState
{
    InPlace,

    /// <summary>It is not there, or not as it must be to do anything.</summary>
    Open,

    /// <summary>It was not looked at, or nothing answered.</summary>
    Unknown,

    /// <summary>It has no meaning for this domain.</summary>
    NotApplicable,
}
