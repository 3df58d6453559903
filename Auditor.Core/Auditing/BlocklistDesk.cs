using System.Collections.Concurrent;
using System.Collections.Immutable;
using Auditor.Core.Blocklists;
using Auditor.Core.Dns;

namespace Auditor.Core.Auditing;

/// <summary>
/// Asks lists, politely: test points first, what is remembered never again, few lists side by side, one question at a time to each, nothing twice. One desk
/// serves all audits of a run.
/// </summary>
/// <param name="catalogue">The lists.</param>
/// <param name="resolver">Who asks; one that does not try twice, and whose questions are not counted with the audits'.</param>
/// <param name="memory">What was answered before.</param>
/// <param name="time">The clock.</param>
public sealed class BlocklistDesk(BlocklistCatalogue catalogue, IDnsResolver resolver, IBlocklistMemory memory, TimeProvider time) : IBlocklistSource, IDisposable
{
    private readonly SemaphoreSlim places = new(BlocklistLimits.ListsAtOnce);
    private readonly ConcurrentDictionary<DomainName, BlocklistLine> lines = new();

    /// <summary>The pause between two questions to one list; none where no list is bothered, as with zone files.</summary>
    public TimeSpan Spacing { get; init; } = BlocklistLimits.Spacing;

    /// <summary>Whose public resolver asks; null when it is none that is known.</summary>
    public string? PublicResolver { get; init; }

    /// <summary>Answers as old as this are not asked for again; never less than <see cref="BlocklistLimits.Interval"/>, which the memory holds.</summary>
    public TimeSpan GoodFor { get; init; } = BlocklistLimits.Interval;

    /// <inheritdoc />
    public async Task<BlocklistFacts> AnswersAsync(DomainName domain, IReadOnlyList<BlocklistSubject> subjects, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subjects);
        var asked = await Task.WhenAll(catalogue.Asked.Select(zone => AskAsync(zone, subjects, cancellationToken))).ConfigureAwait(false);
        return BlocklistFacts.From(domain, subjects, [.. asked.SelectMany(a => a.Tests)], [.. asked.SelectMany(a => a.Answers)]) with { PublicResolver = PublicResolver };
    }

    /// <summary>Tests one list for the kinds of question that the subjects need, and asks it about them where it can be believed.</summary>
    public async Task<(ImmutableArray<ZoneTest> Tests, ImmutableArray<BlocklistAnswer> Answers)> AskAsync(
        BlocklistZone zone, IReadOnlyList<BlocklistSubject> subjects, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var tests = ImmutableArray.CreateBuilder<ZoneTest>();
        var answers = ImmutableArray.CreateBuilder<BlocklistAnswer>();
        var line = lines.GetOrAdd(zone.Zone, _ => new BlocklistLine(zone, resolver, time, Spacing));

        // The line first: those who wait in one take no place from other lists.
        using var turn = await line.EnterAsync(cancellationToken).ConfigureAwait(false);
        await places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            foreach (var group in subjects.Where(s => zone.Takes(s.Kind)).GroupBy(s => s.Kind))
            {
                var test = await TestAsync(zone, group.Key, line, cancellationToken).ConfigureAwait(false);
                tests.Add(test);
                if (test.IsUsable)
                {
                    answers.AddRange(await LookUpAsync(zone, [.. group], line, cancellationToken).ConfigureAwait(false));
                }
            }

            return (tests.ToImmutable(), answers.ToImmutable());
        }
        finally
        {
            places.Release();
        }
    }

    /// <summary>True once a list refused us, stopped answering, or was asked enough: it is not asked any more by this desk.</summary>
    public bool IsClosed(BlocklistZone zone) => lines.TryGetValue(zone.Zone, out var line) && line.IsClosed;

    public void Dispose()
    {
        places.Dispose();
        foreach (var line in lines.Values)
        {
            line.Dispose();
        }
    }

    private Task<ZoneTest> TestAsync(BlocklistZone zone, SubjectKind kind, BlocklistLine line, CancellationToken cancellationToken) =>
        BlocklistCheck.TestAsync(zone, kind, async subject =>
        {
            var found = await FetchAsync(zone, [subject], line, (asked, known) => HoldOf(zone, asked, known), wantsReason: false, cancellationToken).ConfigureAwait(false);
            return found.GetValueOrDefault(subject.Text) ?? new BlocklistLookup(DnsStatus.NotAsked, [], time.GetUtcNow()) { IsError = true };
        });

    // A test point that did not answer as it must is asked again sooner.
    private static TimeSpan HoldOf(BlocklistZone zone, BlocklistSubject test, BlocklistLookup known)
    {
        var mustBeListed = zone.ListedTests(test.Kind).Any(s => s.Text == test.Text);
        return !known.IsError && mustBeListed == !known.Returned.IsEmpty ? BlocklistLimits.TestInterval : BlocklistLimits.Interval;
    }

    private async Task<IEnumerable<BlocklistAnswer>> LookUpAsync(BlocklistZone zone, IReadOnlyList<BlocklistSubject> subjects, BlocklistLine line, CancellationToken cancellationToken)
    {
        var found = await FetchAsync(zone, subjects, line, (_, known) => known.IsError ? BlocklistLimits.Interval : GoodFor, wantsReason: true, cancellationToken).ConfigureAwait(false);
        return subjects.Select(s => found.TryGetValue(s.Text, out var lookup)
            ? ListReading.Read(zone, s, lookup)
            : new BlocklistAnswer
            {
                Zone = zone,
                Subject = s,
                Status = BlocklistStatus.Error,
                Type = zone.Type,
                Detail = line.IsClosed
                    ? "Not asked: in this run the list refused, did not answer any more, or was asked enough."
                    : $"Not asked again: it was asked within the last {BlocklistLimits.Interval.TotalHours:0} hours, and gave no answer.",
            });
    }

    // The memory's answers where they are good enough, and new ones for what may be asked.
    private async Task<Dictionary<string, BlocklistLookup>> FetchAsync(
        BlocklistZone zone, IReadOnlyList<BlocklistSubject> subjects, BlocklistLine line, Func<BlocklistSubject, BlocklistLookup, TimeSpan> goodFor, bool wantsReason, CancellationToken cancellationToken)
    {
        var texts = subjects.Select(s => s.Text).ToList();
        var now = time.GetUtcNow();
        var found = new Dictionary<string, BlocklistLookup>(await memory.FindAsync(zone.AskedAs, texts, cancellationToken).ConfigureAwait(false), StringComparer.Ordinal);
        var wanted = subjects.Where(s => !found.TryGetValue(s.Text, out var known) || now - known.AskedAt >= goodFor(s, known)).Select(s => s.Text).ToList();
        if (wanted.Count == 0 || line.IsClosed)
        {
            return found;
        }

        var claimed = await memory.ClaimAsync(zone.AskedAs, wanted, cancellationToken).ConfigureAwait(false);
        var fresh = new Dictionary<string, BlocklistLookup>(StringComparer.Ordinal);
        try
        {
            foreach (var subject in subjects.Where(s => claimed.Contains(s.Text) && !fresh.ContainsKey(s.Text)))
            {
                if (line.IsClosed)
                {
                    break;
                }

                fresh[subject.Text] = await line.AskAsync(subject, wantsReason, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            // What was answered before a stop is kept: it must not be asked again.
            await memory.RememberAsync(zone.AskedAs, fresh, CancellationToken.None).ConfigureAwait(false);
        }

        foreach (var (subject, lookup) in await memory.FindAsync(zone.AskedAs, fresh.Keys, cancellationToken).ConfigureAwait(false))
        {
            found[subject] = lookup;
        }

        return found;
    }
}
