using System.Collections.Immutable;
using Auditor.Core.Advice;
using Auditor.Core.Auditing;
using Auditor.Core.Dmarc;
using Auditor.Core.Findings;
using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Scoring;
using Auditor.Core.Senders.Classification;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>Where a domain's DMARC policy stands, since when, how it came there, and what the next step waits for.</summary>
public sealed record PolicyProgression
{
    public PolicyStage Stage { get; init; }

    /// <summary>The audit that first saw the stage; null before the first.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>True when the domain stood there already in its first audit: it may have been there for longer.</summary>
    public bool SinceAtLeast { get; init; }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<PolicyStep> Steps { get; init; } = [];

    public required PolicyGate Gate { get; init; }
}

/// <summary>A step of the policy; <paramref name="From"/> is null for where it stood in the first audit.</summary>
public sealed record PolicyStep(DateTimeOffset At, PolicyStage? From, PolicyStage To, string? Record)
{
    public bool IsStepBack => From > To;
}

/// <summary>Reads the progression of a domain's policy.</summary>
public sealed class PolicyProgressionQuery(IDbContextFactory<AuditorDbContext> contexts, TimeProvider clock, ICountedTiers? counted = null, IThresholds? thresholds = null)
{
    // Bounds what one page costs; the sources beyond are small.
    private const int MostSources = 500;
    private const int MostSteps = 50;

    // Already said by the stage itself.
    private static readonly ImmutableArray<string> SaidByStage = ["DMARC-MISSING", "DMARC-MULTIPLE", "DMARC-UNUSABLE"];

    /// <summary>The progression as of an audit.</summary>
    public async Task<PolicyProgression> ReadAsync(AuditDocument audit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(audit);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var id = await DomainIds.OfAsync(db, audit.Domain, cancellationToken).ConfigureAwait(false);
        var moves = await db.PolicyMoves.AsNoTracking().Where(m => m.DomainId == id)
            .OrderByDescending(m => m.MovedAt).ThenByDescending(m => m.Id).Take(MostSteps).ToListAsync(cancellationToken).ConfigureAwait(false);
        var steps = moves.ConvertAll(m => new PolicyStep(m.MovedAt, DmarcWords.ParseStage(m.FromStage), DmarcWords.ParseStage(m.ToStage) ?? PolicyStage.Unknown, m.Record));
        var stage = DmarcWords.ParseStage(audit.Dmarc.Stage) ?? PolicyStage.Unknown;
        var since = steps.Count > 0 && steps[0].To == stage ? steps[0].At : (DateTimeOffset?)null;
        return new PolicyProgression
        {
            Stage = stage,
            Since = since,
            SinceAtLeast = since is not null && steps[0].From is null,
            Steps = steps,
            Gate = PolicyGate.Of(new PolicyGateFacts
            {
                Stage = stage,
                Purpose = DomainPurposeWords.Parse(audit.Purpose) ?? DomainPurpose.People,
                DaysAtStage = since is { } at ? (int)(clock.GetUtcNow() - at).TotalDays : 0,
                Blockers = [.. audit.Findings.Where(IsBlocker).Select(f => f.Code).Distinct()],
                Unknown = audit.Unknown,
                AsksForReports = audit.Dmarc.Rua.Length > 0,
                Reports = await ReportsAsync(db, id, audit.Domain, cancellationToken).ConfigureAwait(false),
            }, (await thresholds.OfAsync(cancellationToken).ConfigureAwait(false)).Gate),
        };
    }

    private static bool IsBlocker(Finding finding) =>
        finding.Severity == Severity.Error && !SaidByStage.Contains(finding.Code)
        && (finding.Code.StartsWith("SPF-", StringComparison.Ordinal) || finding.Code.StartsWith("DKIM-", StringComparison.Ordinal) || finding.Code.StartsWith("DMARC-", StringComparison.Ordinal));

