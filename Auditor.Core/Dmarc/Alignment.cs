using Auditor.Core.Dns;

namespace Auditor.Core.Dmarc;

/// <summary>Identifier alignment (RFC 9989 4.4 and 4.10.2).</summary>
public static class Alignment
{
    /// <summary>Whether an authenticated identifier is aligned with the author domain; null when DNS could not tell.</summary>
    /// <param name="discovery">The policy of the author domain.</param>
    /// <param name="identifier">The domain that SPF or DKIM authenticated.</param>
    /// <param name="mode">The mode that the policy asks for.</param>
    /// <param name="resolver">Asked for the identifier's organizational domain, where that decides.</param>
    /// <param name="cancellationToken">Cancels the questions.</param>
    public static async ValueTask<bool?> IsAlignedAsync(
        PolicyDiscovery discovery, DomainName identifier, AlignmentMode mode, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(discovery);
        if (identifier == discovery.AuthorDomain)
        {
            return true;
        }

        return mode == AlignmentMode.Strict
            ? false
            : await SharesOrganizationAsync(discovery.Walk, identifier, resolver, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether a domain has the organizational domain that a finished walk led to; null when DNS could not tell.</summary>
    public static async ValueTask<bool?> SharesOrganizationAsync(
        DnsTreeWalk walk, DomainName other, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(walk);
        if (other == walk.Start)
        {
            return true;
        }

        // An organizational domain is always the name itself or above it, which spares most walks.
        if (!ShareAnyLabel(walk.Start, other) || (walk.OrganizationalDomain is { } known && !other.IsAtOrBelow(known)))
        {
            return false;
        }

        if (walk.OrganizationalDomain is not { } organizational)
        {
            return null;
        }

        var otherWalk = await DnsTreeWalk.FromAsync(other, resolver, cancellationToken).ConfigureAwait(false);
        return otherWalk.OrganizationalDomain is { } found ? found == organizational : null;
    }

    private static bool ShareAnyLabel(DomainName left, DomainName right) =>
        !left.IsRoot && !right.IsRoot && left.Labels[^1] == right.Labels[^1];
}
