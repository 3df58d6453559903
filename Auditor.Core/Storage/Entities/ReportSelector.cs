namespace Auditor.Core.Storage.Entities;

/// <summary>A selector that reports showed for a policy domain; what DKIM audits ask for next to the configured ones.</summary>
public sealed class ReportSelector
{
    public required string PolicyDomain { get; set; }

    /// <summary>The <c>d=</c> of the signature, lower case.</summary>
    public required string SigningDomain { get; set; }

    /// <summary>The <c>s=</c> of the signature, lower case.</summary>
    public required string Selector { get; set; }

    public DateOnly FirstDay { get; set; }

    public DateOnly LastDay { get; set; }

    public long Messages { get; set; }

    /// <summary>Messages whose signature passed: a selector that never passed may be forged.</summary>
    public long Passed { get; set; }
}
