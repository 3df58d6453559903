namespace Auditor.Core.Reports.Intake;

/// <summary>Content at one depth of nesting, which can be opened again.</summary>
/// <param name="Open">Opens it from its start.</param>
/// <param name="CompressedBytes">Size of what it was expanded from, or its own.</param>
/// <param name="Source">The same bytes by offset; null when they exist only as a stream.</param>
/// <param name="Depth">Archives around it.</param>
internal sealed record Layer(Func<BoundedStream> Open, long CompressedBytes, InputSource? Source, int Depth)
{
    /// <summary>Content that is in no archive.</summary>
    public static Layer Plain(InputSource source, ExpansionBudget budget, IntakeLimits limits, int depth = 0) =>
        new(() => new BoundedStream(source.Open(), source.Length, null, budget, limits), source.Length, source, depth);

    public Layer Gunzip(ExpansionBudget budget, IntakeLimits limits) => this with
    {
        Open = () =>
        {
            var compressed = new TailStream(Open());
            return new BoundedStream(Inflater.Gzip(compressed), CompressedBytes, compressed.ProvesSize, budget, limits);
        },
        Source = null,
        Depth = Depth + 1,
    };

    // A zlib stream ends in an Adler-32 alone, which says nothing when the inflater was not told to look: never proven whole.
    public Layer Unzlib(ExpansionBudget budget, IntakeLimits limits) => this with
    {
        Open = () => new BoundedStream(Inflater.Zlib(Open()), CompressedBytes, static _ => false, budget, limits),
        Source = null,
        Depth = Depth + 1,
    };

    public Layer ZipEntry(InputSource archive, ZipFileEntry entry, ExpansionBudget budget, IntakeLimits limits) => this with
    {
        Open = () => new BoundedStream(ZipDirectory.Open(archive, entry), entry.CompressedBytes, total => total == entry.Bytes, budget, limits),
        CompressedBytes = entry.CompressedBytes,
        Source = null,
        Depth = Depth + 1,
    };
}
