using System.Collections.Concurrent;
using Auditor.Core.Blocklists;

namespace Auditor.Core.Auditing;

/// <summary>A memory of lists' answers that lasts as long as the process: for the command line, which has no database.</summary>
public sealed class ProcessBlocklistMemory(TimeProvider time) : IBlocklistMemory
{
    private readonly ConcurrentDictionary<(string List, string Subject), DateTimeOffset> claims = new();
    private readonly ConcurrentDictionary<(string List, string Subject), BlocklistLookup> answers = new();
    private readonly Lock gate = new();

    /// <inheritdoc />
    public Task<IReadOnlyDictionary<string, BlocklistLookup>> FindAsync(string list, IReadOnlyCollection<string> subjects, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subjects);
        var found = new Dictionary<string, BlocklistLookup>(StringComparer.Ordinal);
        foreach (var subject in subjects)
        {
            if (answers.TryGetValue((list, subject), out var answer))
            {
                found[subject] = answer;
            }
        }

        return Task.FromResult<IReadOnlyDictionary<string, BlocklistLookup>>(found);
    }

    /// <inheritdoc />
    public Task<IReadOnlySet<string>> ClaimAsync(string list, IReadOnlyCollection<string> subjects, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subjects);
        var now = time.GetUtcNow();
        lock (gate)
        {
            var taken = subjects.Where(s => !claims.TryGetValue((list, s), out var at) || now - at >= BlocklistLimits.Interval).ToHashSet(StringComparer.Ordinal);
            foreach (var subject in taken)
            {
                claims[(list, subject)] = now;
            }

            return Task.FromResult<IReadOnlySet<string>>(taken);
        }
    }

    /// <inheritdoc />
    public Task RememberAsync(string list, IReadOnlyDictionary<string, BlocklistLookup> answers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(answers);
        foreach (var (subject, answer) in answers)
        {
            this.answers.AddOrUpdate(
                (list, subject),
                answer,
                (_, before) => answer.IsError && !before.IsError && answer.AskedAt - before.AskedAt < BlocklistLimits.LastKnownFor ? before : answer);
        }

        return Task.CompletedTask;
    }
}
