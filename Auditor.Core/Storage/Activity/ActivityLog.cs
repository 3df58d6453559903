using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Activity;

/// <summary>Writes down what people do. Nothing here changes or removes an entry.</summary>
public sealed class ActivityLog(IDbContextFactory<AuditorDbContext> contexts, TimeProvider time)
{
    /// <summary>Characters kept of each text.</summary>
    public const int MaxText = 2_000;

    /// <summary>Writes an entry in a transaction of its own.</summary>
    public async Task NoteAsync(Doer doer, Deed deed, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            Add(context, doer, deed);
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Adds an entry to what the context saves next, so that the deed and its entry are stored together or not at all.</summary>
    public void Add(AuditorDbContext context, Doer doer, Deed deed)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(doer);
        ArgumentNullException.ThrowIfNull(deed);
        context.Activity.Add(new ActivityEntry
        {
            At = time.GetUtcNow(),
            Actor = Bounded(doer.Name) ?? "unknown",
            Address = Bounded(doer.Address),
            Action = deed.Action,
            Subject = Bounded(deed.Subject),
            Before = Bounded(deed.Before),
            After = Bounded(deed.After),
        });
    }

    private static string? Bounded(string? text) => text is { Length: > MaxText } ? text[..MaxText] : string.IsNullOrEmpty(text) ? null : text;
}
