using System.Collections.Immutable;
using Auditor.Core.Auditing;
using Auditor.Core.Dkim;
using Auditor.Core.Findings;
using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>A selector of a domain with what DNS, the log of keys and reports say of it.</summary>
/// <param name="Key">What the audit found.</param>
/// <param name="Age">The key in the log; null when the audit found none.</param>
/// <param name="Facts">All that the verdict rests on.</param>
/// <param name="Verdict">The verdict.</param>
public sealed record SelectorLine(DkimDocument Key, DomainKeyAge? Age, KeyFacts Facts, KeyVerdict Verdict);

/// <summary>The selectors of a domain, and the rotations of their keys.</summary>
public sealed record DomainSelectors
{
    /// <summary>In the order of the audit.</summary>
    public ImmutableArray<SelectorLine> Lines { get; init; } = [];

    /// <summary>Due or under way; those with the most mail first.</summary>
    public ImmutableArray<KeyRotation> Rotations { get; init; } = [];

    /// <summary>Keys of the past, as the log has them.</summary>
    public ImmutableArray<DomainKeyAge> Former { get; init; } = [];

    /// <summary>How far reports reach.</summary>
    public required KeyReports Reports { get; init; }

    /// <summary>By which keys are called due and unused.</summary>
    public KeyThresholds Thresholds { get; init; } = KeyThresholds.Default;

    /// <summary>Messages of the window in reports whose rows were read for the selectors.</summary>
    public long ReadMessages { get; init; }

    /// <summary>Messages of the window in all reports that count.</summary>
    public long AllMessages { get; init; }
}

/// <summary>Reads what is known of a domain's DKIM selectors.</summary>
public sealed class DomainSelectorsQuery(IDbContextFactory<AuditorDbContext> contexts, DomainKeysQuery keyLog, TimeProvider clock, ICountedTiers? counted = null, IThresholds? thresholds = null)
{
    // Selectors stand in rows alone, so rows are read: this many a page, of the newest reports.
    private const int MostRows = 20_000;
    private const int MostReports = 2_000;
    private const int Batch = 500;

    /// <summary>The selectors as of an audit.</summary>
    public async Task<DomainSelectors> ReadAsync(AuditDocument audit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(audit);
        var ages = await keyLog.ReadAsync(audit.Domain, cancellationToken).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var first = today.AddDays(1 - KeyReports.Window);
        var tiers = await counted.OfAsync(null, cancellationToken).ConfigureAwait(false);
        var names = await PolicyDomainNames.OfAsync(db, audit.Domain, cancellationToken).ConfigureAwait(false);
        var totals = db.Totals.AsNoTracking().Where(t => names.Contains(t.PolicyDomain) && t.Reports > 0 && tiers.Contains(t.Tier));
        var reports = new KeyReports(
            await ReportDays.CountAsync(db, audit.Domain, first, counted, cancellationToken).ConfigureAwait(false),
            await totals.MinAsync(t => (DateOnly?)t.Day, cancellationToken).ConfigureAwait(false),
            await totals.MaxAsync(t => (DateOnly?)t.Day, cancellationToken).ConfigureAwait(false));

        // A signature that never passed shows nothing of the owner: anyone can write one.
        var used = await db.ReportSelectors.AsNoTracking().Where(s => s.SigningDomain == audit.Domain && s.Passed > 0)
            .GroupBy(s => s.Selector).Select(g => new { g.Key, Last = g.Max(s => s.LastDay) }).ToDictionaryAsync(s => s.Key, s => s.Last, cancellationToken).ConfigureAwait(false);
        var mail = new SelectorMail(audit.Domain, reports.Last?.AddDays(1 - KeyReports.RecentDays) ?? today);
        await foreach (var (day, row) in RowsAsync(db, names, tiers, first, mail, cancellationToken).ConfigureAwait(false))
        {
            mail.Add(day, row);
        }

        var limits = (await thresholds.OfAsync(cancellationToken).ConfigureAwait(false)).Keys;
        ImmutableArray<SelectorLine> lines = [.. audit.Dkim.Select(key => Line(key, ages, used, mail, reports, today, limits))];
        var former = ages.Where(a => !a.IsPublished).ToImmutableArray();
        var gone = former.Where(a => !lines.Any(l => Lower(l.Key) == a.Selector)).DistinctBy(a => a.Selector).Select(a => OfLog(a, used, mail));
        return new DomainSelectors
        {
            Lines = lines,
            Rotations = KeyRotation.Of(lines.Select(l => l.Facts).Concat(gone), reports, today, limits),
            Former = former,
            Reports = reports,
            Thresholds = limits,
            ReadMessages = mail.Read,
            AllMessages = await totals.Where(t => t.Day >= first).SumAsync(t => t.Messages, cancellationToken).ConfigureAwait(false),
        };
    }

