namespace Auditor.Core.Findings;

/// <summary>How much a finding matters, worst last. It follows the RFC's verb: MUST is an error, SHOULD a warning, practice is advice.</summary>
public enum Severity
{
    /// <summary>A fact worth showing; nothing to mend.</summary>
    Info,

    /// <summary>Operational advice.</summary>
    Advice,

    /// <summary>A SHOULD is not followed, or protection is weaker than it looks.</summary>
    Warning,

    /// <summary>A MUST is broken: mail fails, or anyone can send as the domain.</summary>
    Error,
}
