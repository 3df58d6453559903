using System.Data.Common;

namespace Auditor.Core.Storage;

/// <summary>
/// The schema that all migrations together make of an empty SQLite file, as one script: a new installation, and every first command, starts in a tenth of the time. A script
/// that knows other migrations than the program is not used.
/// </summary>
internal static class FreshSchema
{
    /// <summary>Beginning of the lines that name the migrations which the script contains, oldest first.</summary>
    public const string MigrationPrefix = "-- migration: ";

    private const string Resource = "Auditor.Core.Storage.Migrations.Sqlite.schema.sql";

    /// <summary>Makes the schema of an empty database; false, with nothing changed, when it is not empty or the script is for other migrations.</summary>
    public static async Task<bool> TryMakeAsync(DbConnection connection, IReadOnlyList<string> known, CancellationToken cancellationToken)
    {
        var script = Read();
        if (!Contained(script).SequenceEqual(known, StringComparer.Ordinal))
        {
            return false;
        }

        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            var command = connection.CreateCommand();
            await using (command.ConfigureAwait(false))
            {
                command.Transaction = transaction;
                command.CommandText = "SELECT count(*) FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'";
                if (await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not 0L)
                {
                    return false;
                }

#pragma warning disable CA2100 // A file of our own.
                command.CommandText = script;
#pragma warning restore CA2100
                await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }

            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
    }

    /// <summary>The migrations that the script contains, oldest first.</summary>
    internal static IEnumerable<string> Contained(string script) =>
        script.Split('\n').Where(l => l.StartsWith(MigrationPrefix, StringComparison.Ordinal)).Select(l => l[MigrationPrefix.Length..].Trim());

    /// <summary>The script.</summary>
    internal static string Read()
    {
        using var stream = typeof(FreshSchema).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException($"The resource {Resource} is missing from the program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
