using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Core.Spf.Rules;

/// <summary>The character-strings of the record are joined without a space, and a term begins where one ends.</summary>
public sealed class StringsGlued : IRule<SpfFacts>
{
    private const int FullString = 255;

    public RuleInfo Info { get; } = new("SPF-STRINGS-GLUED", Severity.Warning, "Two strings of the record are joined without a space", "RFC 7208 3.3");

    public IEnumerable<Finding> Check(SpfFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var record in facts.Lookup.Records.OfType<TxtRecord>().Where(r => r.Text.StartsWith("v=spf1", StringComparison.OrdinalIgnoreCase)))
        {
            for (var i = 1; i < record.Strings.Length; i++)
            {
                if (IsGlued(record.Strings[i - 1], record.Strings[i]))
                {
                    var corrected = string.Join(' ', record.Strings.Select(s => s.Trim(' ')));
                    yield return Info.Found(
                        $"The record of {facts.Domain} is published in several strings, which receivers join without a space: '{LastWord(record.Strings[i - 1])}{FirstWord(record.Strings[i])}' is read as one term.",
                        "End each string in a space, or begin the next with one.",
                        facts.Lookup)
                        with
                    { Publish = RecordEdit.IfSound(facts, corrected) };
                    break;
                }
            }
        }
    }

    // A string of 255 octets was cut by a program, at any place; then only what does not parse is sure to be an accident.
    private static bool IsGlued(string left, string right)
    {
        if (left.Length == 0 || right.Length == 0 || left[^1] == ' ' || right[0] == ' ' || !TermParser.TryParse(new TermSource(FirstWord(right), 0), out var term, out _))
        {
            return false;
        }

        if (LastWord(left).Equals("v=spf1", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        var leftParses = TermParser.TryParse(new TermSource(LastWord(left), 0), out _, out _);
        var joinedParses = TermParser.TryParse(new TermSource(LastWord(left) + FirstWord(right), 0), out _, out _);
        return leftParses && (!joinedParses || (left.Length < FullString && term is RedirectModifier or Mechanism { DomainSpec: not null } or Ip4Mechanism or Ip6Mechanism));
    }

    private static string LastWord(string text) => text[(text.LastIndexOf(' ') + 1)..];

    private static string FirstWord(string text)
    {
        var end = text.IndexOf(' ', StringComparison.Ordinal);
        return end < 0 ? text : text[..end];
    }
}
