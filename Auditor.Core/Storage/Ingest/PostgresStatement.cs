using Npgsql;

namespace Auditor.Core.Storage.Ingest;

/// <summary>
/// A statement on PostgreSQL that goes out together with the ones before it, once something waits for an answer: storing a report costs a handful of
/// round trips instead of one a statement. An error surfaces then, in the same transaction.
/// </summary>
internal sealed class PostgresStatement(WriteConnection owner, string sql, string[] names) : Statement
{
    private NpgsqlBatchCommand? next;

    public override PostgresStatement With(params ReadOnlySpan<object?> values)
    {
        next = new NpgsqlBatchCommand(sql);
        for (var i = 0; i < names.Length; i++)
        {
            next.Parameters.Add(new NpgsqlParameter(names[i], values[i] switch
            {
                null => DBNull.Value,
                string text => StoredText.Clean(text),
                var other => other,
            }));
        }

        return this;
    }

    public override Task RunAsync(CancellationToken cancellationToken)
    {
        Queue();
        return Task.CompletedTask;
    }

    public override Task<long?> LongAsync(CancellationToken cancellationToken)
    {
        Queue();
        return owner.SendAsync(cancellationToken);
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Queue()
    {
        owner.Queue(next ?? new NpgsqlBatchCommand(sql));
        next = null;
    }
}
