using Auditor.Core.Findings;
using Auditor.Core.Storage.Activity;
using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Audits;

/// <summary>
/// Takes an owner's word that a finding's risk is accepted for a while. The score and the finding stay as they are; what needs action leaves it out until the day is over.
/// </summary>
public sealed class FindingDesk(IDbContextFactory<AuditorDbContext> contexts, ActivityLog activity, TimeProvider clock)
{
    /// <summary>Characters of the reason.</summary>
    public const int MaxNote = 500;

    /// <summary>Days ahead that an acceptance may reach: what nobody looks at for longer is forgotten.</summary>
    public const int MostDays = 366;

    /// <summary>The first and the last day (UTC) that an acceptance may end on.</summary>
    public (DateOnly First, DateOnly Last) Days
    {
        get
        {
            var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
            return (today, today.AddDays(MostDays));
        }
    }

    /// <summary>Accepts the risk of a standing finding through a day, or sets another day.</summary>
    /// <param name="doer">Who.</param>
    /// <param name="domain">The domain.</param>
    /// <param name="code">The finding's code.</param>
    /// <param name="subject">Its subject; null for the domain itself.</param>
    /// <param name="until">The last day, within <see cref="Days"/>.</param>
    /// <param name="note">Why; not empty.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>False when the finding does not stand any more.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The day is outside <see cref="Days"/>.</exception>
    public Task<bool> AcceptAsync(Doer doer, string domain, string code, string? subject, DateOnly until, string note, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(note);
        var (first, last) = Days;
        ArgumentOutOfRangeException.ThrowIfLessThan(until, first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(until, last);
        return SetAsync(doer, domain, code, subject, until, StoredText.Note(note, MaxNote), cancellationToken);
    }

    /// <summary>Takes an acceptance back.</summary>
    /// <returns>False when the finding does not stand any more.</returns>
    public Task<bool> WithdrawAsync(Doer doer, string domain, string code, string? subject, CancellationToken cancellationToken) =>
        SetAsync(doer, domain, code, subject, null, null, cancellationToken);

    private async Task<bool> SetAsync(Doer doer, string domain, string code, string? subject, DateOnly? until, string? note, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(doer);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var kept = await db.Domains.SingleOrDefaultAsync(d => d.Name == domain, cancellationToken).ConfigureAwait(false);
        if (kept is null)
        {
            return false;
        }

        var standing = await db.Findings.Where(f => f.DomainId == kept.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
        var about = StoredText.Key(subject);
        if (standing.FirstOrDefault(f => f.Code == code && f.Subject == about) is not { } finding)
        {
            return false;
        }

        var deed = new Deed(
            until is null ? ActivityActions.FindingWithdrawn : ActivityActions.FindingAccepted, $"{domain} {code} {about}".TrimEnd(), Word(finding.AcceptedUntil, finding.AcceptedNote), Word(until, note));
        (finding.AcceptedUntil, finding.AcceptedBy, finding.AcceptedNote) = (until, until is null ? null : doer.Name, note);
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        (kept.ErrorCount, kept.WarningCount, kept.AdviceCount) = (Open(Severity.Error), Open(Severity.Warning), Open(Severity.Advice));
        activity.Add(db, doer, deed);
        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        return true;

        int Open(Severity severity) => standing.Count(f => f.Severity == severity && !f.IsAccepted(today));
    }

    private static string Word(DateOnly? until, string? note) => until is { } day ? $"accepted until {day:yyyy-MM-dd}: {note}" : "open";
}