    private static SelectorLine Line(
        DkimDocument key, ImmutableArray<DomainKeyAge> ages, Dictionary<string, DateOnly> used, SelectorMail mail, KeyReports reports, DateOnly today, KeyThresholds limits)
    {
        var selector = Lower(key);
        var age = ages.FirstOrDefault(a => a.IsPublished && a.Selector == selector && a.Fingerprint == key.Fingerprint);
        // Without a key in the answer the log's last one is what mail may still be signed with; DNS that failed leaves it standing.
        var logged = age ?? (key.Fingerprint is null ? ages.FirstOrDefault(a => a.Selector == selector) : null);
        var facts = Facts(selector, used, mail) with
        {
            Selector = key.Selector,
            Status = key.Status,
            KeyType = key.KeyType ?? logged?.KeyType,
            Bits = key.Bits ?? logged?.Bits,
            Revoked = key.Revoked,
            IsElsewhere = key.Alias is not null,
            Since = DayOf(logged?.FirstSeenAt),
            SinceAtLeast = logged?.IsAtLeast ?? false,
            Gone = DayOf(logged?.GoneAt),
        };
        return new SelectorLine(key, age, facts, KeyVerdict.Of(facts, reports, today, limits));
    }

    private static KeyFacts OfLog(DomainKeyAge key, Dictionary<string, DateOnly> used, SelectorMail mail) => Facts(key.Selector, used, mail) with
    {
        KeyType = key.KeyType,
        Bits = key.Bits,
        Since = DayOf(key.FirstSeenAt),
        SinceAtLeast = key.IsAtLeast,
        Gone = DayOf(key.GoneAt),
    };

    private static KeyFacts Facts(string selector, Dictionary<string, DateOnly> used, SelectorMail mail)
    {
        var sum = mail.Of(selector);
        return new KeyFacts
        {
            Selector = selector,
            Status = RecordStatus.None,
            LastUsed = used.TryGetValue(selector, out var day) && !(sum.Last > day) ? day : sum.Last,
            Messages = sum.Passed,
            Failed = sum.Failed,
            Recent = sum.Recent,
            Sources = [.. sum.Sources],
        };
    }

    private static async IAsyncEnumerable<(DateOnly Day, StoredRow Row)> RowsAsync(
        AuditorDbContext db, IReadOnlyList<string> names, IReadOnlyList<Reports.Authenticity.TrustTier> tiers, DateOnly first, SelectorMail mail,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var from = new DateTimeOffset(first.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var newest = await db.Reports.AsNoTracking()
            .Where(r => names.Contains(r.PolicyDomain) && r.End >= from && r.Begin >= from && tiers.Contains(r.Tier) && !r.IsDisplaced && r.HasRows)
            .OrderByDescending(r => r.End).ThenBy(r => r.Id).Take(MostReports).Select(r => new { r.Id, r.Begin, r.RowCount, r.MessageCount }).ToListAsync(cancellationToken).ConfigureAwait(false);
        var rows = 0L;
        var chosen = newest.Where(r => rows + r.RowCount <= MostRows && (rows += r.RowCount) >= 0).ToList();
        mail.Read = chosen.Sum(r => r.MessageCount);
        foreach (var some in chosen.Chunk(Batch))
        {
            var days = some.ToDictionary(r => r.Id, r => DateOnly.FromDateTime(r.Begin.UtcDateTime));
            var ids = days.Keys.ToList();
            foreach (var row in await db.Rows.AsNoTracking().Where(r => ids.Contains(r.ReportId) && r.AuthResults != null).ToListAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return (days[row.ReportId], row);
            }
        }
    }

    private static string Lower(DkimDocument key) => StoredText.Key(key.Selector).ToLowerInvariant();

    private static DateOnly? DayOf(DateTimeOffset? at) => at is { } time ? DateOnly.FromDateTime(time.UtcDateTime) : null;
}
