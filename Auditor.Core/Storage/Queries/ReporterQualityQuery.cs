using System.Globalization;
using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Reports.Intake;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>How well one reporter reports.</summary>
/// <param name="Key">Its name in lower case.</param>
/// <param name="Name">As it writes it.</param>
/// <param name="Reports">Reports stored, whatever their tier.</param>
/// <param name="Rows">Rows in them.</param>
/// <param name="Mended">Reports in which the reader had to mend something.</param>
/// <param name="Contradicting">Reports that share their key with another one that says something else.</param>
/// <param name="Unverified">Reports that nothing verifies.</param>
/// <param name="Duplicates">Parts that held a report of it once more.</param>
/// <param name="HoursLate">Median of the hours between a window's end and the report's arrival.</param>
/// <param name="MostHoursLate">The longest of them.</param>
public sealed record ReporterQuality(string Key, string Name, long Reports, long Rows, long Mended, long Contradicting, long Unverified, long Duplicates, double HoursLate, double MostHoursLate)
{
    /// <summary>Codes of what was mended, the most frequent first.</summary>
    public IReadOnlyList<string> Repairs { get; init; } = [];
}

/// <summary>Parts that could not be used, by who sent their mail.</summary>
/// <param name="Sender">Domain of the mail's sender; empty for files and uploads.</param>
/// <param name="Parts">How many were quarantined.</param>
/// <param name="Empty">How many were reports without anything in them.</param>
/// <param name="Reason">The most frequent reason of the quarantine, as a code; null when nothing was quarantined.</param>
public sealed record UnusableSender(string Sender, int Parts, int Empty, string? Reason);

/// <summary>The quality of what reporters send.</summary>
/// <param name="Reporters">A page of them, most reports first.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Unusable">Senders of parts that could not be used, most first.</param>
public sealed record ReporterQualities(IReadOnlyList<ReporterQuality> Reporters, int Total, IReadOnlyList<UnusableSender> Unusable);

/// <summary>Adds up, over the reports of the last <see cref="Days"/> days, what was odd in each reporter's. Of very many, the answer may be a few minutes old.</summary>
public sealed class ReporterQualityQuery(IDbContextFactory<AuditorDbContext> contexts, TimeProvider clock)
{
    public const int Days = 30;

    public const int PageSize = 25;

    // Names are free text: who invents some cannot make the page heavy. Nor can who sends much that is of no use.
    private const int MostReporters = 2_000;
    private const int MostParts = 5_000;
    private const int MostSenders = 25;
    private const int MostCodes = 5;

    // Newest reports that the median and the codes of a page are taken from.
    private const int MostLooked = 20_000;

    // Where there are many reports, all of them are added up once in a while, not at each look.
    private const int WorthKeeping = 20_000;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    private (DateTimeOffset Since, List<Sums> Sums)? kept;

