namespace Auditor.Core.Storage.Ingest;

/// <summary>How much strangers can make the database keep. What a person brings in, and what a known reporter signed, is not counted.</summary>
public sealed record GateLimits
{
    /// <summary>The limits that the product ships with.</summary>
    public static GateLimits Default { get; } = new();

    /// <summary>Unproven reports that are kept whole from one sender for one policy domain on one day. Large receivers send a few.</summary>
    public int PerSender { get; init; } = 200;

    /// <summary>Unproven reports on one day that leave more than a number.</summary>
    public int PerDay { get; init; } = 50_000;

    /// <summary>Reports of unmonitored domains that are kept in all.</summary>
    public int MaxUnmonitored { get; init; } = 20_000;

    /// <summary>Unmonitored domains that are counted by name.</summary>
    public int MaxNames { get; init; } = 2_000;
}
