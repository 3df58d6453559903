using Auditor.Core.Storage;
using Auditor.Core.Storage.Activity;
using Auditor.Core.Storage.Domains;
using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Worker.Domains;

/// <summary>Compares a list of domains with those that are there, and takes it over. The same list a second time changes nothing.</summary>
public sealed class DomainImport(IDbContextFactory<AuditorDbContext> contexts, DomainRegister register, ActivityLog activity, TimeProvider clock)
{
    // Bounds a statement's parameters, and what one transaction holds.
    private const int Batch = 200;

    /// <summary>What taking over the text would do; nothing is changed.</summary>
    public async Task<ImportPlan> PlanAsync(string text, CancellationToken cancellationToken)
    {
        var lines = ImportFile.Read(text);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var known = new Dictionary<string, MonitoredDomain>(StringComparer.Ordinal);
        foreach (var names in lines.Where(l => l.Outcome == ImportOutcome.New).Select(l => l.Domain!.Value.Value).Chunk(Batch))
        {
            foreach (var domain in await db.Domains.AsNoTracking().Include(d => d.Group).Include(d => d.Tags).AsSplitQuery().Where(d => names.Contains(d.Name)).ToListAsync(cancellationToken).ConfigureAwait(false))
            {
                known[domain.Name] = domain;
            }
        }

        return new ImportPlan([.. lines.Select(l => l.Outcome == ImportOutcome.New && known.GetValueOrDefault(l.Domain!.Value.Value) is { } domain ? Compare(l, domain) : l)]);
    }

    /// <summary>Takes a plan over: new domains are due for their first audit at once.</summary>
    /// <param name="doer">Who.</param>
    /// <param name="plan">What was shown.</param>
    /// <param name="progress">Told how many lines are done; null for nobody.</param>
    /// <param name="cancellationToken">Cancels between two batches.</param>
    public async Task ApplyAsync(Doer doer, ImportPlan plan, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var done = 0;
        foreach (var some in plan.Lines.Where(l => l.Outcome is ImportOutcome.New or ImportOutcome.Change).Chunk(Batch))
        {
            await register.AddAsync([.. some.Where(l => l.Outcome == ImportOutcome.New).Select(l => l.Domain!.Value)], cancellationToken).ConfigureAwait(false);
            await SetAsync([.. some.Where(l => l.Group is not null || l.Tags.Count > 0 || l.Purpose is not null)], cancellationToken).ConfigureAwait(false);
            progress?.Report(done += some.Length);
        }

        if (plan.Changes > 0)
        {
            await activity.NoteAsync(doer, new Deed(ActivityActions.DomainAdded, $"import of {plan.Lines.Count} lines", null, $"{plan.Count(ImportOutcome.New)} added, {plan.Count(ImportOutcome.Change)} changed"), cancellationToken).ConfigureAwait(false);
        }
    }

    private static ImportLine Compare(ImportLine line, MonitoredDomain domain)
    {
        var changes = new List<string>();
        if (line.Group is { } group && domain.Group?.Name != group)
        {
            changes.Add(domain.Group is null ? $"group {group}" : $"group {domain.Group.Name} becomes {group}");
        }

        var tags = line.Tags.Except(domain.Tags.Select(t => t.Name), StringComparer.Ordinal).ToList();
        if (tags.Count > 0)
        {
            changes.Add($"tags {string.Join(", ", tags)} added");
        }

        if (line.Purpose is { } purpose && domain.PurposeOverride != purpose)
        {
            changes.Add($"purpose {purpose}");
        }

        return changes.Count == 0 ? line with { Outcome = ImportOutcome.Same } : line with { Outcome = ImportOutcome.Change, Note = string.Join("; ", changes) };
    }

    private async Task SetAsync(IReadOnlyList<ImportLine> lines, CancellationToken cancellationToken)
    {
        if (lines.Count == 0)
        {
            return;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var names = lines.Select(l => l.Domain!.Value.Value).ToList();
        var domains = await db.Domains.Include(d => d.Tags).Where(d => names.Contains(d.Name)).ToDictionaryAsync(d => d.Name, cancellationToken).ConfigureAwait(false);
        var groupNames = lines.Select(l => l.Group).OfType<string>().Distinct().ToList();
        var groups = await db.Groups.Where(g => groupNames.Contains(g.Name)).ToDictionaryAsync(g => g.Name, cancellationToken).ConfigureAwait(false);
        var tagNames = lines.SelectMany(l => l.Tags).Distinct().ToList();
        var tags = await db.Tags.Where(t => tagNames.Contains(t.Name)).ToDictionaryAsync(t => t.Name, cancellationToken).ConfigureAwait(false);
        foreach (var line in lines.Where(l => domains.ContainsKey(l.Domain!.Value.Value)))
        {
            var domain = domains[line.Domain!.Value.Value];
            domain.PurposeOverride = line.Purpose ?? domain.PurposeOverride;
            if (line.Group is { } group)
            {
                domain.Group = groups.TryGetValue(group, out var known) ? known : groups[group] = new DomainGroup { Name = group, CreatedAt = clock.GetUtcNow() };
            }

            foreach (var tag in line.Tags.Where(t => domain.Tags.All(x => x.Name != t)))
            {
                domain.Tags.Add(tags.TryGetValue(tag, out var known) ? known : tags[tag] = new Tag { Name = tag });
            }
        }

        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }
}
