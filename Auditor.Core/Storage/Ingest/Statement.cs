namespace Auditor.Core.Storage.Ingest;

/// <summary>One SQL statement that runs many times with other values.</summary>
internal abstract class Statement : IAsyncDisposable
{
    /// <summary>Sets the values, in the order of the names that the statement was prepared with.</summary>
    public abstract Statement With(params ReadOnlySpan<object?> values);

    public abstract Task RunAsync(CancellationToken cancellationToken);

    /// <summary>The first column of the first row as a number; null when there is no row, or no value in it.</summary>
    public abstract Task<long?> LongAsync(CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();
}
