using Auditor.Core.Senders.Classification;
using Auditor.Core.Storage.Sources;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>All about one source of one domain.</summary>
public sealed record SourceDetail
{
    public required SourceLine Line { get; init; }

    /// <summary>Who reported it in the newest reports, most mail first.</summary>
    public IReadOnlyList<SourceReporter> Reporters { get; init; } = [];

    /// <summary>What was said of its address and of its service, newest first.</summary>
    public IReadOnlyList<SourceWord> Words { get; init; } = [];

    /// <summary>Other domains that the address sent as in the window, most mail first.</summary>
    public IReadOnlyList<(string Domain, string HeaderFrom, long Messages)> Elsewhere { get; init; } = [];
}

/// <summary>Messages that a reporter saw.</summary>
public sealed record SourceReporter(string Name, long ReportId, long Messages, long Aligned, string Disposition);

/// <summary>Something that somebody said of the source.</summary>
/// <param name="IsOfService">True when it is about the whole service.</param>
/// <param name="Decision">Null when the word before was taken back.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="Note">Why; null for nothing.</param>
public sealed record SourceWord(bool IsOfService, SourceDecision? Decision, string By, DateTimeOffset At, string? Note);

/// <summary>Reads one source.</summary>
public sealed class SourceDetailQuery(IDbContextFactory<AuditorDbContext> contexts, ICountedTiers? counted = null)
{
    private const int ReportsRead = 60;
    private const int MostRowsPerReport = 2000;
    private const int MostReporters = 12;
    private const int MostWords = 20;
    private const int MostElsewhere = 10;

    /// <summary>The source; null when there is none.</summary>
    public async Task<SourceDetail?> ReadAsync(string domain, string sourceIp, string headerFrom, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var id = await DomainIds.OfAsync(db, domain, cancellationToken).ConfigureAwait(false);
        var source = await db.Sources.AsNoTracking().Where(s => s.DomainId == id && s.SourceIp == sourceIp && s.HeaderFrom == headerFrom)
            .SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (source is null)
        {
            return null;
        }

        var subjects = source.ServiceId is { } service ? new[] { sourceIp, SourceDesk.OfService(service) } : [sourceIp];
        var words = await db.SourceDecisions.AsNoTracking().Where(d => d.DomainId == source.DomainId && subjects.Contains(d.Subject)).OrderByDescending(d => d.Id).Take(MostWords)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var elsewhere = await db.Sources.AsNoTracking().Where(s => s.SourceIp == sourceIp && s.Messages > 0 && !(s.DomainId == source.DomainId && s.HeaderFrom == headerFrom))
            .Join(db.Domains, s => s.DomainId, d => d.Id, (s, d) => new { d.Name, s.HeaderFrom, s.Messages })
            .OrderByDescending(s => s.Messages).ThenBy(s => s.Name).Take(MostElsewhere).ToListAsync(cancellationToken).ConfigureAwait(false);
        return new SourceDetail
        {
            Line = new SourceLine
            {
                Domain = domain,
                Source = source,
                Address = await db.SourceAddresses.AsNoTracking().SingleOrDefaultAsync(a => a.SourceIp == sourceIp, cancellationToken).ConfigureAwait(false),
            },
            Reporters = await ReportersAsync(db, domain, sourceIp, headerFrom, cancellationToken).ConfigureAwait(false),
            Words = words.ConvertAll(w => new SourceWord(w.Subject != sourceIp, w.Decision, w.DecidedBy, w.DecidedAt, w.Note)),
            Elsewhere = elsewhere.ConvertAll(e => (e.Name, e.HeaderFrom, e.Messages)),
        };
    }

    private async Task<IReadOnlyList<SourceReporter>> ReportersAsync(AuditorDbContext db, string domain, string sourceIp, string headerFrom, CancellationToken cancellationToken)
    {
        var tiers = await counted.OfAsync(null, cancellationToken).ConfigureAwait(false);
        var names = await PolicyDomainNames.OfAsync(db, domain, cancellationToken).ConfigureAwait(false);
        var reports = await db.Reports.AsNoTracking().Where(r => names.Contains(r.PolicyDomain) && tiers.Contains(r.Tier) && !r.IsDisplaced && r.HasRows && r.RowCount <= MostRowsPerReport)
            .OrderByDescending(r => r.End).Take(ReportsRead).Select(r => new { r.Id, Name = r.OrgName ?? r.OrgKey }).ToDictionaryAsync(r => r.Id, r => r.Name, cancellationToken).ConfigureAwait(false);
        var ids = reports.Keys.ToList();
        var rows = await db.Rows.AsNoTracking().Where(r => ids.Contains(r.ReportId) && r.SourceIp == sourceIp)
            .Select(r => new { r.ReportId, r.HeaderFrom, r.Messages, Passed = r.Dkim == "pass" || r.Spf == "pass", r.Disposition }).ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. rows.Where(r => StoredText.Key(r.HeaderFrom) == headerFrom).GroupBy(r => reports[r.ReportId])
            .Select(g => new SourceReporter(
                g.Key,
                g.Max(r => r.ReportId),
                g.Sum(r => r.Messages),
                g.Where(r => r.Passed).Sum(r => r.Messages),
                g.GroupBy(r => r.Disposition ?? "").OrderByDescending(d => d.Sum(r => r.Messages)).First().Key))
            .OrderByDescending(r => r.Messages).ThenBy(r => r.Name, StringComparer.Ordinal).Take(MostReporters)];
    }
}
