using System.Net;

namespace Auditor.Core.Senders.Enrichment;

/// <summary>Where an address belongs, as a database of the user's tells.</summary>
/// <param name="Country">ISO 3166-1 code in capitals; null when not known.</param>
/// <param name="Asn">Number of the autonomous system; null when not known.</param>
/// <param name="Network">Name of its operator; null when not known.</param>
public sealed record AddressOrigin(string? Country, long? Asn, string? Network)
{
    /// <summary>Nothing known.</summary>
    public static AddressOrigin None { get; } = new(null, null, null);
}

/// <summary>Databases of addresses that the user supplies.</summary>
public interface IAddressDatabase
{
    /// <summary>What is known of the address; <see cref="AddressOrigin.None"/> for nothing.</summary>
    AddressOrigin Find(IPAddress address);
}

/// <summary>No database is there.</summary>
public sealed class NoAddressDatabase : IAddressDatabase
{
    /// <inheritdoc />
    public AddressOrigin Find(IPAddress address) => AddressOrigin.None;
}
