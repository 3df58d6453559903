using System.Collections.Frozen;
using Auditor.Core.Reports.Intake;

namespace Auditor.Core.Reports.Aggregate;

/// <summary>The values that the RFCs list. Another one is kept as text and noted; it never costs the report.</summary>
internal static class AggregateWords
{
    /// <summary>RFC 9990 `pass` beside RFC 7489 none, quarantine, reject.</summary>
    public static readonly FrozenSet<string> Dispositions = Set("none", "pass", "quarantine", "reject");

    public static readonly FrozenSet<string> AlignedResults = Set("pass", "fail");

    /// <summary>Both RFCs' lists of RFC 9990 3.1 and RFC 7489 appendix C.</summary>
    public static readonly FrozenSet<string> ReasonTypes =
        Set("forwarded", "sampled_out", "trusted_forwarder", "mailing_list", "local_policy", "other", "policy_test_mode");

    public static readonly FrozenSet<string> DkimResults = Set("none", "pass", "fail", "policy", "neutral", "temperror", "permerror");

    public static readonly FrozenSet<string> SpfResults = Set("none", "neutral", "pass", "fail", "softfail", "policy", "temperror", "permerror");

    public static readonly FrozenSet<string> Scopes = Set("helo", "mfrom");

    public static readonly FrozenSet<string> Policies = Set("none", "quarantine", "reject");

    public static readonly FrozenSet<string> AlignmentModes = Set("r", "s");

    public static readonly FrozenSet<string> TestModes = Set("n", "y");

    public static readonly FrozenSet<string> DiscoveryMethods = Set("psl", "treewalk");

    /// <summary>Reads the lower-cased word that the cursor stands on; null when empty.</summary>
    public static string? ReadWord(this XmlCursor cursor, FrozenSet<string> known)
    {
        var element = cursor.Element;
        var word = cursor.ReadLower();
        if (word is not null && !known.Contains(word))
        {
            cursor.Repairs.Add("unknown-value", $"{element} '{word}' is not in the RFC's list; kept as text", cursor.Line);
        }

        return word;
    }

    private static FrozenSet<string> Set(params ReadOnlySpan<string> words) => FrozenSet.Create(StringComparer.Ordinal, words);
}
