using Auditor.Core.Auditing;
using Auditor.Core.Dkim;
using Auditor.Core.Dns;
using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Audits;

/// <summary>Writes down which keys an audit found, so that their age is known.</summary>
internal static class KeyLog
{
    // Keys remembered per domain: a key that changes every night would need more than a year to get there.
    private const int MaxKeys = 500;

    /// <summary>Adds the audit's keys to those of the domain; the caller saves.</summary>
    /// <param name="context">In the transaction that stores the audit.</param>
    /// <param name="domainId">The domain.</param>
    /// <param name="audit">The audit.</param>
    /// <param name="known">The last answers of earlier audits: they tell a new key from one that nobody had looked for.</param>
    /// <param name="at">The audit's time.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task WriteAsync(
        AuditorDbContext context, int domainId, AuditDocument audit, KnownAnswers known, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var logged = await context.Keys.Where(k => k.DomainId == domainId).ToListAsync(cancellationToken).ConfigureAwait(false);
        var now = AuditChanges.KnownOf(audit);
        foreach (var key in logged.Where(k => k.GoneAt is null && IsWithout(now, KeyName(k.Selector, audit.Domain), k.Fingerprint)))
        {
            key.GoneAt = at;
        }

        foreach (var key in audit.Dkim.Where(k => k is { Fingerprint: not null, KeyType: not null, Bits: not null }).DistinctBy(k => (Selector(k), k.Fingerprint)))
        {
            if (logged.Find(k => k.Selector == Selector(key) && k.Fingerprint == key.Fingerprint) is { } seen)
            {
                (seen.LastSeenAt, seen.GoneAt) = (Find(now, KeyName(key.Selector, audit.Domain))?.AnsweredAt ?? at, null);
            }
            else
            {
                context.Keys.Add(New(domainId, key, IsWithout(known, KeyName(key.Selector, audit.Domain), key.Fingerprint!), at));
            }
        }

        context.Keys.RemoveRange(logged.OrderByDescending(k => k.LastSeenAt).ThenBy(k => k.Id).Skip(MaxKeys));
    }

    private static DomainKey New(int domainId, DkimDocument key, bool isNew, DateTimeOffset at) => new()
    {
        DomainId = domainId,
        Selector = Selector(key),
        Fingerprint = key.Fingerprint!,
        KeyType = key.KeyType!,
        Bits = key.Bits!.Value,
        FirstSeenAt = at,
        IsNew = isNew,
        LastSeenAt = at,
    };

    // An answer without the key proves that it was not there; without an answer nothing is known.
    private static bool IsWithout(KnownAnswers answers, DomainName? name, string fingerprint) =>
        Find(answers, name) is { } answer && answer.Answer.All(text => KeyFingerprint.Of(DkimKeyParser.Parse(text)) != fingerprint);

    private static KnownAnswer? Find(KnownAnswers answers, DomainName? name) => name is not { } wanted
        ? null
        : answers.All.FirstOrDefault(a => a.Type == "TXT" && DomainName.TryParse(a.Name, out var asked) && asked == wanted);

    private static DomainName? KeyName(string selector, string domain) => DomainName.TryParse($"{selector}._domainkey.{domain}", out var name) ? name : null;

    private static string Selector(DkimDocument key) => StoredText.Key(key.Selector).ToLowerInvariant();
}
