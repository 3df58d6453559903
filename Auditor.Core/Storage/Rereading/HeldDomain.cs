namespace Auditor.Core.Storage.Rereading;

/// <summary>Tells whether a legal hold keeps what is stored of a domain: its own, or that of a monitored domain above it.</summary>
internal static class HeldDomain
{
    /// <summary>Gives 1 when <c>@domain</c> is held, and no row otherwise.</summary>
    public const string Sql = """SELECT CAST(1 AS bigint) FROM "Domains" WHERE "LegalHold" AND ("Name" = @domain OR @domain LIKE '%.' || "Name") LIMIT 1""";
}
