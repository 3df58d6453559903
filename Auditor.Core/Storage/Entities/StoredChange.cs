namespace Auditor.Core.Storage.Entities;

/// <summary>A record set that differed between two audits.</summary>
public sealed class StoredChange
{
    public long Id { get; set; }

    public int DomainId { get; set; }

    /// <summary>The later audit's time.</summary>
    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>The name asked for.</summary>
    public required string Name { get; set; }

    /// <summary>The type, in capitals.</summary>
    public required string Type { get; set; }

    /// <summary>The records before, one a line; null when there were none.</summary>
    public string? Before { get; set; }

    /// <summary>The records after, one a line; null when there are none.</summary>
    public string? After { get; set; }

    /// <summary>Who gave the earlier answer; null when it is not known.</summary>
    public string? BeforeServer { get; set; }

    /// <summary>When; null for answers kept before that was noted.</summary>
    public DateTimeOffset? BeforeAt { get; set; }

    /// <summary>Time to live of the earlier answer in seconds.</summary>
    public long BeforeTtl { get; set; }

    /// <summary>Who gave the later answer.</summary>
    public string? AfterServer { get; set; }

    /// <summary>Time to live of the later answer in seconds.</summary>
    public long AfterTtl { get; set; }

    /// <summary>Who gave the same answer to a second look; null when it was seen once only, which raises no alarm.</summary>
    public string? ConfirmedBy { get; set; }
}
