using System.Collections.Immutable;
using System.Net;
using Auditor.Core.Dns;

namespace Auditor.Core.Blocklists;

/// <summary>One list of the catalogue.</summary>
public sealed record BlocklistZone
{
    // RFC 5782 5.
    private static readonly ImmutableArray<BlocklistSubject> Listed4 = [BlocklistSubject.Of(IPAddress.Parse("127.0.0.2"))];
    private static readonly ImmutableArray<BlocklistSubject> NotListed4 = [BlocklistSubject.Of(IPAddress.Parse("127.0.0.1"))];
    private static readonly ImmutableArray<BlocklistSubject> Listed6 = [BlocklistSubject.Of(IPAddress.Parse("::ffff:7f00:2"))];
    private static readonly ImmutableArray<BlocklistSubject> NotListed6 = [BlocklistSubject.Of(IPAddress.Parse("::ffff:7f00:1"))];
    private static readonly ImmutableArray<BlocklistSubject> ListedName = [BlocklistSubject.Of(DomainName.Parse("test"))];
    private static readonly ImmutableArray<BlocklistSubject> NotListedName = [BlocklistSubject.Of(DomainName.Parse("invalid"))];

    /// <summary>The zone's name in the catalogue, without a key.</summary>
    public required DomainName Zone { get; init; }

    /// <summary>The name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Who runs it: two lists of one operator are one opinion.</summary>
    public required string Operator { get; init; }

    public required BlocklistKind Kind { get; init; }

    /// <summary>What a code without a type of its own says.</summary>
    public BlocklistType Type { get; init; } = BlocklistType.Block;

    /// <summary>True when the last octet is a set of bits, false when the whole address is the code.</summary>
    public bool IsBitmask { get; init; }

    public ImmutableArray<BlocklistCode> Codes { get; init; } = [];

    /// <summary>Codes that are a refusal, besides 127.255.255.x, which are one everywhere.</summary>
    public ImmutableArray<BlocklistCode> ErrorCodes { get; init; } = [];

    public bool HasIpv4 { get; init; } = true;

    public bool HasIpv6 { get; init; }

    /// <summary>Test points that differ from RFC 5782 5: one of them must be listed. Empty: the operator publishes none. Null: as in the RFC.</summary>
    public ImmutableArray<BlocklistSubject>? TestListed { get; init; }

    /// <summary>What must not be listed, where that differs from RFC 5782 5; null: as in the RFC.</summary>
    public ImmutableArray<BlocklistSubject>? TestNotListed { get; init; }

    public BlocklistWeight Weight { get; init; }

    /// <summary>True when the list is asked unless its key is missing.</summary>
    public bool IsOn { get; init; }

    /// <summary>The operator's terms in a few words.</summary>
    public string Terms { get; init; } = string.Empty;

    /// <summary>A remark; null without one.</summary>
    public string? Note { get; init; }

    /// <summary>The shortest time between two questions, in milliseconds; null for the usual one.</summary>
    public int? MinIntervalMs { get; init; }

    /// <summary>The key that the list needs or takes; null when there is none.</summary>
    public BlocklistAccess? Access { get; init; }

    /// <summary>The key in use; null without one. Never shown, stored or logged.</summary>
    internal string? Key { get; init; }

    /// <summary>True when the list may not be asked, since it needs a key that is not there.</summary>
    public bool LacksKey => Access is { IsRequired: true } && Key is null;

    /// <summary>The zone as it is asked, shown without the key: the same list behind a key is another one to the memory.</summary>
    public string AskedAs => Key is null || Access is null ? Zone.Value : Access.Form.Replace("{key}.", string.Empty, StringComparison.Ordinal);

    /// <summary>The name below which questions are asked, with the key where one is used.</summary>
    internal DomainName Root => Key is null || Access is null ? Zone : DomainName.Parse(Access.Form.Replace("{key}", Key, StringComparison.Ordinal));

    /// <summary>True when the list takes this kind of question.</summary>
    public bool Takes(SubjectKind kind) => kind switch
    {
        SubjectKind.Domain => Kind == BlocklistKind.Domain,
        SubjectKind.Ipv4 => Kind == BlocklistKind.Ip && HasIpv4,
        _ => Kind == BlocklistKind.Ip && HasIpv6,
    };

    /// <summary>One of these must be listed for the zone to count; empty when the operator publishes no test entry.</summary>
    public ImmutableArray<BlocklistSubject> ListedTests(SubjectKind kind) => kind switch
    {
        SubjectKind.Ipv6 => Listed6,
        SubjectKind.Ipv4 => TestListed ?? Listed4,
        _ => TestListed ?? ListedName,
    };

    /// <summary>None of these may be listed.</summary>
    public ImmutableArray<BlocklistSubject> NotListedTests(SubjectKind kind) => kind switch
    {
        SubjectKind.Ipv6 => NotListed6,
        SubjectKind.Ipv4 => TestNotListed ?? NotListed4,
        _ => TestNotListed ?? NotListedName,
    };

    /// <summary>A text without the key, should a list have put it there.</summary>
    internal string WithoutKey(string text) => Key is null ? text : text.Replace(Key, "(key)", StringComparison.OrdinalIgnoreCase);
}

/// <summary>A key in the name of a list.</summary>
/// <param name="KeyName">Whose key: <c>spamhaus</c> or <c>abusix</c>, or another name of a user's catalogue.</param>
/// <param name="Form">The name with <c>{key}.</c> in front.</param>
/// <param name="IsRequired">True when the list is not asked without it.</param>
public sealed record BlocklistAccess(string KeyName, string Form, bool IsRequired);
