namespace Auditor.Core.Reports.Intake;

/// <summary>What all layers and entries of one file or attachment may expand to together.</summary>
internal sealed class ExpansionBudget(IntakeLimits limits)
{
    /// <summary>Bytes expanded so far.</summary>
    public long Spent { get; set; }

    public void Spend(int bytes)
    {
        Spent += bytes;
        if (Spent > limits.MaxExpandedTotalBytes)
        {
            throw new IntakeException(
                IntakeReason.ExpandedTooLarge,
                $"All layers together expand to more than {limits.MaxExpandedTotalBytes} bytes.");
        }
    }

    /// <summary>Starts over, for another pass over the same content.</summary>
    public void Refund() => Spent = 0;
}

/// <summary>Reads expanded bytes and refuses when they become too many: absolute limits first, the ratio as a tripwire.</summary>
/// <param name="expanded">The expanded content; disposed with this stream.</param>
/// <param name="compressedRead">Compressed bytes read so far, for the ratio; null for content that is in no container.</param>
/// <param name="isWhole">Says for a number of expanded bytes whether the container ends properly there; null for content that is in no container.</param>
/// <param name="budget">Shared by all layers.</param>
/// <param name="limits">What to refuse.</param>
internal sealed class BoundedStream(
    Stream expanded, Func<long>? compressedRead, Func<long, bool>? isWhole, ExpansionBudget budget, IntakeLimits limits) : ReadOnlyStream
{
    private long total;

    /// <summary>Bytes taken from the outermost layer so far: how much input it cost to come this far.</summary>
    public long CompressedRead => compressedRead?.Invoke() ?? total;

    /// <summary>True when the container broke off or cannot prove that it did not. Meaningful once the end is reached.</summary>
    public bool IsCutShort => isWhole is not null && !isWhole(total);

    public override int Read(Span<byte> buffer)
    {
        var read = expanded.Read(buffer);
        total += read;
        if (total > limits.MaxExpandedBytes)
        {
            throw new IntakeException(IntakeReason.ExpandedTooLarge, $"The text expands to more than {limits.MaxExpandedBytes} bytes.");
        }

        if (total > limits.RatioFreeBytes && total / limits.MaxExpansionRatio > CompressedRead)
        {
            throw new IntakeException(
                IntakeReason.ExpansionRatio,
                $"{CompressedRead} compressed bytes expand to more than {limits.MaxExpansionRatio} times as many.");
        }

        budget.Spend(read);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            expanded.Dispose();
        }

        base.Dispose(disposing);
    }
}
