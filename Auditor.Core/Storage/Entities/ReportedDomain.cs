namespace Auditor.Core.Storage.Entities;

/// <summary>
/// A policy domain that reports came for and that is not monitored itself. Such reports make no domain: they are summed up here. Once there are too many
/// names, the rest is summed up under <see cref="Others"/>.
/// </summary>
public sealed class ReportedDomain
{
    /// <summary>The name that stands for all names beyond the cap.</summary>
    public const string Others = "*";

    /// <summary>Lower-case A-labels; the key.</summary>
    public required string Name { get; set; }

    public long Reports { get; set; }

    public long Messages { get; set; }

    /// <summary>Those of the reports that are stored, and appear once the domain is monitored.</summary>
    public long Kept { get; set; }

    public DateTimeOffset FirstSeenAt { get; set; }

    public DateTimeOffset LastSeenAt { get; set; }
}
