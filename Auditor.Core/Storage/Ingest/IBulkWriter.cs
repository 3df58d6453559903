using Auditor.Core.Reports.Aggregate;
using Auditor.Core.Reports.Authenticity;

namespace Auditor.Core.Storage.Ingest;

/// <summary>The writes that come by the thousand, each database's fastest way.</summary>
internal interface IBulkWriter
{
    /// <summary>Stores one row; it is there for sure after <see cref="EndRowsAsync"/>.</summary>
    ValueTask RowAsync(long reportId, int ordinal, ReportRow row, CancellationToken cancellationToken);

    /// <summary>Must come before any other statement on the connection.</summary>
    ValueTask EndRowsAsync(CancellationToken cancellationToken);

    /// <summary>Leaves a row half-way after an error; the caller undoes the rest.</summary>
    ValueTask AbandonRowsAsync();

    /// <summary>Adds the sums to those of the policy domain, day and tier. Selectors are noted for tiers that may decide something.</summary>
    Task AddAsync(string policyDomain, int day, TrustTier tier, RowTally tally, CancellationToken cancellationToken);
}
