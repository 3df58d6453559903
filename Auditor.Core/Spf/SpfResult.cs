using System.Collections.Immutable;

namespace Auditor.Core.Spf;

/// <summary>The results of <c>check_host()</c> (RFC 7208 2.6).</summary>
public enum SpfResult
{
    None,
    Neutral,
    Pass,
    Fail,
    SoftFail,
    TempError,
    PermError,
}

/// <summary>Words for <see cref="SpfResult"/>.</summary>
public static class SpfResults
{
    /// <summary>The word of RFC 7208 2.6, in lower case.</summary>
    public static string Word(this SpfResult result) => result.ToString().ToLowerInvariant();

    /// <summary>What a match with the qualifier gives (RFC 7208 4.6.2).</summary>
    public static SpfResult ToResult(this Qualifier qualifier) => qualifier switch
    {
        Qualifier.Fail => SpfResult.Fail,
        Qualifier.SoftFail => SpfResult.SoftFail,
        Qualifier.Neutral => SpfResult.Neutral,
        _ => SpfResult.Pass,
    };
}

/// <summary>The end of one evaluation, with the way to it.</summary>
/// <param name="Result">The result.</param>
/// <param name="Reason">Why, as a sentence.</param>
public sealed record SpfCheck(SpfResult Result, string Reason)
{
    /// <summary>The owner's explanation of a fail (RFC 7208 6.2); null when none is published or it cannot be used.</summary>
    public string? Explanation { get; init; }

    /// <summary>Terms evaluated that cause DNS queries.</summary>
    public int Lookups { get; init; }

    /// <summary>Lookups that found nothing.</summary>
    public int VoidLookups { get; init; }

    /// <summary>The terms that lead to the match, such as <c>include:a.example > ip4:192.0.2.0/24</c>; null when nothing matched.</summary>
    public string? Matched { get; init; }

    /// <summary>What was tried, in order.</summary>
    public ImmutableArray<SpfTraceStep> Trace { get; init; } = [];

    /// <summary>The ways to terms that DNS could not tell about, and that were passed over; empty unless <see cref="SpfCheckRequest.PassesOverErrors"/>.</summary>
    public ImmutableArray<string> Untold { get; init; } = [];
}

/// <summary>One step of an evaluation.</summary>
/// <param name="Depth">0 in the domain's own record.</param>
/// <param name="Domain">Whose record it is.</param>
/// <param name="Term">The term as written; the whole record where it was fetched.</param>
/// <param name="Outcome">match, no match, or what became of it, in words.</param>
/// <param name="Lookups">The running count of terms that cause queries.</param>
/// <param name="VoidLookups">The running count of lookups that found nothing.</param>
public sealed record SpfTraceStep(int Depth, string Domain, string Term, string Outcome, int Lookups, int VoidLookups);
