namespace Auditor.Core.Reports.Intake;

/// <summary>What became of one report part; the ledger's columns. Every part seen has exactly one.</summary>
public enum PartOutcome
{
    /// <summary>Stored (in `parse`: parsed).</summary>
    Imported = 1,

    /// <summary>Its key or its content is stored already.</summary>
    Duplicate = 2,

    /// <summary>A report that says that nothing happened.</summary>
    Empty = 3,

    /// <summary>No report: kept in the ledger, nothing else.</summary>
    NotAReport = 4,

    /// <summary>Could not be used; the raw bytes are kept with the reason.</summary>
    Quarantined = 5,

    /// <summary>Our own side failed (database, disk); it is tried again.</summary>
    Failed = 6,
}

/// <summary>The kind of a part, told by its content and never by its name.</summary>
public enum ReportKind
{
    Unknown = 0,
    Aggregate = 1,
    Failure = 2,
    Tls = 3,
}
