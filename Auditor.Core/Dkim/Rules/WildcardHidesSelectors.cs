using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Core.Dkim.Rules;

/// <summary>A wildcard TXT record answers at every selector with something that is no key. Verifiers then find a bad key where there is none.</summary>
public sealed class WildcardHidesSelectors : IRule<DkimFacts>
{
    public RuleInfo Info { get; } = new("DKIM-WILDCARD-TEXT", Severity.Info, "A wildcard TXT record answers at every DKIM selector", "RFC 6376 3.6.2.1, RFC 4592 2.1");

    public IEnumerable<Finding> Check(DkimFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.WildcardOutcome is { Status: DnsStatus.Answer } wildcard && !wildcard.Texts.Any(DkimKeyParser.LooksMeant))
        {
            yield return Info.Found(
                $"A selector that nobody uses, {wildcard.Name}, is answered with \"{Cut(wildcard.Texts.FirstOrDefault() ?? string.Empty)}\".",
                "Replace the wildcard by records at the names that need them: a record at _domainkey itself already keeps a wildcard above it from answering below.",
                wildcard);
        }
    }

    private static string Cut(string text) => text.Length <= 80 ? text : text[..80] + "...";
}
