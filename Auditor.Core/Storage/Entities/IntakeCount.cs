namespace Auditor.Core.Storage.Entities;

/// <summary>Reports of a day that nothing verifies, by sender and policy domain: what the limits go by. Old days are deleted.</summary>
public sealed class IntakeCount
{
    /// <summary>The UTC day on which they came.</summary>
    public DateOnly Day { get; set; }

    /// <summary>The policy domain; empty for all together.</summary>
    public required string PolicyDomain { get; set; }

    /// <summary>Organizational domain of the mail's From; empty without one.</summary>
    public required string SenderDomain { get; set; }

    public long Reports { get; set; }
}
