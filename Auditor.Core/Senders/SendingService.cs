using System.Collections.Immutable;

namespace Auditor.Core.Senders;

/// <summary>A service that sends or takes mail for many domains, as the catalogue knows it.</summary>
public sealed record SendingService
{
    /// <summary>Stable identifier such as <c>microsoft-365</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>mailbox, transactional, marketing and so on.</summary>
    public required string Category { get; init; }

    /// <summary>live-checked, documented or community; only the first two may be shown as advice.</summary>
    public required string Confidence { get; init; }

    /// <summary>Names that the customers' SPF records include, old ones too.</summary>
    public ImmutableArray<string> SpfIncludes { get; init => field = OrEmpty(value); } = [];

    /// <summary>Regular expressions for includes that differ by customer.</summary>
    public ImmutableArray<string> SpfIncludePatterns { get; init => field = OrEmpty(value); } = [];

    /// <summary>Selectors that every customer gets; empty where they differ by customer.</summary>
    public ImmutableArray<string> Selectors { get; init => field = OrEmpty(value); } = [];

    /// <summary>Regular expressions for selectors that differ by customer.</summary>
    public ImmutableArray<string> SelectorPatterns { get; init => field = OrEmpty(value); } = [];

    /// <summary>Names that the customers' selectors are aliases of; <c>*</c> stands for one label or more.</summary>
    public ImmutableArray<string> KeyTargets { get; init => field = OrEmpty(value); } = [];

    /// <summary>Suffixes of MX hosts.</summary>
    public ImmutableArray<string> MxSuffixes { get; init => field = OrEmpty(value); } = [];

    /// <summary>Suffixes of the sending hosts' confirmed reverse names.</summary>
    public ImmutableArray<string> ReverseSuffixes { get; init => field = OrEmpty(value); } = [];

    /// <summary>Names that the customers' return paths are aliases of, or have as MX.</summary>
    public ImmutableArray<string> ReturnPathTargets { get; init => field = OrEmpty(value); } = [];

    public string? Note { get; init; }

    // A reader made at build time sets what the file leaves out to the default, which is no list at all.
    private static ImmutableArray<string> OrEmpty(ImmutableArray<string> list) => list.IsDefault ? [] : list;
}
