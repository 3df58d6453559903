namespace Auditor.Core.Storage.Entities;

/// <summary>An aggregate report as it arrived, for proof, and for reading again by a later version.</summary>
public sealed class RawReport
{
    /// <summary>The report; there is one of each at most.</summary>
    public long ReportId { get; set; }

    /// <summary>End of the report's window, by which retention goes.</summary>
    public DateTimeOffset End { get; set; }

    /// <summary>Name of the attachment, file or archive entry; text from outside.</summary>
    public required string Name { get; set; }

    public RawForm Form { get; set; }

    /// <summary>Length of what is kept, before compression of our own.</summary>
    public long RawBytes { get; set; }

    public required byte[] Content { get; set; }
}

/// <summary>What <see cref="RawReport.Content"/> holds.</summary>
public enum RawForm
{
    /// <summary>The file or attachment as it came, compressed by its sender.</summary>
    AsReceived = 0,

    /// <summary>The file or attachment as it came, packed here with Brotli.</summary>
    Packed = 1,

    /// <summary>The report's own text, packed here with Brotli: what it came in held other reports too.</summary>
    Text = 2,
}
