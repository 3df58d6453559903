using System.Collections.Immutable;
using Auditor.Core.Dns;

namespace Auditor.Worker.Cli.Audits;

/// <summary>The DKIM selectors that the user names: for all domains, and for single ones.</summary>
internal sealed record KnownSelectors(ImmutableArray<string> ForAll, ImmutableDictionary<DomainName, ImmutableArray<string>> ByDomain)
{
    /// <summary>No selector known.</summary>
    public static KnownSelectors None { get; } = new([], ImmutableDictionary<DomainName, ImmutableArray<string>>.Empty);

    /// <summary>The selectors of one domain.</summary>
    public ImmutableArray<string> Of(DomainName domain) =>
        ByDomain.TryGetValue(domain, out var own) ? [.. ForAll, .. own] : ForAll;
}
