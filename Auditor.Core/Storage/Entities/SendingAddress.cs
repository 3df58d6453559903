namespace Auditor.Core.Storage.Entities;

/// <summary>An address that the owner says sends for the domain. Addresses seen in reports are in <see cref="DailyRollup"/>.</summary>
public sealed class SendingAddress
{
    public int Id { get; set; }

    public int DomainId { get; set; }

    /// <summary>Canonical text of the IPv4 or IPv6 address; unique within the domain.</summary>
    public required string Address { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
