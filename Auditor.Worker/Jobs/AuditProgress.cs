using System.Collections.Concurrent;

namespace Auditor.Worker.Jobs;

/// <summary>How far the audit of one domain is.</summary>
public enum AuditStage
{
    Started,
    Done,
    Failed,
}

/// <summary>One step of a run of audits.</summary>
/// <param name="Domain">A-label form.</param>
/// <param name="Stage">What happened.</param>
/// <param name="Done">Domains of the run that are finished, failed ones included.</param>
/// <param name="Total">Domains of the run; grows while new ones come due.</param>
/// <param name="Score">The new score; null while unknown.</param>
/// <param name="Error">Why it failed, in one line.</param>
public sealed record AuditStep(string Domain, AuditStage Stage, int Done, int Total, int? Score = null, string? Error = null);

/// <summary>
/// Live progress of the audits in this process. Pages subscribe; with a worker of its own they see no steps and read the database instead.
/// </summary>
public sealed class AuditProgress
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> running = new(StringComparer.Ordinal);

    /// <summary>Raised on the worker's threads: a handler must be quick and must not throw.</summary>
    public event Action<AuditStep>? Stepped;

    /// <summary>The domains whose audit is under way, with its start.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Running => running;

    internal void Started(string domain, DateTimeOffset at, int done, int total)
    {
        running[domain] = at;
        Stepped?.Invoke(new AuditStep(domain, AuditStage.Started, done, total));
    }

    internal void Finished(AuditStep step)
    {
        running.TryRemove(step.Domain, out _);
        Stepped?.Invoke(step);
    }
}
