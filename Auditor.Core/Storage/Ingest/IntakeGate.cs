using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Storage.Entities;

namespace Auditor.Core.Storage.Ingest;

/// <summary>How much of a report is kept.</summary>
internal enum Keep
{
    /// <summary>Head, rows and sums.</summary>
    All,

    /// <summary>Head and the day's total, so that a copy is known again.</summary>
    Head,

    /// <summary>A number in a sum.</summary>
    Sum,
}

/// <summary>What the gate says of a report.</summary>
/// <param name="Keep">How much of it is kept.</param>
/// <param name="Watch">Whose it is.</param>
/// <param name="ReasonCode">Why not all is kept; null when it is.</param>
internal readonly record struct Admission(Keep Keep, Watch Watch, string? ReasonCode);

/// <summary>How a policy domain is monitored.</summary>
internal enum Watch
{
    No,

    /// <summary>Itself.</summary>
    Itself,

    /// <summary>As a subdomain of a monitored domain: its reports are that domain's own.</summary>
    Above,
}

/// <summary>
/// Bounds what strangers can make the database keep. What a person brings in, and what a known reporter signed, passes; the rest is limited by sender and day,
/// and reports of domains that nobody monitors are kept up to a number, so that they are there when the domain is monitored.
/// </summary>
internal sealed class IntakeGate(WriteConnection connection, GateLimits limits)
{
    private const int MaxRemembered = 10_000;

    private readonly Dictionary<string, Watch> monitored = new(StringComparer.Ordinal);

    private readonly Statement find = connection.Prepare("""SELECT CAST(1 AS bigint) FROM "Domains" WHERE "Name" = @name""", "@name");

    private readonly Statement unmonitored = connection.Prepare(
        """
        SELECT CAST(coalesce(sum(r."Kept"), 0) AS bigint) FROM "ReportedDomains" AS r
        WHERE NOT EXISTS (SELECT 1 FROM "Domains" AS d WHERE d."Name" = r."Name" OR r."Name" LIKE '%.' || d."Name")
        """);

    private readonly Statement count = connection.Prepare(
        """
        INSERT INTO "IntakeCounts" AS old ("Day", "PolicyDomain", "SenderDomain", "Reports") VALUES (@day, @domain, @sender, 1)
        ON CONFLICT ("Day", "PolicyDomain", "SenderDomain") DO UPDATE SET "Reports" = old."Reports" + 1 RETURNING "Reports"
        """,
        "@day", "@domain", "@sender");

    private readonly Statement forget = connection.Prepare("""DELETE FROM "IntakeCounts" WHERE "Day" < @day""", "@day");

    private readonly Statement note = connection.Prepare(
        $"""
        INSERT INTO "ReportedDomains" AS old ("Name", "Reports", "Messages", "Kept", "FirstSeenAt", "LastSeenAt")
        SELECT CASE WHEN EXISTS (SELECT 1 FROM "ReportedDomains" WHERE "Name" = @name) OR (SELECT count(*) FROM "ReportedDomains") < @most THEN @name ELSE @others END,
            @reports, @messages, @kept, @now, @now WHERE true
        ON CONFLICT ("Name") DO UPDATE SET "Reports" = old."Reports" + excluded."Reports", "Messages" = {(connection.Options.Provider == StorageProvider.Sqlite ? "min" : "least")}(old."Messages" + excluded."Messages", @cap), "Kept" = old."Kept" + excluded."Kept",
            "LastSeenAt" = excluded."LastSeenAt"
        """,
        "@name", "@most", "@others", "@reports", "@messages", "@kept", "@now", "@cap");

    private readonly Dictionary<string, (long Reports, long Messages, long Kept)> noted = new(StringComparer.Ordinal);
    private long? kept;

    /// <summary>Domains may come and go between transactions.</summary>
    public void Forget()
    {
        monitored.Clear();
        noted.Clear();
    }

    /// <summary>Decides before any row is read.</summary>
    public async Task<Admission> AdmitAsync(string policyDomain, PartTrust trust, bool byPerson, long now, CancellationToken cancellationToken)
    {
        var watch = await WatchAsync(policyDomain, cancellationToken).ConfigureAwait(false);
        if (byPerson || (watch != Watch.No && trust.Verdict.Tier is (TrustTier.Verified or TrustTier.Manual)))
        {
            return new Admission(Keep.All, watch, null);
        }

        if (watch == Watch.No)
        {
            kept ??= await unmonitored.LongAsync(cancellationToken).ConfigureAwait(false) ?? 0;
            return kept++ < limits.MaxUnmonitored ? new Admission(Keep.All, watch, null) : new Admission(Keep.Sum, watch, IngestReason.NotMonitored);
        }

        var day = UnixDay.Number(UnixDay.Of(now));
        var all = await CountAsync(day, string.Empty, string.Empty, cancellationToken).ConfigureAwait(false);
        var bySender = await CountAsync(day, policyDomain, trust.SenderDomain ?? string.Empty, cancellationToken).ConfigureAwait(false);
        return all > limits.PerDay ? new Admission(Keep.Sum, watch, IngestReason.RateLimited)
            : bySender > limits.PerSender ? new Admission(Keep.Head, watch, IngestReason.RateLimited)
            : new Admission(Keep.All, watch, null);
    }

    /// <summary>Sums a report that was imported up under the name of its policy domain, which is not monitored itself; <see cref="FlushAsync"/> writes it.</summary>
    public void Note(string policyDomain, long messages, bool isKept)
    {
        var sum = noted.GetValueOrDefault(policyDomain);
        noted[policyDomain] = (sum.Reports + 1, Math.Min(sum.Messages + Math.Min(messages, RowTally.MaxMessages), RowTally.MaxMessages), sum.Kept + (isKept ? 1 : 0));
    }

    /// <summary>Writes what was noted; to be called before each commit.</summary>
    public async Task FlushAsync(long now, CancellationToken cancellationToken)
    {
        foreach (var (name, sum) in noted)
        {
            await note.With(name, (long)limits.MaxNames, ReportedDomain.Others, sum.Reports, sum.Messages, sum.Kept, now, RowTally.MaxMessages).RunAsync(cancellationToken).ConfigureAwait(false);
        }

        noted.Clear();
    }

    private async Task<Watch> WatchAsync(string policyDomain, CancellationToken cancellationToken)
    {
        if (monitored.TryGetValue(policyDomain, out var known))
        {
            return known;
        }

        var found = Watch.No;
        for (var name = policyDomain; found == Watch.No && name.Contains('.', StringComparison.Ordinal); name = name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..])
        {
            found = await find.With(name).LongAsync(cancellationToken).ConfigureAwait(false) is null ? Watch.No : name == policyDomain ? Watch.Itself : Watch.Above;
        }

        if (monitored.Count < MaxRemembered)
        {
            monitored[policyDomain] = found;
        }

        return found;
    }

    private async Task<long> CountAsync(int day, string domain, string sender, CancellationToken cancellationToken)
    {
        var reports = await count.With(day, domain, sender).LongAsync(cancellationToken).ConfigureAwait(false) ?? 1;
        if (reports == 1 && domain.Length == 0)
        {
            await forget.With(day - 1).RunAsync(cancellationToken).ConfigureAwait(false);
        }

        return reports;
    }
}
