namespace Auditor.Core.Storage.Entities;

/// <summary>Messages of a domain by what their sources are taken for, made with <see cref="SourceSummary"/>: what charts draw without reading every source.</summary>
public sealed class ClassVolume
{
    /// <summary>The key.</summary>
    public int DomainId { get; set; }

    /// <summary>The day of the last figure.</summary>
    public DateOnly Until { get; set; }

    /// <summary>As <c>ClassDays.Pack</c> writes it.</summary>
    public required string Daily { get; set; }
}
