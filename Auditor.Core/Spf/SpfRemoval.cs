using System.Collections.Immutable;
using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Core.Spf;

/// <summary>What a domain's SPF comes to when one of its terms goes.</summary>
/// <param name="Terms">The terms taken away as written: the one chosen, and what else says the same.</param>
/// <param name="Record">The record without them, ready to publish.</param>
/// <param name="After">The facts of that record; nothing of it is published yet.</param>
public sealed record SpfRemoval(ImmutableArray<Term> Terms, RecordToPublish Record, SpfFacts After)
{
    /// <summary>The terms that may be tried: the mechanisms that evaluation reaches, but for <c>all</c>, which names nobody.</summary>
    public static ImmutableArray<Mechanism> Choices(SpfRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return [.. record.ReachableMechanisms.Where(m => m is not AllMechanism).DistinctBy(m => m.ToString(), StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>The choice that a text means, as written or in another spelling of the same term; null when there is none.</summary>
    public static Mechanism? Find(SpfRecord record, string? text)
    {
        var wanted = text?.Trim() ?? string.Empty;
        var choices = Choices(record);
        return choices.FirstOrDefault(m => string.Equals(m.Source.Text, wanted, StringComparison.Ordinal))
            ?? choices.FirstOrDefault(m => string.Equals(m.ToString(), Canonical(wanted), StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Counts the record without a term. A macro or a failure of DNS hides as much as in the record of today.</summary>
    /// <returns>Null when the record has syntax errors, or there is not exactly one.</returns>
    public static async Task<SpfRemoval?> TryAsync(SpfFacts today, Mechanism term, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(today);
        ArgumentNullException.ThrowIfNull(term);
        bool IsTerm(Term other) => string.Equals(other.ToString(), term.ToString(), StringComparison.OrdinalIgnoreCase);
        if (today.Status != RecordStatus.Found || RecordEdit.Without(today, IsTerm) is not { } record)
        {
            return null;
        }

        var after = await SpfAuditor.AuditAsync(today.Domain, new EditedRecord(resolver, today.Domain, record.Data), cancellationToken).ConfigureAwait(false);
        return new SpfRemoval([.. today.Parsed!.Terms.Where(IsTerm)], record, after);
    }

    /// <summary>What the record without the terms says of a message.</summary>
    public Task<SpfCheck> CheckAsync(SpfCheckRequest request, IDnsResolver resolver, CancellationToken cancellationToken) =>
        SpfEvaluator.CheckAsync(request, Over(resolver), cancellationToken);

    /// <summary>DNS as it would be with the record.</summary>
    internal IDnsResolver Over(IDnsResolver resolver) => new EditedRecord(resolver, After.Domain, Record.Data);

    private static string Canonical(string text) =>
        SpfParser.Parse($"v=spf1 {text}") is { IsValid: true, Terms: [Mechanism one] } ? one.ToString() : text;
}
