using System.Security.Cryptography;

namespace Auditor.Core.Reports.Intake;

/// <summary>Finds the reports in an input: by content, never by name or declared type.</summary>
public static class ReportIntake
{
    // Smaller inputs are read once into memory; larger ones are read again from the stream.
    private const int HeldBytes = 4 << 20;

    /// <summary>The parts of an input held in memory, one after the other. Content is never an exception.</summary>
    /// <param name="content">The whole input; it must not change while parts are read.</param>
    /// <param name="path">Name of the input for the ledger.</param>
    /// <param name="limits">What to refuse.</param>
    public static IEnumerable<ReportPart> ReadParts(ReadOnlyMemory<byte> content, string path, IntakeLimits limits)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(limits);
        return Walk(new MemorySource(content), path, Convert.ToHexStringLower(SHA256.HashData(content.Span)), limits);
    }

    /// <summary>The parts of an input on disk. The stream must be seekable; it is left open.</summary>
    /// <exception cref="IOException">The stream could not be read.</exception>
    public static IEnumerable<ReportPart> ReadParts(Stream content, string path, IntakeLimits limits)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(limits);
        if (content.Length <= HeldBytes)
        {
            var held = new byte[content.Length];
            content.ReadExactly(held);
            return ReadParts(held, path, limits);
        }

        var sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        return Walk(new StreamSource(content), path, sha256, limits);
    }

    private static IEnumerable<ReportPart> Walk(InputSource source, string path, string sha256, IntakeLimits limits) =>
        new PartWalker(limits).Walk(source, new PartOrigin(path, sha256));
}
