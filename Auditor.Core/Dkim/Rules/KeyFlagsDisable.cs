using Auditor.Core.Findings;

namespace Auditor.Core.Dkim.Rules;

/// <summary>The key is sound, but a tag beside it makes verifiers disregard the signatures.</summary>
public sealed class KeyFlagsDisable : IRule<DkimFacts>
{
    public RuleInfo Info { get; } = new("DKIM-KEY-FLAGS", Severity.Warning, "A DKIM key is switched off by its own record", "RFC 6376 3.6.1, RFC 8301 3.1");

    public IEnumerable<Finding> Check(DkimFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var selector in facts.Selectors.Where(s => s.Status == RecordStatus.Found))
        {
            var record = selector.Record!;
            var reasons = Reasons(selector, record).ToList();
            if (reasons.Count > 0)
            {
                var finding = Info.Found(
                    $"{selector.Name}: {string.Join(' ', reasons)}",
                    record.Revoked ? "Publish a new key under a new selector, and have the mail server sign with that." : "Publish the record without the tag.",
                    selector.Outcome)
                    with
                { Subject = selector.Selector.Text };
                yield return record.Revoked
                    ? finding
                    : finding with { Publish = new RecordToPublish(selector.Name.Value, "TXT", DkimRecordWriter.WithoutFlags(record)) };
            }
        }
    }

    private static IEnumerable<string> Reasons(SelectorFacts selector, DkimKeyRecord record)
    {
        if (record.Revoked)
        {
            if (selector.Candidate.IsInUse)
            {
                yield return "The key is revoked (empty p=): signatures with this selector fail.";
            }

            yield break;
        }

        if (record.TestMode)
        {
            yield return "t=y tells verifiers to treat signed mail like unsigned mail.";
        }

        if (!record.AllowsSha256)
        {
            yield return $"h={string.Join(':', record.Hashes)} shuts out sha256, the only hash that verifiers still accept.";
        }

        if (!record.AllowsEmail)
        {
            yield return $"s={string.Join(':', record.Services)} reserves the key for something other than mail.";
        }
    }
}
