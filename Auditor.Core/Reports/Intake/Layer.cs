namespace Auditor.Core.Reports.Intake;

/// <summary>Content at one depth of nesting, which can be opened again.</summary>
/// <param name="Open">Opens it from its start.</param>
/// <param name="Source">The same bytes by offset; null when they exist only as a stream.</param>
/// <param name="Depth">Archives around it.</param>
/// <param name="MailDepth">Mails around it that were found by looking at content, not by being declared as message/rfc822.</param>
internal sealed record Layer(Func<BoundedStream> Open, InputSource? Source, int Depth, int MailDepth)
{
    /// <summary>Content that is in nothing.</summary>
    public static Layer Plain(InputSource source, ExpansionBudget budget, IntakeLimits limits) =>
        new(() => new BoundedStream(source.Open(), null, null, budget, limits), source, 0, 0);

    /// <summary>A leaf of a mail. When the mail broke off, the leaf proves nothing by its end.</summary>
    public static Layer OfMail(InputSource leaf, bool isCutShort, Layer around, ExpansionBudget budget, IntakeLimits limits) => around with
    {
        Open = () => new BoundedStream(leaf.Open(), null, isCutShort ? static _ => false : null, budget, limits),
        Source = leaf,
        MailDepth = around.MailDepth + 1,
    };

    public Layer Gunzip(ExpansionBudget budget, IntakeLimits limits) => this with
    {
        Open = () =>
        {
            var outer = Open();
            var compressed = new TailStream(outer);
            return new BoundedStream(Inflater.Gzip(compressed), () => outer.CompressedRead, compressed.ProvesSize, budget, limits);
        },
        Source = null,
        Depth = Depth + 1,
    };

    // A zlib stream ends in an Adler-32 alone, which says nothing when the inflater was not told to look: never proven whole.
    public Layer Unzlib(ExpansionBudget budget, IntakeLimits limits) => this with
    {
        Open = () =>
        {
            var outer = Open();
            return new BoundedStream(Inflater.Zlib(outer), () => outer.CompressedRead, static _ => false, budget, limits);
        },
        Source = null,
        Depth = Depth + 1,
    };

    public Layer ZipEntry(InputSource archive, ZipFileEntry entry, ExpansionBudget budget, IntakeLimits limits) => this with
    {
        Open = () =>
        {
            var compressed = ZipDirectory.Open(archive, entry);
            return new BoundedStream(
                ZipDirectory.Expand(compressed, entry), () => compressed.BytesRead, total => total == entry.Bytes, budget, limits);
        },
        Source = null,
        Depth = Depth + 1,
    };
}
