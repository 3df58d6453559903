namespace Auditor.Core.Senders.Classification;

/// <summary>What a source of mail is taken for.</summary>
public enum SourceClass
{
    /// <summary>The evidence decides nothing; never a verdict against the source.</summary>
    Unknown,

    /// <summary>Passes DMARC by itself.</summary>
    Compliant,

    /// <summary>Authenticates with the author's own names and yet fails DMARC.</summary>
    Misconfigured,

    /// <summary>Mail that somebody else passed on.</summary>
    Forwarded,

    /// <summary>Mail that a list altered and sent on.</summary>
    MailingList,

    /// <summary>Nothing ties it to the author domain.</summary>
    Suspicious,
}

/// <summary>How far a class may be relied on.</summary>
public enum ClassConfidence
{
    Low,
    Medium,
    High,
}
