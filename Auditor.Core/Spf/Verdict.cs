using System.Collections.Immutable;
using Auditor.Core.Dns;

namespace Auditor.Core.Spf;

/// <summary>The result of one record, before the explanation is fetched.</summary>
internal sealed record Verdict(SpfResult Result, string Reason)
{
    /// <summary>The terms that lead to the match.</summary>
    public ImmutableArray<Term> Matched { get; init; }

    /// <summary>The domain whose record matched.</summary>
    public DomainName Domain { get; init; }

    /// <summary>That record's <c>exp=</c>.</summary>
    public ExplanationModifier? Explanation { get; init; }

    public static Verdict TooManyLookups(ImmutableArray<Term> path) =>
        new(SpfResult.PermError, $"{SpfPath.Join(path)} is the {SpfLimits.Lookups + 1}th term that causes DNS queries (RFC 7208 4.6.4).");

    public static Verdict TooManyVoids(DomainName name) =>
        new(SpfResult.PermError, $"The lookup of {name} is the {SpfLimits.VoidLookups + 1}rd that finds nothing (RFC 7208 4.6.4).");
}

/// <summary>What became of one mechanism.</summary>
internal readonly record struct Match(bool IsMatch)
{
    public static Match Yes => new(true);

    public static Match No => new(false);

    /// <summary>The error that ends the evaluation; null otherwise.</summary>
    public Verdict? Error { get; init; }

    /// <summary>The terms of an include's own match.</summary>
    public ImmutableArray<Term> Inner { get; init; }

    public string Outcome => Error is { } error ? error.Result.Word() : IsMatch ? "match" : "no match";

    public static Match Failed(SpfResult result, string reason) => new(false) { Error = new Verdict(result, reason) };
}

/// <summary>Counts towards the limits of RFC 7208 4.6.4.</summary>
internal sealed class LookupCounter(bool isLimited)
{
    // Without the limits of the RFC the count of the tree still bounds the work: includes may form a circle.
    private readonly int most = isLimited ? SpfLimits.Lookups : SpfLimits.CountedTerms;

    public int Lookups { get; private set; }

    public int Voids { get; private set; }

    /// <summary>False when this one is over the limit.</summary>
    public bool AddLookup() => ++Lookups <= most;

    /// <summary>False when this one is over the limit.</summary>
    public bool AddVoid() => ++Voids <= SpfLimits.VoidLookups || !isLimited;

    /// <summary>True once a term was not followed.</summary>
    public bool IsSpent => Lookups > most;
}
