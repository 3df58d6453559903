using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Core.Spf.Rules;

/// <summary>A text that was meant as an SPF record, which receivers pass over: a space or quote in front, a wrong separator behind the version.</summary>
public sealed class RecordNotRecognised : IRule<SpfFacts>
{
    private static readonly char[] Noise = [' ', '\t', '"', '\'', '\r', '\n', '\u00a0'];

    public RuleInfo Info { get; } = new("SPF-NOT-RECOGNISED", Severity.Warning, "A TXT record looks like SPF but is none", "RFC 7208 4.5");

    public IEnumerable<Finding> Check(SpfFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var record in facts.Lookup.Records.OfType<TxtRecord>().Where(r => !SpfParser.IsSpfRecord(r.Text)))
        {
            // A version that was a string of its own is told as glued strings.
            if (record.Strings.Length > 1 && record.Strings[0].Equals("v=spf1", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            var text = record.Text;
            var trimmed = text.Trim(Noise);
            if (trimmed.StartsWith("v=spf1", StringComparison.OrdinalIgnoreCase))
            {
                var corrected = $"v=spf1 {trimmed[6..].TrimStart(' ', ';', ',', ':')}".TrimEnd();
                yield return Info.Found(
                    $"The text '{text}' at {facts.Domain} is not taken for an SPF record: it must begin with 'v=spf1' and a space.",
                    "Begin the record with 'v=spf1' followed by one space, without quotes or spaces in front.",
                    facts.Lookup)
                    with
                { Publish = facts.Records.IsEmpty ? RecordEdit.IfSound(facts, corrected) : null };
            }
        }
    }
}
