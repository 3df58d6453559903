using System.Collections.Immutable;
using Auditor.Core.Blocklists;
using Auditor.Core.Dns;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Blocklists;

/// <summary>
/// What lists answered lately, for audits: they read it and wait for nobody. A list whose test points were not asked lately, or that was not asked about a
/// subject, is left out; answers are good for <see cref="BlocklistLimits.LastKnownFor"/>.
/// </summary>
public sealed class StoredBlocklists(AuditorDatabase database, BlocklistCatalogue catalogue, TimeProvider time) : IBlocklistSource
{
    /// <inheritdoc />
    public async Task<BlocklistFacts> AnswersAsync(DomainName domain, IReadOnlyList<BlocklistSubject> subjects, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subjects);
        var kinds = subjects.Select(s => s.Kind).Distinct().ToList();
        var tested = catalogue.Asked.SelectMany(z => kinds.Where(z.Takes).SelectMany(k => z.ListedTests(k).Concat(z.NotListedTests(k))));
        var known = await ReadAsync([.. subjects.Concat(tested).Select(s => s.Text).Distinct(StringComparer.Ordinal)], cancellationToken).ConfigureAwait(false);
        var tests = new List<ZoneTest>();
        var answers = new List<BlocklistAnswer>();
        foreach (var (zone, kind) in catalogue.Asked.SelectMany(z => kinds.Where(z.Takes).Select(k => (z, k))))
        {
            if (await TestAsync(zone, kind, known).ConfigureAwait(false) is not { } test)
            {
                continue;
            }

            var asked = subjects.Where(s => s.Kind == kind && known.ContainsKey((zone.AskedAs, s.Text))).ToList();
            if (asked.Count > 0 || !test.IsUsable)
            {
                tests.Add(test);
                answers.AddRange(asked.Select(s => ListReading.Read(zone, s, known[(zone.AskedAs, s.Text)])));
            }
        }

        return BlocklistFacts.From(domain, subjects, tests, answers);
    }

    // Null when a test point that matters was not asked lately.
    private static async Task<ZoneTest?> TestAsync(BlocklistZone zone, SubjectKind kind, Dictionary<(string List, string Subject), BlocklistLookup> known)
    {
        var isKnown = true;
        var test = await BlocklistCheck.TestAsync(zone, kind, subject =>
        {
            var found = known.GetValueOrDefault((zone.AskedAs, subject.Text));
            isKnown &= found is not null;
            return Task.FromResult(found ?? new BlocklistLookup(DnsStatus.NotAsked, ImmutableArray<System.Net.IPAddress>.Empty, default) { IsError = true });
        }).ConfigureAwait(false);
        return isKnown ? test : null;
    }

    private Task<Dictionary<(string List, string Subject), BlocklistLookup>> ReadAsync(List<string> subjects, CancellationToken cancellationToken) =>
        StorageFaults.GuardAsync(database.Options, async () =>
        {
            var since = time.GetUtcNow() - BlocklistLimits.LastKnownFor;
            var context = database.CreateDbContext();
            await using (context.ConfigureAwait(false))
            {
                var records = await context.BlocklistRecords.AsNoTracking()
                    .Where(r => subjects.Contains(r.Subject) && r.AnsweredAt > since).ToListAsync(cancellationToken).ConfigureAwait(false);
                return records.ToDictionary(r => (r.List, r.Subject), StoredBlocklistMemory.Lookup);
            }
        });
}
