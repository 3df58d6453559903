using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Core.Dkim.Rules;

/// <summary>
/// Not one selector in use has a key that verifiers can use, so every signature fails. A selector that nobody could ask for leaves the
/// question open, and selectors that are not known are never taken for absent ones.
/// </summary>
public sealed class NoUsableKey : IRule<DkimFacts>
{
    public RuleInfo Info { get; } = new("DKIM-BROKEN", Severity.Error, "No DKIM selector in use has a usable key", "RFC 6376 3.6.1");

    public IEnumerable<Finding> Check(DkimFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var used = facts.InUse.ToList();
        if (used.Count > 0 && used.All(s => !s.HasUsableKey && s.Status != RecordStatus.Unknown))
        {
            yield return Info.Found(
                $"Verifiers cannot check a single signature of {facts.Domain}: {string.Join("; ", used.Select(Why))}.",
                "Publish a working key for the selector that the mail server signs with, or sign with a new selector.",
                used.Select(s => s.Outcome));
        }
    }

    private static string Why(SelectorFacts selector) => selector switch
    {
        { IsDangling: true } => $"{selector.Selector} is an alias of {selector.Alias}, which does not exist",
        { Status: RecordStatus.None } => $"{selector.Selector} has no record",
        { Status: RecordStatus.Multiple } => $"{selector.Selector} has several records",
        { Status: RecordStatus.Invalid } => $"{selector.Selector} has an unusable record",
        { Revoked: true } => $"{selector.Selector} is revoked",
        { Record.AllowsSha256: false } => $"{selector.Selector} allows SHA-1 only",
        _ => $"{selector.Selector} has a key for another service",
    };
}
