using System.Collections.Immutable;

namespace Auditor.Core.Reports.Authenticity;

/// <summary>What a mail says for its authenticity, without asking DNS.</summary>
public sealed record MailEvidence
{
    /// <summary>Organizational domain of RFC5322.From; null when there is not exactly one author domain.</summary>
    public string? FromOrganization { get; init; }

    /// <summary>Aligned signatures whose body hash fits, in order; each waits for its key only.</summary>
    public ImmutableArray<SignatureEvidence> Signatures { get; init; } = [];

    /// <summary>Why there is no signature to check, as a code of <see cref="TrustReason"/>; null when there is one.</summary>
    public string? Failure { get; init; }

    /// <summary>Signing organization that the administrator's own server vouches for; null without its word.</summary>
    public string? VouchedFor { get; init; }

    internal static MailEvidence Failed(string reason, string? organization = null) => new() { Failure = reason, FromOrganization = organization };
}
