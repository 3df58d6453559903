using System.Collections.Immutable;

namespace Auditor.Core.Blocklists;

/// <summary>What one list says of one address or domain.</summary>
public sealed record BlocklistAnswer
{
    public required BlocklistZone Zone { get; init; }

    public required BlocklistSubject Subject { get; init; }

    public required BlocklistStatus Status { get; init; }

    /// <summary>The codes as words, such as <c>SBL</c>; of an error the kind of refusal, such as <c>public-resolver</c>.</summary>
    public ImmutableArray<string> Codes { get; init; } = [];

    /// <summary>What the codes say, the strongest of them; what the list says as a whole when there are none.</summary>
    public BlocklistType Type { get; init; }

    /// <summary>What the codes mean or what is wrong, in one sentence; null for a plain "not listed".</summary>
    public string? Detail { get; init; }

    /// <summary>The answer that this was read from; null when the list was not asked about the subject.</summary>
    public BlocklistLookup? Lookup { get; init; }

    /// <summary>The list's weight for a listing for behaviour; policy and informational listings weigh nothing.</summary>
    public BlocklistWeight Weight => Status == BlocklistStatus.Listed && Type != BlocklistType.Block ? BlocklistWeight.None : Zone.Weight;

    /// <summary>True for a listing that receivers may refuse mail for.</summary>
    public bool IsHit => Status == BlocklistStatus.Listed && Type == BlocklistType.Block;

    /// <summary>True for a listing of this type.</summary>
    public bool IsListedAs(BlocklistType type) => Status == BlocklistStatus.Listed && Type == type;
}
