using System.Reflection;
using Auditor.Core.Storage;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Auditor.Tests.Support;

/// <summary>Runs a theory once on SQLite and once on PostgreSQL; the provider is its only argument.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BothDatabasesAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([new TheoryDataRow<StorageProvider>(StorageProvider.Sqlite), new TheoryDataRow<StorageProvider>(StorageProvider.Postgres)]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
