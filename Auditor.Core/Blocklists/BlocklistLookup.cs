using System.Collections.Immutable;
using System.Net;
using Auditor.Core.Dns;

namespace Auditor.Core.Blocklists;

/// <summary>What a list answered, before anything is read into it: this is what a memory keeps.</summary>
/// <param name="Status">How the question ended.</param>
/// <param name="Returned">The addresses of the answer, lowest first.</param>
/// <param name="AskedAt">When, to the second.</param>
public sealed record BlocklistLookup(DnsStatus Status, ImmutableArray<IPAddress> Returned, DateTimeOffset AskedAt)
{
    /// <summary>Characters kept of a reason: a sentence and an address to look at.</summary>
    public const int MaxReason = 400;

    /// <summary>The list's own words for a listing (TXT), without a key; null without any.</summary>
    public string? Reason { get; init; }

    /// <summary>True when nothing may be concluded from it; such an answer never replaces a recent good one.</summary>
    public bool IsError { get; init; }
}
