using System.Collections.Immutable;

namespace Auditor.Core.Dmarc;

/// <summary>The values that tags may have (RFC 9989 4.8). They are ABNF literals, so letter case does not matter (RFC 5234 2.3).</summary>
internal static class DmarcValues
{
    public static AssessmentPolicy? Policy(string? value) => value?.ToLowerInvariant() switch
    {
        "none" => AssessmentPolicy.None,
        "quarantine" => AssessmentPolicy.Quarantine,
        "reject" => AssessmentPolicy.Reject,
        _ => null,
    };

    public static AlignmentMode? Alignment(string? value) => value?.ToLowerInvariant() switch
    {
        "r" => AlignmentMode.Relaxed,
        "s" => AlignmentMode.Strict,
        _ => null,
    };

    public static bool? YesOrNo(string? value) => value?.ToLowerInvariant() switch { "y" => true, "n" => false, _ => null };

    public static PsdFlag? Psd(string? value) => value?.ToLowerInvariant() switch
    {
        "y" => PsdFlag.Yes,
        "n" => PsdFlag.No,
        "u" => PsdFlag.Undetermined,
        _ => null,
    };

    /// <summary>0 or 1 but not both, d and s, each at most once; null when the list is anything else.</summary>
    public static ImmutableArray<string>? FailureOptions(string? value)
    {
        var options = (value ?? string.Empty).ToLowerInvariant().Split(':', StringSplitOptions.TrimEntries);
        var known = options.All(o => o is "0" or "1" or "d" or "s");
        var unique = options.Distinct(StringComparer.Ordinal).Count() == options.Length;
        return known && unique && !(options.Contains("0") && options.Contains("1")) ? [.. options] : null;
    }
}
