using Auditor.Core.Findings;

namespace Auditor.Core.Dkim.Rules;

/// <summary>A record stands at the selector, but verifiers cannot read it.</summary>
public sealed class KeyRecordInvalid : IRule<DkimFacts>
{
    public RuleInfo Info { get; } = new("DKIM-KEY-INVALID", Severity.Error, "A DKIM key record cannot be used", "RFC 6376 3.2, 3.6.1, RFC 8463 4");

    public IEnumerable<Finding> Check(DkimFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var selector in facts.Selectors.Where(s => s.Status == RecordStatus.Invalid))
        {
            var record = selector.Record!;
            var problems = record.Problems.Where(p => p.IsFatal && p.Kind != DkimProblemKind.UnknownKeyType).ToList();
            if (problems.Count == 0)
            {
                continue;
            }

            problems.AddRange(record.Problems.Where(p => p.Kind is DkimProblemKind.QuotesInData or DkimProblemKind.BackslashEscape));
            var finding = Info.Found(
                $"{selector.Name}: {string.Join(' ', problems.Select(p => p.Detail))}",
                "Publish the key exactly as the signing software prints it, in one TXT record.", selector.Outcome)
                with
            { Subject = selector.Selector.Text };
            yield return Unwrapped(record) is { } mended
                ? finding with { Publish = new RecordToPublish(selector.Name.Value, "TXT", mended) }
                : finding;
        }
    }

    // The one fault whose remedy is in the record itself: the raw key is the last 32 octets of the wrapped one.
    private static string? Unwrapped(DkimKeyRecord record)
    {
        if (!record.Problems.Any(p => p.Kind == DkimProblemKind.Ed25519Wrapped) || record.Problems.Count(p => p.IsFatal) > 1)
        {
            return null;
        }

        var value = string.Concat(record.Tags.First(t => t.Name == "p").Value!.Where(c => !char.IsWhiteSpace(c))).TrimEnd('=');
        var octets = Convert.FromBase64String(value.PadRight((value.Length + 3) / 4 * 4, '='));
        return DkimRecordWriter.WithKey(record, Convert.ToBase64String(octets.AsSpan()[^32..]));
    }
}
