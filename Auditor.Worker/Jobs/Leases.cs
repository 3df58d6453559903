using System.Data.Common;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Worker.Jobs;

/// <summary>
/// Takes due rows for this worker. One statement finds and marks them, so two workers never take the same row; a worker that dies
/// leaves a lease that runs out.
/// </summary>
internal sealed class Leases(AuditorDatabase database, TimeProvider time)
{
    /// <summary>The oldest due domains, at most <paramref name="count"/>.</summary>
    public Task<List<LeasedDomain>> TakeDueDomainsAsync(int count, TimeSpan lease, CancellationToken cancellationToken) => QueryAsync(
        """
        UPDATE "Domains" SET "AuditLeaseUntil" = @until
        WHERE "Id" IN (SELECT "Id" FROM "Domains" WHERE NOT "Paused" AND "NextAuditAt" <= @now AND ("AuditLeaseUntil" IS NULL OR "AuditLeaseUntil" < @now)
                       ORDER BY "NextAuditAt", "Id" LIMIT @count)
          AND ("AuditLeaseUntil" IS NULL OR "AuditLeaseUntil" < @now)
        RETURNING "Id", "Name"
        """,
        lease, row => new LeasedDomain(row.GetInt32(0), row.GetString(1)), cancellationToken, ("@count", (long)count));

    /// <summary>One domain whatever its time is; null when there is none of that name, or another worker has it.</summary>
    public async Task<LeasedDomain?> TakeDomainAsync(string name, TimeSpan lease, CancellationToken cancellationToken)
    {
        var taken = await QueryAsync(
            """
            UPDATE "Domains" SET "AuditLeaseUntil" = @until
            WHERE "Name" = @name AND ("AuditLeaseUntil" IS NULL OR "AuditLeaseUntil" < @now)
            RETURNING "Id", "Name"
            """,
            lease, row => new LeasedDomain(row.GetInt32(0), row.GetString(1)), cancellationToken, ("@name", name)).ConfigureAwait(false);
        return taken.Count == 0 ? null : taken[0];
    }

    /// <summary>Domains that are due and that nobody holds.</summary>
    public async Task<int> CountDueDomainsAsync(CancellationToken cancellationToken)
    {
        var counts = await QueryAsync(
            """SELECT count(*) FROM "Domains" WHERE NOT "Paused" AND "NextAuditAt" <= @now AND ("AuditLeaseUntil" IS NULL OR "AuditLeaseUntil" < @now)""",
            TimeSpan.Zero, row => row.GetInt64(0), cancellationToken).ConfigureAwait(false);
        return (int)counts[0];
    }

    /// <summary>Gives domains back that were taken and not audited.</summary>
    public async Task ReleaseDomainsAsync(IReadOnlyCollection<int> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return;
        }

        var context = database.CreateDbContext();
        await using (context.ConfigureAwait(false))
        {
            await context.Domains.Where(d => ids.Contains(d.Id)).ExecuteUpdateAsync(set => set.SetProperty(d => d.AuditLeaseUntil, (DateTimeOffset?)null), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>True when the domain is there, whoever holds it.</summary>
    public async Task<bool> IsMonitoredAsync(string name, CancellationToken cancellationToken)
    {
        var context = database.CreateDbContext();
        await using (context.ConfigureAwait(false))
        {
            return await context.Domains.AnyAsync(d => d.Name == name, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The oldest open requests of a kind.</summary>
    public Task<List<LeasedRequest>> TakeRequestsAsync(WorkKind kind, int count, TimeSpan lease, CancellationToken cancellationToken) => QueryAsync(
        """
        UPDATE "WorkRequests" SET "TakenAt" = @now, "LeaseUntil" = @until
        WHERE "Id" IN (SELECT "Id" FROM "WorkRequests" WHERE "Kind" = @kind AND "DoneAt" IS NULL AND ("LeaseUntil" IS NULL OR "LeaseUntil" < @now)
                       ORDER BY "Id" LIMIT @count)
          AND "DoneAt" IS NULL AND ("LeaseUntil" IS NULL OR "LeaseUntil" < @now)
        RETURNING "Id", "Target"
        """,
        lease, row => new LeasedRequest(row.GetInt64(0), row.GetString(1)), cancellationToken, ("@kind", (long)kind), ("@count", (long)count));

    /// <summary>Holds a request longer; false when another worker has it, or had it and did it.</summary>
    public async Task<bool> RenewRequestAsync(LeasedRequest request, TimeSpan lease, CancellationToken cancellationToken) => (await QueryAsync(
        """
        UPDATE "WorkRequests" SET "LeaseUntil" = @until WHERE "Id" = @id AND "DoneAt" IS NULL AND "LeaseUntil" >= @now RETURNING "Id"
        """,
        lease, row => row.GetInt64(0), cancellationToken, ("@id", request.Id)).ConfigureAwait(false)).Count > 0;

    /// <summary>The mailbox, when nobody reads it.</summary>
    public async Task<bool> TryTakeMailboxAsync(int id, TimeSpan lease, CancellationToken cancellationToken) => (await QueryAsync(
        """
        UPDATE "Mailboxes" SET "LeaseUntil" = @until
        WHERE "Id" = @id AND ("LeaseUntil" IS NULL OR "LeaseUntil" < @now)
        RETURNING "Id"
        """,
        lease, row => row.GetInt32(0), cancellationToken, ("@id", (long)id)).ConfigureAwait(false)).Count > 0;

    private Task<List<T>> QueryAsync<T>(string sql, TimeSpan lease, Func<DbDataReader, T> read, CancellationToken cancellationToken, params (string Name, object Value)[] values) =>
        StorageFaults.GuardAsync(database.Options, async () =>
        {
            var now = time.GetUtcNow();
            var rows = new List<T>();
            var connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using var _ = connection.ConfigureAwait(false);
            var command = connection.CreateCommand();
            await using var __ = command.ConfigureAwait(false);
#pragma warning disable CA2100 // The statements above are constants.
            command.CommandText = sql;
#pragma warning restore CA2100
            foreach (var (name, value) in values.Append(("@now", now.ToUnixTimeSeconds())).Append(("@until", (now + lease).ToUnixTimeSeconds())))
            {
                if (sql.Contains(name, StringComparison.Ordinal))
                {
                    var parameter = command.CreateParameter();
                    (parameter.ParameterName, parameter.Value) = (name, value);
                    command.Parameters.Add(parameter);
                }
            }

            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using var ___ = reader.ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                rows.Add(read(reader));
            }

            return rows;
        });
}

/// <summary>A domain that this worker holds.</summary>
internal sealed record LeasedDomain(int Id, string Name);

/// <summary>A request that this worker holds.</summary>
internal sealed record LeasedRequest(long Id, string Target);