    /// <summary>A page, which is numbered from 0.</summary>
    public async Task<ReporterQualities> ReadAsync(int page, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var since = clock.GetUtcNow().AddDays(-Days);
        var sums = await SumsAsync(db, since, cancellationToken).ConfigureAwait(false);
        var shown = sums.Skip(page * PageSize).Take(PageSize).ToList();
        var keys = shown.ConvertAll(s => s.OrgKey);
        var duplicates = await db.Ledger.Where(e => e.Outcome == PartOutcome.Duplicate && e.At >= since && e.ReportId != null && e.Kind == ReportKind.Aggregate)
            .Join(db.Reports.Where(r => keys.Contains(r.OrgKey)), e => e.ReportId, r => (long?)r.Id, (e, r) => r.OrgKey)
            .GroupBy(k => k).Select(g => new { g.Key, Count = g.LongCount() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken).ConfigureAwait(false);
        var details = (await db.Reports.AsNoTracking().Where(r => r.End >= since && keys.Contains(r.OrgKey)).OrderByDescending(r => r.End).Take(MostLooked)
            .Select(r => new Detail(r.OrgKey, r.End, r.ReceivedAt, r.Repairs)).ToListAsync(cancellationToken).ConfigureAwait(false)).ToLookup(d => d.OrgKey);
        return new ReporterQualities(
            shown.ConvertAll(s => new ReporterQuality(
                s.OrgKey, s.OrgName ?? s.OrgKey, s.Reports, s.Rows, s.Mended, s.Contradicting, s.Unverified, duplicates.GetValueOrDefault(s.OrgKey), MedianHours(details[s.OrgKey]), Hours(s.MostLate))
            {
                Repairs = Codes(details[s.OrgKey]),
            }),
            sums.Count,
            await UnusableAsync(db, since, cancellationToken).ConfigureAwait(false));
    }

    private async Task<List<Sums>> SumsAsync(AuditorDbContext db, DateTimeOffset since, CancellationToken cancellationToken)
    {
        if (kept is { } last && since - last.Since < Kept)
        {
            return last.Sums;
        }

        var sums = await db.Database.SqlQueryRaw<Sums>(Sql, since.ToUnixTimeSeconds()).ToListAsync(cancellationToken).ConfigureAwait(false);
        kept = sums.Sum(s => s.Reports) >= WorthKeeping ? (since, sums) : null;
        return sums;
    }

    private static readonly string Sql = string.Create(CultureInfo.InvariantCulture, $$"""
        SELECT "OrgKey", max("OrgName") AS "OrgName", count(*) AS "Reports", CAST(sum("RowCount") AS bigint) AS "Rows",
            CAST(sum(CASE WHEN "Repairs" IS NULL THEN 0 ELSE 1 END) AS bigint) AS "Mended", CAST(sum(CASE WHEN "IsConflict" THEN 1 ELSE 0 END) AS bigint) AS "Contradicting",
            CAST(sum(CASE WHEN "Tier" IN ({{(int)TrustTier.Authenticated}}, {{(int)TrustTier.Pending}}, {{(int)TrustTier.Unauthenticated}}) THEN 1 ELSE 0 END) AS bigint) AS "Unverified",
            max("ReceivedAt" - "End") AS "MostLate"
        FROM "Reports" WHERE "End" >= {0} GROUP BY "OrgKey" ORDER BY count(*) DESC, "OrgKey" LIMIT {{MostReporters}}
        """);

    private static double Hours(long seconds) => Math.Max(0, seconds) / 3600.0;

    private static double MedianHours(IEnumerable<Detail> reports)
    {
        var hours = reports.Select(r => Hours((long)(r.ReceivedAt - r.End).TotalSeconds)).Order().ToList();
        return hours.Count == 0 ? 0 : hours.Count % 2 == 1 ? hours[hours.Count / 2] : (hours[(hours.Count / 2) - 1] + hours[hours.Count / 2]) / 2;
    }

    // Each line of what was mended begins with its code.
    private static List<string> Codes(IEnumerable<Detail> reports) =>
    [
        .. reports.Where(r => r.Repairs is not null).SelectMany(r => r.Repairs!.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split([':', ' '], 2)[0]).Distinct(StringComparer.Ordinal))
            .GroupBy(c => c, StringComparer.Ordinal).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).Take(MostCodes).Select(g => g.Key),
    ];

    private static async Task<IReadOnlyList<UnusableSender>> UnusableAsync(AuditorDbContext db, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var parts = await db.Ledger.AsNoTracking().Where(e => (e.Outcome == PartOutcome.Quarantined || e.Outcome == PartOutcome.Empty) && e.At >= since).OrderByDescending(e => e.At).Take(MostParts)
            .Select(e => new { e.MailFrom, e.ReasonCode, IsEmpty = e.Outcome == PartOutcome.Empty }).ToListAsync(cancellationToken).ConfigureAwait(false);
        return
        [
            .. parts.GroupBy(p => Domain(p.MailFrom), StringComparer.Ordinal)
                .Select(g => new UnusableSender(
                    g.Key, g.Count(p => !p.IsEmpty), g.Count(p => p.IsEmpty),
                    g.Where(p => !p.IsEmpty).GroupBy(p => p.ReasonCode ?? "unknown").OrderByDescending(r => r.Count()).ThenBy(r => r.Key, StringComparer.Ordinal).FirstOrDefault()?.Key))
                .OrderByDescending(s => s.Parts).ThenByDescending(s => s.Empty).ThenBy(s => s.Sender, StringComparer.Ordinal).Take(MostSenders),
        ];
    }

    private static string Domain(string? sender) => sender is null ? "" : sender[(sender.LastIndexOf('@') + 1)..].TrimEnd('>').ToLowerInvariant();

    private sealed record Sums(string OrgKey, string? OrgName, long Reports, long Rows, long Mended, long Contradicting, long Unverified, long MostLate);

    private sealed record Detail(string OrgKey, DateTimeOffset End, DateTimeOffset ReceivedAt, string? Repairs);
}
