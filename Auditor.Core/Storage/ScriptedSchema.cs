namespace Auditor.Core.Storage;

/// <summary>The schema of an SQLite file as far as one script makes it: for programs without EF Core, which cannot apply single migrations.</summary>
public sealed class ScriptedSchema(StorageConnections database)
{
    private readonly SchemaHistory history = new(database);
    private readonly string[] known = [.. FreshSchema.Contained(FreshSchema.Read())];

    /// <summary>True when the file is not there yet, or has exactly the schema that this program knows. No schema is changed.</summary>
    public async Task<bool> IsCurrentOrNewAsync(CancellationToken cancellationToken)
    {
        if (!database.IsSqlite)
        {
            return false;
        }

        try
        {
            return !File.Exists(database.Options.DatabaseFile)
                || (await StorageFaults.GuardAsync(database.Options, () => history.AppliedAsync(cancellationToken)).ConfigureAwait(false)).SequenceEqual(known, StringComparer.Ordinal);
        }
        catch (StorageException)
        {
            return false;
        }
    }

    /// <summary>Makes the schema of a file that is not there yet or empty; nothing where it is current.</summary>
    /// <exception cref="StorageException">The database cannot be reached or written, or has another schema.</exception>
    public Task MakeIfNewAsync(CancellationToken cancellationToken) => StorageFaults.GuardAsync(database.Options, async () =>
    {
        history.PrepareFolder();
        if (await HasKnownAsync(cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        var held = await SqliteMigrationLock.TakeAsync(database.Options, SchemaHistory.LockPatience, cancellationToken).ConfigureAwait(false);
        await using (held.ConfigureAwait(false))
        {
            if (!await history.TryMakeFreshAsync(known, cancellationToken).ConfigureAwait(false) && !await HasKnownAsync(cancellationToken).ConfigureAwait(false))
            {
                throw new StorageException(StorageFault.TooOld, $"The database {database.Options.DatabaseFile} has another schema than this program knows: run 'auditor migrate' first.");
            }
        }
    });

    private async Task<bool> HasKnownAsync(CancellationToken cancellationToken) =>
        (await history.AppliedAsync(cancellationToken).ConfigureAwait(false)).SequenceEqual(known, StringComparer.Ordinal);
}
