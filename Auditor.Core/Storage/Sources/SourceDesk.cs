using Auditor.Core.Senders.Classification;
using Auditor.Core.Storage.Activity;
using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Sources;

/// <summary>Takes an owner's word about sources. Every word is kept with who gave it, so each can be taken back.</summary>
public sealed class SourceDesk(IDbContextFactory<AuditorDbContext> contexts, ActivityLog activity, SourceWriter writer, TimeProvider clock)
{
    /// <summary>Characters of a note.</summary>
    public const int MaxNote = 500;

    /// <summary>Sets, changes or takes back the word about an address, or about a service with all its addresses.</summary>
    /// <param name="doer">Who.</param>
    /// <param name="domain">The domain.</param>
    /// <param name="subject">An address as reports write it, or <see cref="OfService"/>.</param>
    /// <param name="decision">The word; null takes the last one back.</param>
    /// <param name="note">Why; null for nothing.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The word that stood before, so that it can be set again; null also when there is no such domain.</returns>
    public async Task<SourceDecision?> DecideAsync(Doer doer, string domain, string subject, SourceDecision? decision, string? note, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(doer);
        ArgumentException.ThrowIfNullOrWhiteSpace(subject);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var id = await db.Domains.Where(d => d.Name == domain).Select(d => (int?)d.Id).SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (id is not { } domainId)
        {
            return null;
        }

        var before = await db.SourceDecisions.AsNoTracking().Where(d => d.DomainId == domainId && d.Subject == subject).OrderByDescending(d => d.Id)
            .Select(d => d.Decision).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (before != decision)
        {
            db.SourceDecisions.Add(new SourceDecisionEntry
            {
                DomainId = domainId,
                Subject = subject,
                Decision = decision,
                Note = string.IsNullOrWhiteSpace(note) ? null : StoredText.Note(note, MaxNote),
                DecidedBy = doer.Name,
                DecidedAt = clock.GetUtcNow(),
            });
            activity.Add(db, doer, new Deed(ActivityActions.SourceDecided, $"{domain} {subject}", Word(before), Word(decision)));
            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }

        await writer.RefreshAsync(domainId, cancellationToken).ConfigureAwait(false);
        return before;
    }

    /// <summary>The subject of a word about a service.</summary>
    public static string OfService(string serviceId) => DecisionBook.ServicePrefix + serviceId;

    private static string Word(SourceDecision? decision) => decision switch
    {
        SourceDecision.Ours => "ours",
        SourceDecision.Forwarder => "forwarder",
        SourceDecision.NotOurs => "not ours",
        SourceDecision.Retired => "retired",
        _ => "undecided",
    };
}
