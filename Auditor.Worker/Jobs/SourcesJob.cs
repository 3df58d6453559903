using System.Collections.Concurrent;
using Auditor.Core.Dns;
using Auditor.Core.Senders.Enrichment;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Audits;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Sources;
using Auditor.Worker.Settings;
using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Auditor.Worker.Jobs;

/// <summary>
/// Sums up who sends as the domains that got reports, and all of them once a day, since the window moves; then looks up addresses that are new or due, and asks the gates to the
/// domains' next policies. Each step writes what it found, so a run that is stopped or doubled does no harm.
/// </summary>
internal sealed class SourcesJob(
    IDbContextFactory<AuditorDbContext> contexts, SourceWriter writer, GateWriter gates, AddressWriter addresses, AddressEnricher enricher, AddressFileWatch files, ResolverSource resolvers,
    SettingsStore settings, TimeProvider time, ILogger<SourcesJob> logger)
{
    // Not a setting: the last report whose domain was marked as due.
    private const string ReadTo = "Internal:SourcesReadTo";

    private const int DomainsAtOnce = 100;
    private const int AddressesAtOnce = 200;
    private const int QuestionsAtOnce = 16;

    // What a run may take in all; the next one, a minute later, goes on.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The job.</summary>
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var until = time.GetTimestamp();
        await files.LookAsync(cancellationToken).ConfigureAwait(false);
        await MarkAsync(cancellationToken).ConfigureAwait(false);
        var domains = await SumUpAsync(until, cancellationToken).ConfigureAwait(false);
        var looked = await LookUpAsync(until, cancellationToken).ConfigureAwait(false);
        if (looked > 0)
        {
            // Those whose service is known now.
            domains += await SumUpAsync(until, cancellationToken).ConfigureAwait(false);
        }

        var asked = await AskGatesAsync(until, cancellationToken).ConfigureAwait(false);
        if (domains > 0 || looked > 0 || asked > 0)
        {
            logger.LogInformation("Sources of {Domains} domains summed up, {Addresses} addresses looked up, gates of {Gates} domains asked", domains, looked, asked);
        }
    }

    private async Task MarkAsync(CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = db.ConfigureAwait(false);
        var note = await db.Settings.SingleOrDefaultAsync(s => s.Key == ReadTo, cancellationToken).ConfigureAwait(false);
        var last = long.TryParse(note?.Value, out var id) ? id : 0;
        var newest = await db.Reports.MaxAsync(r => (long?)r.Id, cancellationToken).ConfigureAwait(false) ?? 0;
        if (newest == last)
        {
            return;
        }

        var names = await db.Reports.Where(r => r.Id > last && r.Id <= newest).Select(r => r.PolicyDomain).Distinct().ToListAsync(cancellationToken).ConfigureAwait(false);
        var wanted = names.SelectMany(Upwards).ToHashSet(StringComparer.Ordinal);
        foreach (var some in wanted.Chunk(500))
        {
            await db.Domains.Where(d => some.Contains(d.Name)).ExecuteUpdateAsync(d => d.SetProperty(x => x.SourcesAt, (DateTimeOffset?)null), cancellationToken).ConfigureAwait(false);
        }

        if (note is null)
        {
            note = new Setting { Key = ReadTo, Value = "0" };
            db.Settings.Add(note);
        }

        // Noted last: stopped half-way, the next run marks the same domains again.
        (note.Value, note.ChangedAt) = (newest.ToString(System.Globalization.CultureInfo.InvariantCulture), time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    // A subdomain's reports belong to the monitored domain above it.
    private static IEnumerable<string> Upwards(string name)
    {
        for (var rest = name; rest.Contains('.', StringComparison.Ordinal); rest = rest[(rest.IndexOf('.', StringComparison.Ordinal) + 1)..])
        {
            yield return rest;
        }
    }

    private async Task<int> SumUpAsync(long since, CancellationToken cancellationToken)
    {
        var count = 0;
        while (time.GetElapsedTime(since) < Patience)
        {
            var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
            await using var _ = db.ConfigureAwait(false);
            var midnight = new DateTimeOffset(time.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
            var due = await db.Domains.Where(d => d.SourcesAt == null || (d.SourcesAt < midnight && db.Sources.Any(s => s.DomainId == d.Id && s.Messages > 0)))
                .OrderBy(d => d.SourcesAt != null).ThenBy(d => d.SourcesAt).ThenBy(d => d.Id).Take(DomainsAtOnce).Select(d => d.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
            if (due.Count == 0)
            {
                return count;
            }

            foreach (var id in due)
            {
                await writer.RefreshAsync(id, cancellationToken).ConfigureAwait(false);
                count++;
                if (time.GetElapsedTime(since) >= Patience)
                {
                    return count;
                }
            }
        }

        return count;
    }

    private async Task<int> AskGatesAsync(long since, CancellationToken cancellationToken)
    {
        var count = 0;
        while (time.GetElapsedTime(since) < Patience && await gates.DueAsync(DomainsAtOnce, cancellationToken).ConfigureAwait(false) is { Count: > 0 } due)
        {
            foreach (var id in due)
            {
                await gates.RefreshAsync(id, cancellationToken).ConfigureAwait(false);
                count++;
            }
        }

        return count;
    }

    private async Task<int> LookUpAsync(long since, CancellationToken cancellationToken)
    {
        var current = await settings.ReadAsync(cancellationToken).ConfigureAwait(false);
        var source = resolvers(current);
        using var _ = source as IDisposable;
        var resolver = new CachingResolver(source, time);
        var count = 0;
        while (time.GetElapsedTime(since) < Patience && await addresses.DueAsync(AddressesAtOnce, cancellationToken).ConfigureAwait(false) is { Count: > 0 } due)
        {
            var facts = new ConcurrentDictionary<string, AddressFacts?>(StringComparer.Ordinal);
            await Parallel.ForEachAsync(
                due,
                new ParallelOptions { MaxDegreeOfParallelism = QuestionsAtOnce, CancellationToken = cancellationToken },
                async (text, token) => facts[text] = AddressWriter.Parse(text) is { } address ? await enricher.LookUpAsync(address, resolver, token).ConfigureAwait(false) : null).ConfigureAwait(false);
            await addresses.WriteAsync(facts, cancellationToken).ConfigureAwait(false);
            count += due.Count;
        }

        return count;
    }
}
