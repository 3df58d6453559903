using Auditor.Core.Dns;

namespace Auditor.Core.Senders.Enrichment;

/// <summary>A user's own names for senders: the registrable domain of a confirmed reverse name, who that is, and what kind of sender.</summary>
/// <param name="Domain">Lower-case A-labels, such as <c>acme.example</c>.</param>
/// <param name="Name">The name to show.</param>
/// <param name="Type">A word such as <c>Email Provider</c>; null when left out.</param>
public sealed record OwnName(DomainName Domain, string Name, string? Type);

/// <summary>All of a user's names.</summary>
public sealed class OwnNames
{
    private readonly Dictionary<DomainName, OwnName> byDomain = [];

    /// <summary>The names; of two for one domain the first counts.</summary>
    public OwnNames(IEnumerable<OwnName> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        foreach (var name in names)
        {
            byDomain.TryAdd(name.Domain, name);
        }
    }

    /// <summary>No names.</summary>
    public static OwnNames None { get; } = new([]);

    /// <summary>How many there are.</summary>
    public int Count => byDomain.Count;

    /// <summary>The entry of the name itself or of the nearest domain above it; null when there is none.</summary>
    public OwnName? Find(DomainName confirmed)
    {
        for (var name = confirmed; !name.IsRoot; name = name.Parent)
        {
            if (byDomain.TryGetValue(name, out var own))
            {
                return own;
            }
        }

        return null;
    }
}
