namespace Auditor.Core.Findings;

/// <summary>What is known of a record that a domain should have exactly one of.</summary>
public enum RecordStatus
{
    /// <summary>One valid record.</summary>
    Found,

    /// <summary>DNS said that there is none.</summary>
    None,

    /// <summary>More than one where only one may stand.</summary>
    Multiple,

    /// <summary>One that does not parse.</summary>
    Invalid,

    /// <summary>DNS could not tell; never to be read as <see cref="None"/>.</summary>
    Unknown,
}
