using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Auditor.Core.Reports.Aggregate;

namespace Auditor.Core.Storage.Ingest;

/// <summary>Reads a long report on a thread of its own while the rows before are stored: two processors share the work. Few rows are in between, so memory does not grow.</summary>
internal static class RowsAhead
{
    /// <summary>Rows of a report before it counts as long: handing over costs more than a short one takes.</summary>
    public const int LongFrom = 2_000;

    private const int ChunkRows = 512;
    private const int Chunks = 4;

    /// <summary>The rows that are left, some at a time. What reading throws is thrown here; nobody reads any more once the enumeration has ended.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<ReportRow>> ReadAsync(AggregateReader reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<IReadOnlyList<ReportRow>>(new BoundedChannelOptions(Chunks) { SingleReader = true, SingleWriter = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var token = stop.Token;
        var reading = Task.Run(() => FillAsync(reader, channel.Writer, token), CancellationToken.None);
        try
        {
            await foreach (var rows in channel.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return rows;
            }

            // Throws what reading threw.
            await reading.ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task FillAsync(AggregateReader reader, ChannelWriter<IReadOnlyList<ReportRow>> writer, CancellationToken cancellationToken)
    {
        try
        {
            List<ReportRow> chunk;
            do
            {
                chunk = new List<ReportRow>(ChunkRows);
                while (chunk.Count < ChunkRows && reader.TryRead(out var row))
                {
                    chunk.Add(row);
                }

                if (chunk.Count > 0)
                {
                    await writer.WriteAsync(chunk, cancellationToken).ConfigureAwait(false);
                }
            }
            while (chunk.Count == ChunkRows);
        }
        finally
        {
            writer.Complete();
        }
    }
}
