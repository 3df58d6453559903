namespace Auditor.Core.Blocklists;

/// <summary>
/// Remembers what lists answered, and who was asked about when: at most one question per list and subject in <see cref="BlocklistLimits.Interval"/>, whatever becomes of the
/// one who asks.
/// </summary>
public interface IBlocklistMemory
{
    /// <summary>The last answers, by subject; what was never answered is not there.</summary>
    /// <param name="list"><see cref="BlocklistZone.AskedAs"/>.</param>
    /// <param name="subjects"><see cref="BlocklistSubject.Text"/> of each.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<IReadOnlyDictionary<string, BlocklistLookup>> FindAsync(string list, IReadOnlyCollection<string> subjects, CancellationToken cancellationToken);

    /// <summary>Takes the right to ask. Only the one who gets a subject back may ask about it, now; nobody else may within <see cref="BlocklistLimits.Interval"/>.</summary>
    Task<IReadOnlySet<string>> ClaimAsync(string list, IReadOnlyCollection<string> subjects, CancellationToken cancellationToken);

    /// <summary>Keeps answers. One that is an error does not replace a good one of the last <see cref="BlocklistLimits.LastKnownFor"/>.</summary>
    Task RememberAsync(string list, IReadOnlyDictionary<string, BlocklistLookup> answers, CancellationToken cancellationToken);
}
