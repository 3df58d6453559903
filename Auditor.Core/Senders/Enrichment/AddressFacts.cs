using System.Globalization;
using System.Net;
using Auditor.Core.Dns;
using Auditor.Core.Reverse;
using Auditor.Core.Senders.Classification;

namespace Auditor.Core.Senders.Enrichment;

/// <summary>What DNS and the user's databases tell of an address that sends.</summary>
public sealed record AddressFacts
{
    /// <summary>Whether a reverse name resolves back.</summary>
    public required ForwardConfirmed Reverse { get; init; }

    /// <summary>The confirmed name; without one the first PTR name, which proves nothing. Null without PTR.</summary>
    public DomainName? Name { get; init; }

    public AddressOrigin Origin { get; init; } = AddressOrigin.None;

    /// <summary>Who is behind the address; null when nothing tells.</summary>
    public ServiceMatch? Service { get; init; }

    /// <summary>For how long the facts may be kept, by the answers' times to live; failures are asked again soon.</summary>
    public TimeSpan KeepFor { get; init; }
}

/// <summary>Looks addresses up, one at a time; never in the path of a report.</summary>
public sealed class AddressEnricher(SenderCatalogue catalogue, OwnNames own, IAddressDatabase database)
{
    /// <summary>The shortest and the longest time that facts are kept.</summary>
    public static readonly TimeSpan ShortestKept = TimeSpan.FromDays(1);

    /// <inheritdoc cref="ShortestKept" />
    public static readonly TimeSpan LongestKept = TimeSpan.FromDays(14);

    /// <summary>When an address is asked about again that DNS told nothing of.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromHours(4);

    /// <summary>Asks for PTR and forward addresses. DNS failures are in the facts.</summary>
    public async Task<AddressFacts> LookUpAsync(IPAddress address, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        var origin = database.Find(address);
        var reverse = await ReverseAuditor.CheckAsync(new ReverseTarget(address, ReverseRole.Reports, null, IsOwn: false), resolver, cancellationToken).ConfigureAwait(false);
        var confirmed = reverse.ConfirmedNames.IsEmpty ? (DomainName?)null : reverse.ConfirmedNames[0];
        return new AddressFacts
        {
            Reverse = reverse.Status,
            Name = confirmed ?? (reverse.Names.IsEmpty ? null : reverse.Names[0]),
            Origin = origin,
            Service = (confirmed is { } name ? OfName(name) : null) ?? OfNetwork(origin),
            KeepFor = reverse.Status == ForwardConfirmed.Unknown ? RetryAfter : Keep(reverse.Ptr.TtlSeconds),
        };
    }

    private ServiceMatch? OfName(DomainName name) =>
        own.Find(name) is { } listed ? new ServiceMatch($"own:{listed.Domain.Value}", listed.Name, ServiceEvidence.OwnList, ClassConfidence.High)
        : catalogue.OfReverseName(name) is { } service ? new ServiceMatch(service.Id, service.Name, ServiceEvidence.ReverseName, ClassConfidence.High)
        : null;

    // A network's name says whose line it is, not who sends over it.
    private static ServiceMatch? OfNetwork(AddressOrigin origin) => origin is { Asn: { } asn, Network: { Length: > 0 } network }
        ? new ServiceMatch(string.Create(CultureInfo.InvariantCulture, $"as{asn}"), network, ServiceEvidence.Network, ClassConfidence.Low)
        : null;

    private static TimeSpan Keep(uint ttl)
    {
        var told = TimeSpan.FromSeconds(ttl);
        return told < ShortestKept ? ShortestKept : told > LongestKept ? LongestKept : told;
    }
}
