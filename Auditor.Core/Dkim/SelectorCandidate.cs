namespace Auditor.Core.Dkim;

/// <summary>Where a selector's name came from.</summary>
public enum SelectorSource
{
    /// <summary>The user named it.</summary>
    Configured,

    /// <summary>A sending service that the domain's SPF or MX points at uses it.</summary>
    Catalogue,

    /// <summary>Aggregate reports show signatures with it.</summary>
    Reports,

    /// <summary>An earlier audit found a key there, however it came upon the name.</summary>
    Earlier,

    /// <summary>A name that many services use, tried because nothing better is known.</summary>
    Probe,
}

/// <summary>A selector that may exist, and why anyone thinks so.</summary>
public sealed record SelectorCandidate(Selector Selector, SelectorSource Source)
{
    /// <summary>True when mail is known, or said, to be signed with it: its absence is a defect then.</summary>
    public bool IsInUse => Source is SelectorSource.Configured or SelectorSource.Reports;
}
