using System.Collections.Immutable;
using Auditor.Core.Dns;

namespace Auditor.Core.Spf;

/// <summary>Evaluates SPF for one message: <c>check_host()</c> of RFC 7208 4.</summary>
public static class SpfEvaluator
{
    /// <summary>Checks one message. DNS failures end as temperror, never as an exception.</summary>
    public static Task<SpfCheck> CheckAsync(SpfCheckRequest request, IDnsResolver resolver, CancellationToken cancellationToken) =>
        CheckAsync(request, resolver, new ParsedRecords(), cancellationToken);

    /// <summary>Checks one of many messages: records that were read for another one are not read again.</summary>
    internal static async Task<SpfCheck> CheckAsync(SpfCheckRequest request, IDnsResolver resolver, ParsedRecords records, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(resolver);
        if (!TryReadDomain(request.Domain, out var domain))
        {
            return new SpfCheck(SpfResult.None, $"'{request.Domain}' is no full domain name (RFC 7208 4.3).");
        }

        var evaluation = new SpfEvaluation(resolver, MacroValues.From(request, request.Domain.TrimEnd('.')), request.PassesOverErrors, records);
        var verdict = await evaluation.CheckHostAsync(domain, [], cancellationToken).ConfigureAwait(false);
        var explanation = verdict.Result == SpfResult.Fail
            ? await evaluation.ExplainAsync(verdict, cancellationToken).ConfigureAwait(false)
            : null;
        return new SpfCheck(verdict.Result, verdict.Reason)
        {
            Explanation = explanation,
            Lookups = evaluation.Counter.Lookups,
            VoidLookups = evaluation.Counter.Voids,
            Matched = verdict.Matched.IsDefaultOrEmpty ? null : SpfPath.Join(verdict.Matched),
            Trace = evaluation.Trace,
            Untold = evaluation.Untold,
        };
    }

    // 4.3: labels that DNS cannot carry, single labels and address literals are no domains.
    private static bool TryReadDomain(string text, out DomainName domain) =>
        DomainName.TryParse(text, out domain) && domain.LabelCount > 1 && TopLabel.IsTopLabel(domain.Labels[^1]);
}

/// <summary>The way through includes and redirects to a term, in words.</summary>
internal static class SpfPath
{
    public const string Separator = " > ";

    public static string Join(IEnumerable<Term> path) => string.Join(Separator, path.Select(t => t.Source.Text));

    /// <summary>The way to the term that lets the client pass; null for none, and for <c>all</c>, which names nobody.</summary>
    public static string? OfPass(SpfCheck check) =>
        check is { Result: SpfResult.Pass, Matched: { } path } && !Last(path).TrimStart('+').Equals("all", StringComparison.OrdinalIgnoreCase) ? path : null;

    private static ReadOnlySpan<char> Last(string path) =>
        path.LastIndexOf(Separator, StringComparison.Ordinal) is var end and >= 0 ? path.AsSpan(end + Separator.Length) : path;
}
