using Auditor.Core.Findings;

namespace Auditor.Core.Dmarc.Rules;

/// <summary>A destination is no usable URI, mostly for want of <c>mailto:</c>.</summary>
public sealed class ReportAddressInvalid : IRule<DmarcFacts>
{
    public RuleInfo Info { get; } = new("DMARC-REPORT-ADDRESS-INVALID", Severity.Warning, "A report address cannot be used", "RFC 9989 4.6, 4.8");

    public IEnumerable<Finding> Check(DmarcFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Record is not { HasDuplicateTag: false } record)
        {
            yield break;
        }

        var details = record.Problems.Where(p => p.Kind == DmarcProblemKind.InvalidUri).Select(p => $"{p.Tag}: {p.Detail}")
            .Concat(record.Rua.Concat(record.Ruf).Where(u => !u.IsMailto).Select(u => $"{u.Uri} is no mailto: address, and receivers support no other."))
            .ToList();
        if (details.Count > 0)
        {
            yield return Info.Found(string.Join(' ', details), "Write each destination as mailto:address, with commas between several.", facts.RecordEvidence())
                with
            { Publish = facts.Republish() };
        }
    }
}