    private async Task<GateReports?> ReportsAsync(AuditorDbContext db, int id, string domain, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var first = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-GateConditions.Window);
        var begin = now.AddDays(-GateConditions.Window - 1);
        var tiers = await counted.OfAsync(null, cancellationToken).ConfigureAwait(false);
        var names = await PolicyDomainNames.OfAsync(db, domain, cancellationToken).ConfigureAwait(false);
        var days = await db.Totals.Where(t => names.Contains(t.PolicyDomain) && t.Day >= first && t.Reports > 0 && tiers.Contains(t.Tier)).Select(t => t.Day).Distinct().CountAsync(cancellationToken).ConfigureAwait(false);
        if (days == 0)
        {
            return null;
        }

        var reporters = await db.Reports.Where(r => names.Contains(r.PolicyDomain) && r.End >= begin && r.Begin >= begin && tiers.Contains(r.Tier) && !r.IsDisplaced).Select(r => r.OrgKey).Distinct().CountAsync(cancellationToken).ConfigureAwait(false);
        var declared = await db.SendingAddresses.Where(a => a.DomainId == id).Select(a => a.Address).ToListAsync(cancellationToken).ConfigureAwait(false);
        var summed = await db.Sources.AsNoTracking().Where(s => s.DomainId == id && s.Messages > 0)
            .Select(s => new Summed(s.SourceIp, s.Messages, s.Aligned, s.DkimAligned, s.Class, s.Decision)).ToListAsync(cancellationToken).ConfigureAwait(false);
        var sources = summed.Count > 0 ? OfSums(summed) : await OfRollupsAsync(db, names, tiers, first, cancellationToken).ConfigureAwait(false);
        var said = summed.Where(s => s.Decision is not null).GroupBy(s => s.SourceIp).ToDictionary(g => g.Key, g => g.First().Decision, StringComparer.Ordinal);
        return new GateReports(days, reporters, [.. sources.Select(Source)])
        {
            UnknownMessages = summed.Count == 0 ? null : summed.Where(s => s.Class == SourceClass.Unknown).Sum(s => s.Messages),
            PassedOnMessages = summed.Count == 0 ? null : summed.Where(s => s.Class is SourceClass.Forwarded or SourceClass.MailingList).Sum(s => s.Messages),
        };

        GateSource Source(AddressSum sum)
        {
            var word = said.GetValueOrDefault(sum.Address);
            return new GateSource(sum.Address, sum.Messages, sum.Aligned, sum.Dkim, declared.Contains(sum.Address, StringComparer.Ordinal) || word == SourceDecision.Ours)
            {
                IsDisowned = word is SourceDecision.Forwarder or SourceDecision.NotOurs or SourceDecision.Retired,
            };
        }
    }

    // The sums of the background job: they cover the same days, and adding them up again for a large domain takes seconds.
    private static List<AddressSum> OfSums(IEnumerable<Summed> sources) =>
    [
        .. sources.GroupBy(s => s.SourceIp, StringComparer.Ordinal)
            .Select(g => new AddressSum(g.Key, g.Sum(s => s.Messages), g.Sum(s => s.Aligned), g.Sum(s => s.DkimAligned)))
            .OrderByDescending(s => s.Messages).ThenBy(s => s.Address, StringComparer.Ordinal).Take(MostSources),
    ];

    // Until the job has been at the domain.
    private static async Task<List<AddressSum>> OfRollupsAsync(
        AuditorDbContext db, IReadOnlyList<string> names, IReadOnlyList<TrustTier> tiers, DateOnly first, CancellationToken cancellationToken) =>
        await db.Rollups.Where(r => names.Contains(r.PolicyDomain) && r.Day >= first && tiers.Contains(r.Tier))
            .GroupBy(r => r.SourceIp)
            .Select(g => new
            {
                Source = g.Key,
                Messages = g.Sum(r => r.Messages),
                Aligned = g.Sum(r => r.DkimAligned || r.SpfAligned ? r.Messages : 0),
                Dkim = g.Sum(r => r.DkimAligned ? r.Messages : 0),
            })
            .OrderByDescending(s => s.Messages).ThenBy(s => s.Source).Take(MostSources)
            .Select(s => new AddressSum(s.Source, s.Messages, s.Aligned, s.Dkim)).ToListAsync(cancellationToken).ConfigureAwait(false);

    private sealed record Summed(string SourceIp, long Messages, long Aligned, long DkimAligned, SourceClass Class, SourceDecision? Decision);

    private sealed record AddressSum(string Address, long Messages, long Aligned, long Dkim);
}
