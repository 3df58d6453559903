using Auditor.Core.Dns;

namespace Auditor.Core.Storage.Entities;

/// <summary>What a list last answered about a subject or one of its own test points, and when it was asked last.</summary>
public sealed class BlocklistRecord
{
    /// <summary>The list as it is asked, without a key.</summary>
    public required string List { get; set; }

    /// <summary>Canonical text of an address, or the A-label form of a domain.</summary>
    public required string Subject { get; set; }

    /// <summary>When somebody took the right to ask, whatever became of it.</summary>
    public DateTimeOffset AskedAt { get; set; }

    /// <summary>When the answer below came; null before the first.</summary>
    public DateTimeOffset? AnsweredAt { get; set; }

    /// <summary>How the question ended.</summary>
    public DnsStatus Status { get; set; }

    /// <summary>The addresses of the answer, joined by commas; empty for none.</summary>
    public string Returned { get; set; } = string.Empty;

    /// <summary>True when nothing may be concluded from the answer.</summary>
    public bool IsError { get; set; }

    /// <summary>The list's own words; null without any.</summary>
    public string? Reason { get; set; }

    /// <summary>When the answer last became another one; null before the first.</summary>
    public DateTimeOffset? ChangedAt { get; set; }
}
