using System.Net;
using Auditor.Core.Dns;
using Auditor.Core.Spf;
using Auditor.Core.Storage.Sources;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>What the reports of the window say of a domain's SPF record.</summary>
public sealed record SpfUsePage
{
    /// <summary>Days of the window with reports; without any, "no mail" says nothing.</summary>
    public required int ReportDays { get; init; }

    /// <summary>When the sums of the sources were made; null before the first time.</summary>
    public DateTimeOffset? SummedAt { get; init; }

    /// <summary>Mail by term; null without sums, and when no audit knows the record.</summary>
    public SpfUse? Use { get; init; }

    /// <summary>Addresses that were followed, those with the most mail.</summary>
    public int Addresses { get; init; }

    /// <summary>Addresses beyond the limit, which count at no term.</summary>
    public int LeftOutAddresses { get; init; }

    /// <summary>Their messages.</summary>
    public long LeftOutMessages { get; init; }

    /// <summary>The record of the last audit that DNS answered; null when there is none, or not exactly one.</summary>
    public SpfFacts? Facts { get; init; }

    /// <summary>The record without the term asked for; null when none was, or it is no term of the record.</summary>
    public SpfRemoval? Removal { get; init; }

    /// <summary>What goes with it; null without <see cref="Removal"/> or <see cref="Use"/>.</summary>
    public SpfLoss? Loss { get; init; }
}

/// <summary>Reads who sends by which term of a domain's SPF record: sums of the background job, held against the answers of the last audits. Asks nobody.</summary>
public sealed class SpfUseQuery(IDbContextFactory<AuditorDbContext> contexts, TimeProvider clock, ICountedTiers? counted = null)
{
    /// <summary>Addresses followed, most mail first: as many as the sums of sources follow.</summary>
    public const int MostAddresses = 1_000;

    /// <summary>The use of a domain's record.</summary>
    /// <param name="domain">A-label name.</param>
    /// <param name="without">A term of the record to try it without; null for none.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Null when the domain is not monitored.</returns>
    public async Task<SpfUsePage?> ReadAsync(string domain, string? without, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var owner = await db.Domains.AsNoTracking().Where(d => d.Name == domain).Select(d => new { d.Id, d.SourcesAt }).SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (owner is null || !DomainName.TryParse(domain, out var name))
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var first = DateOnly.FromDateTime(now.UtcDateTime).AddDays(1 - SourceWriter.Window);
        var page = new SpfUsePage
        {
            ReportDays = await ReportDays.CountAsync(db, domain, first, counted, cancellationToken).ConfigureAwait(false),
            SummedAt = owner.SourcesAt,
        };
        var records = await SourceRecordsReader.OpenAsync(db, owner.Id, now, cancellationToken).ConfigureAwait(false);
        var facts = await SpfAuditor.AuditAsync(name, records, cancellationToken).ConfigureAwait(false);
        if (facts.Tree is null)
        {
            return page;
        }

        page = page with { Facts = facts };
        var removal = facts.Parsed is { } record && SpfRemoval.Find(record, without) is { } term
            ? await SpfRemoval.TryAsync(facts, term, records, cancellationToken).ConfigureAwait(false)
            : null;
        if (owner.SourcesAt is null || page.ReportDays == 0)
        {
            return page with { Removal = removal };
        }

        var mail = await MailAsync(db, owner.Id, first, cancellationToken).ConfigureAwait(false);
        var use = await SpfUse.OfAsync(name, mail.Take(MostAddresses), records, now, cancellationToken).ConfigureAwait(false);
        return page with
        {
            Use = use,
            Addresses = Math.Min(mail.Count, MostAddresses),
            LeftOutAddresses = Math.Max(0, mail.Count - MostAddresses),
            LeftOutMessages = mail.Skip(MostAddresses).Sum(m => m.Messages),
            Removal = removal,
            Loss = removal is null ? null : await use.WithoutAsync(removal, records, cancellationToken).ConfigureAwait(false),
        };
    }

    // The sums cover the tiers that count. An address that sends under several names counts once.
    private static async Task<List<SpfMail>> MailAsync(AuditorDbContext db, int domainId, DateOnly first, CancellationToken cancellationToken)
    {
        var sources = await db.Sources.AsNoTracking().Where(s => s.DomainId == domainId && s.Messages > 0 && s.LastDay >= first)
            .Select(s => new { s.SourceIp, s.Messages, s.Aligned, s.DkimAligned, s.LastDay }).ToListAsync(cancellationToken).ConfigureAwait(false);
        return
        [
            .. from source in sources
               let address = IPAddress.TryParse(source.SourceIp, out var parsed) ? parsed : null
               where address is not null
               group source by address into same
               let sum = new SpfMail(same.Key, same.Sum(s => s.Messages), same.Sum(s => s.DkimAligned), same.Sum(s => s.Aligned - s.DkimAligned), same.Max(s => s.LastDay))
               orderby sum.Messages descending, sum.Address.ToString()
               select sum,
        ];
    }
}
