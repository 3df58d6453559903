using System.Collections.Immutable;
using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Reports.Tls;

namespace Auditor.Core.Storage.Ingest;

/// <summary>Adds a TLS report to the sums of its day and tier, and takes it out again: by its own policies both times, so that the sums stay exact.</summary>
internal sealed class TlsSums(WriteConnection connection)
{
    // What a hundred million reports may add up to before a sum would overflow: it stops there.
    private const long MaxSum = 1L << 62;

    // Types and hosts are free text: of an absurd report the thousand largest sums are kept, and the report itself as it is.
    private const int MaxFailureSums = 1_000;

    private readonly Statement total = connection.Prepare(
        $"""
        INSERT INTO "TlsDailyTotals" AS old ("Domain", "Day", "OrgKey", "PolicyType", "Tier", "Successful", "Failed") VALUES (@domain, @day, @org, @type, @tier, @successful, @failed)
        ON CONFLICT ("Domain", "Day", "OrgKey", "PolicyType", "Tier") DO UPDATE SET "Successful" = {Sum(connection.Options, "Successful")}, "Failed" = {Sum(connection.Options, "Failed")}
        """,
        "@domain", "@day", "@org", "@type", "@tier", "@successful", "@failed", "@cap");

    private readonly Statement failure = connection.Prepare(
        $"""
        INSERT INTO "TlsDailyFailures" AS old ("Domain", "Day", "OrgKey", "ResultType", "MxHost", "Tier", "Sessions") VALUES (@domain, @day, @org, @type, @mx, @tier, @sessions)
        ON CONFLICT ("Domain", "Day", "OrgKey", "ResultType", "MxHost", "Tier") DO UPDATE SET "Sessions" = {Sum(connection.Options, "Sessions")}
        """,
        "@domain", "@day", "@org", "@type", "@mx", "@tier", "@sessions", "@cap");

    private readonly Statement lessTotal = connection.Prepare(
        $"""
        UPDATE "TlsDailyTotals" SET "Successful" = {DailyTotals.Floored(connection.Options, "Successful", "@successful")}, "Failed" = {DailyTotals.Floored(connection.Options, "Failed", "@failed")}
        WHERE "Domain" = @domain AND "Day" = @day AND "OrgKey" = @org AND "PolicyType" = @type AND "Tier" = @tier
        """,
        "@domain", "@day", "@org", "@type", "@tier", "@successful", "@failed");

    private readonly Statement lessFailure = connection.Prepare(
        $"""
        UPDATE "TlsDailyFailures" SET "Sessions" = {DailyTotals.Floored(connection.Options, "Sessions", "@sessions")}
        WHERE "Domain" = @domain AND "Day" = @day AND "OrgKey" = @org AND "ResultType" = @type AND "MxHost" = @mx AND "Tier" = @tier
        """,
        "@domain", "@day", "@org", "@type", "@mx", "@tier", "@sessions");

    private readonly Statement clearTotals = connection.Prepare(
        """DELETE FROM "TlsDailyTotals" WHERE "Domain" = @domain AND "Day" = @day AND "OrgKey" = @org AND "Tier" = @tier AND "Successful" <= 0 AND "Failed" <= 0""", "@domain", "@day", "@org", "@tier");

    private readonly Statement clearFailures = connection.Prepare(
        """DELETE FROM "TlsDailyFailures" WHERE "Domain" = @domain AND "Day" = @day AND "OrgKey" = @org AND "Tier" = @tier AND "Sessions" <= 0""", "@domain", "@day", "@org", "@tier");

    /// <summary>Adds the sessions.</summary>
    public async Task AddAsync(ImmutableArray<TlsPolicy> policies, string org, int day, TrustTier tier, CancellationToken cancellationToken)
    {
        foreach (var group in Totals(policies))
        {
            await total.With(group.Key.Domain, day, org, group.Key.Type, (int)tier, group.Sum(p => p.Successful), group.Sum(p => p.Failed), MaxSum).RunAsync(cancellationToken).ConfigureAwait(false);
        }

        foreach (var sum in Failures(policies))
        {
            await failure.With(sum.Domain, day, org, sum.Type, sum.Mx, (int)tier, sum.Sessions, MaxSum).RunAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes the sessions out.</summary>
    public async Task RemoveAsync(ImmutableArray<TlsPolicy> policies, string org, int day, TrustTier tier, CancellationToken cancellationToken)
    {
        foreach (var group in Totals(policies))
        {
            await lessTotal.With(group.Key.Domain, day, org, group.Key.Type, (int)tier, group.Sum(p => p.Successful), group.Sum(p => p.Failed)).RunAsync(cancellationToken).ConfigureAwait(false);
        }

        foreach (var sum in Failures(policies))
        {
            await lessFailure.With(sum.Domain, day, org, sum.Type, sum.Mx, (int)tier, sum.Sessions).RunAsync(cancellationToken).ConfigureAwait(false);
        }

        foreach (var domain in policies.Select(p => StoredText.Key(p.Domain)).Distinct(StringComparer.Ordinal))
        {
            await clearTotals.With(domain, day, org, (int)tier).RunAsync(cancellationToken).ConfigureAwait(false);
            await clearFailures.With(domain, day, org, (int)tier).RunAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static IEnumerable<IGrouping<(string Domain, string Type), TlsPolicy>> Totals(ImmutableArray<TlsPolicy> policies) =>
        policies.GroupBy(p => (Domain: StoredText.Key(p.Domain), Type: StoredText.Key(p.Type)));

    private static IEnumerable<(string Domain, string Type, string Mx, long Sessions)> Failures(ImmutableArray<TlsPolicy> policies) =>
        policies.SelectMany(p => p.Failures, (policy, f) => (Domain: StoredText.Key(policy.Domain), Type: StoredText.Key(f.ResultType), Mx: StoredText.Key(f.ReceivingMxHostname), f.Count))
            .GroupBy(f => (f.Domain, f.Type, f.Mx)).Select(g => (g.Key.Domain, g.Key.Type, g.Key.Mx, Sessions: g.Sum(f => f.Count)))
            .OrderByDescending(s => s.Sessions).ThenBy(s => s.Type, StringComparer.Ordinal).ThenBy(s => s.Mx, StringComparer.Ordinal).Take(MaxFailureSums);

    private static string Sum(StorageOptions options, string column) =>
        $"{(options.Provider == StorageProvider.Sqlite ? "min" : "least")}(old.\"{column}\" + excluded.\"{column}\", @cap)";
}
