using System.Collections.Immutable;
using Auditor.Core.Dns;

namespace Auditor.Core.Zone;

/// <summary>What each server of the zone of a name holds at it.</summary>
/// <param name="Cut">The zone that the name lies in; not found when DNS could not tell.</param>
/// <param name="Answers">The answer of each address, <see cref="ZoneCut.MaxAddresses"/> at most; those of a zone below when the zone refers to one.</param>
public sealed record NameAtServers(ZoneCut Cut, ImmutableArray<ServerAnswer> Answers)
{
    /// <summary>Asks all of them side by side for TXT of one name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="top">No zone above this name is looked at.</param>
    /// <param name="resolver">Who finds the zone and its servers.</param>
    /// <param name="authorities">Who asks the servers.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<NameAtServers> AskAsync(DomainName name, DomainName top, IDnsResolver resolver, IAuthorities authorities, CancellationToken cancellationToken)
    {
        var cut = await ZoneCut.FindAsync(name, top, resolver, cancellationToken).ConfigureAwait(false);
        var comparison = new ServerComparison(cut, resolver, new CountedAuthorities(authorities));
        var agreement = await comparison.CompareAsync(name, [.. cut.Addresses], cancellationToken).ConfigureAwait(false);
        return new NameAtServers(cut, agreement.Answers);
    }
}
