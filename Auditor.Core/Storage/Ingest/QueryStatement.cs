using System.Data.Common;

namespace Auditor.Core.Storage.Ingest;

/// <summary>A statement whose rows are read, over ADO.NET, for either database.</summary>
internal sealed class QueryStatement : IAsyncDisposable
{
    private readonly WriteConnection owner;
    private readonly DbCommand command;
    private readonly DbParameter[] parameters;

    public QueryStatement(WriteConnection owner, string sql, ReadOnlySpan<string> names)
    {
        this.owner = owner;
        command = owner.Connection.CreateCommand();
#pragma warning disable CA2100 // The callers' constants; every value is a parameter.
        command.CommandText = sql;
#pragma warning restore CA2100
        parameters = new DbParameter[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            parameters[i] = command.CreateParameter();
            parameters[i].ParameterName = names[i];
            command.Parameters.Add(parameters[i]);
        }
    }

    public QueryStatement With(params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            parameters[i].Value = values[i] switch
            {
                null => DBNull.Value,
                string text => StoredText.Clean(text),
                var other => other,
            };
        }

        return this;
    }

    /// <summary>What <paramref name="read"/> makes of the first row; null when there is none.</summary>
    public async Task<T?> FirstAsync<T>(Func<DbDataReader, T> read, CancellationToken cancellationToken)
        where T : class
    {
        await owner.SendAsync(cancellationToken).ConfigureAwait(false);
        command.Transaction = owner.Transaction;
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            return await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? read(reader) : null;
        }
    }

    /// <summary>What <paramref name="read"/> makes of every row: for statements that bound them.</summary>
    public async Task<List<T>> AllAsync<T>(Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        await owner.SendAsync(cancellationToken).ConfigureAwait(false);
        command.Transaction = owner.Transaction;
        var all = new List<T>();
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                all.Add(read(reader));
            }
        }

        return all;
    }

    public ValueTask DisposeAsync() => command.DisposeAsync();
}
