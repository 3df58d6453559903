namespace Auditor.Core.Reports.Intake;

/// <summary>Content at one depth of nesting, which can be opened again.</summary>
/// <param name="Open">Opens it from its start.</param>
/// <param name="CompressedBytes">Size of what it was expanded from, or its own.</param>
/// <param name="Source">The same bytes by offset; null when they exist only as a stream.</param>
/// <param name="Depth">Archives around it.</param>
/// <param name="MailDepth">Mails around it that were found by looking at content, not by being declared as message/rfc822.</param>
internal sealed record Layer(Func<BoundedStream> Open, long CompressedBytes, InputSource? Source, int Depth, int MailDepth)
{
    /// <summary>Content that is in nothing.</summary>
    public static Layer Plain(InputSource source, ExpansionBudget budget, IntakeLimits limits) =>
        new(() => new BoundedStream(source.Open(), source.Length, null, budget, limits), source.Length, source, 0, 0);

    /// <summary>A leaf of a mail. When the mail broke off, the leaf proves nothing by its end.</summary>
    public static Layer OfMail(InputSource leaf, bool isCutShort, Layer around, ExpansionBudget budget, IntakeLimits limits) => around with
    {
        Open = () => new BoundedStream(leaf.Open(), leaf.Length, isCutShort ? static _ => false : null, budget, limits),
        CompressedBytes = leaf.Length,
        Source = leaf,
        MailDepth = around.MailDepth + 1,
    };

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
