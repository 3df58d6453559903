using Auditor.Core.Reports.Authenticity;

namespace Auditor.Core.Storage.Queries;

/// <summary>Which tiers of reports a page counts, as its address says.</summary>
/// <param name="Word">The word of the address.</param>
/// <param name="Tiers">The tiers; null for those that count for verdicts.</param>
public sealed record TierChoice(string Word, IReadOnlyList<TrustTier>? Tiers)
{
    /// <summary>The default: what counts for verdicts.</summary>
    public static TierChoice Counted { get; } = new("counted", null);

    /// <summary>Every choice, in the order in which they are offered.</summary>
    public static IReadOnlyList<TierChoice> All { get; } =
    [
        Counted,
        new("verified", [TrustTier.Verified]),
        new("manual", [TrustTier.Manual]),
        new("unverified", [TrustTier.Authenticated, TrustTier.Pending, TrustTier.Unauthenticated]),
        new("all", [.. Enum.GetValues<TrustTier>()]),
    ];

    /// <summary>The choice of a word; the default for none, or an unknown one.</summary>
    public static TierChoice Parse(string? word) => All.FirstOrDefault(c => c.Word.Equals(word, StringComparison.OrdinalIgnoreCase)) ?? Counted;
}

/// <summary>Says which tiers count for verdicts.</summary>
public interface ICountedTiers
{
    /// <summary>The tiers in force.</summary>
    ValueTask<IReadOnlyList<TrustTier>> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>Verified and manual: what counts where no settings are.</summary>
public sealed class DefaultCountedTiers : ICountedTiers
{
    /// <summary>The tiers.</summary>
    public static IReadOnlyList<TrustTier> Tiers { get; } = [TrustTier.Verified, TrustTier.Manual];

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<TrustTier>> ReadAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Tiers);
}

/// <summary>The tiers of a choice, or of verdicts.</summary>
internal static class CountedTiersReading
{
    public static ValueTask<IReadOnlyList<TrustTier>> OfAsync(this ICountedTiers? counted, TierChoice? choice, CancellationToken cancellationToken) =>
        choice?.Tiers is { } tiers ? ValueTask.FromResult(tiers) : counted?.ReadAsync(cancellationToken) ?? ValueTask.FromResult(DefaultCountedTiers.Tiers);
}
