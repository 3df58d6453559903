using Auditor.Core.Auditing;
using Auditor.Core.Storage.Audits;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>The head of a domain's page with its last audit; the tabs read the rest when they are opened.</summary>
public sealed record DomainPage
{
    public required int Id { get; init; }

    public required string Name { get; init; }

    public string? Group { get; init; }

    public bool Paused { get; init; }

    public bool IsStale { get; init; }

    public DateTimeOffset? LastAuditAt { get; init; }

    public DateTimeOffset? ScoredAt { get; init; }

    public DateTimeOffset? LastReportAt { get; init; }

    public int? PreviousScore { get; init; }

    /// <summary>The last audit; null before the first, and when retention took it.</summary>
    public AuditDocument? Audit { get; init; }

    /// <summary>The last audit that could tell a score, when the last one could not; else null.</summary>
    public AuditDocument? LastScored { get; init; }

    /// <summary>Since when each finding stands, by code and subject.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> FindingsSince { get; init; } = new Dictionary<string, DateTimeOffset>();

    /// <summary>Findings whose risk somebody accepted, with the day it ends on, in the past too, by code and subject.</summary>
    public IReadOnlyDictionary<string, AcceptedRisk> Accepted { get; init; } = new Dictionary<string, AcceptedRisk>();

    /// <summary>The key of <see cref="FindingsSince"/> and <see cref="Accepted"/>.</summary>
    public static string FindingKey(string code, string? subject) => $"{code} {subject}";
}

/// <summary>That somebody accepts the risk of a finding.</summary>
/// <param name="Until">Through which day (UTC).</param>
/// <param name="By">Who.</param>
/// <param name="Note">Why.</param>
public sealed record AcceptedRisk(DateOnly Until, string By, string Note);

/// <summary>Reads the page of one domain.</summary>
public sealed class DomainPageQuery(IDbContextFactory<AuditorDbContext> contexts)
{
    /// <summary>Null when no such domain is kept.</summary>
    public async Task<DomainPage?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var domain = await db.Domains.AsNoTracking().Include(d => d.Group).SingleOrDefaultAsync(d => d.Name == name, cancellationToken).ConfigureAwait(false);
        if (domain is null)
        {
            return null;
        }

        var audits = db.Audits.AsNoTracking().Where(a => a.DomainId == domain.Id && a.Document != null);
        var last = await audits.OrderByDescending(a => a.AuditedAt).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        var scored = last is null || last.Score is not null
            ? null
            : await audits.Where(a => a.Score != null).OrderByDescending(a => a.AuditedAt).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        var since = await db.Findings.AsNoTracking().Where(f => f.DomainId == domain.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
        return new DomainPage
        {
            Id = domain.Id,
            Name = domain.Name,
            Group = domain.Group?.Name,
            Paused = domain.Paused,
            IsStale = domain.ScoreIsStale,
            LastAuditAt = domain.LastAuditAt,
            ScoredAt = domain.ScoredAt,
            LastReportAt = domain.LastReportAt,
            PreviousScore = domain.PreviousScore,
            Audit = last?.Document is { } document ? AuditBlob.Unpack(document) : null,
            LastScored = scored?.Document is { } older ? AuditBlob.Unpack(older) : null,
            FindingsSince = since.ToDictionary(f => DomainPage.FindingKey(f.Code, f.Subject), f => f.FirstSeenAt),
            Accepted = since.Where(f => f.AcceptedUntil is not null)
                .ToDictionary(f => DomainPage.FindingKey(f.Code, f.Subject), f => new AcceptedRisk(f.AcceptedUntil!.Value, f.AcceptedBy ?? "", f.AcceptedNote ?? "")),
        };
    }
}
