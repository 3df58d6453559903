namespace Auditor.Core.Senders.Classification;

/// <summary>What the owner of a domain says of a source. It changes what Auditor advises, never DNS. The values stand in the database.</summary>
public enum SourceDecision
{
    /// <summary>It sends for the domain with the owner's will.</summary>
    Ours = 1,

    /// <summary>It passes on mail of others.</summary>
    Forwarder = 2,

    /// <summary>It has no business to use the domain.</summary>
    NotOurs = 3,

    /// <summary>It did send for the domain and no longer should.</summary>
    Retired = 4,
}

/// <summary>How a decision changes what a source is taken for.</summary>
public static class DecidedVerdict
{
    /// <summary>The verdict with the owner's word, which wins over what results suggest.</summary>
    /// <param name="verdict">Of the evidence alone.</param>
    /// <param name="decision">The owner's word; null for none.</param>
    /// <param name="passes">True when most of the mail passes DMARC.</param>
    public static SourceVerdict With(this SourceVerdict verdict, SourceDecision? decision, bool passes)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        return decision switch
        {
            SourceDecision.Ours when passes => new(SourceClass.Compliant, ClassConfidence.High, verdict.Class == SourceClass.Compliant ? verdict.Reason : "You said that this sender is yours, and its mail passes."),
            SourceDecision.Ours => new(SourceClass.Misconfigured, ClassConfidence.High, "You said that this sender is yours, and its mail fails DMARC."),
            SourceDecision.Forwarder => new(SourceClass.Forwarded, ClassConfidence.High, "You said that this source passes on mail of others."),
            SourceDecision.NotOurs when passes => new(SourceClass.Suspicious, ClassConfidence.High, "You said that this source is not yours, and yet its mail passes: look for a leaked key, or an SPF record that is too wide."),
            SourceDecision.NotOurs => new(SourceClass.Suspicious, ClassConfidence.High, "You said that this source is not yours."),
            SourceDecision.Retired => new(SourceClass.Misconfigured, ClassConfidence.High, "You said that this sender is retired, and it still sends."),
            _ => verdict,
        };
    }
}
