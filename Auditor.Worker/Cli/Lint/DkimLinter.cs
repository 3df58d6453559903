using System.Collections.Immutable;
using Auditor.Core.Dkim;
using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Worker.Cli.Lint;

/// <summary>Says what verifiers would make of a DKIM key record.</summary>
internal sealed class DkimLinter : ILinter
{
    public string Kind => "dkim";

    public LintReport Lint(string text)
    {
        var name = DomainName.Parse("selector._domainkey");
        var outcome = DnsOutcome.Answer(name, DnsRecordType.Txt, new TxtRecord(name, 0, [text]));
        var selector = DkimAuditor.FromOutcome(new SelectorCandidate(Selector.Parse("selector"), SelectorSource.Catalogue), name, outcome);
        var facts = new DkimFacts { Domain = DomainName.Root, Selectors = [selector], Discovery = SelectorDiscovery.Known };
        ImmutableArray<Finding> findings = [.. DkimRules.OfOneSelector.SelectMany(r => r.Check(facts)).Select(f => f with { Evidence = [], Subject = null })];
        var record = selector.Record!;
        var document = new
        {
            Kind,
            Valid = record.IsValid,
            Parsed = new
            {
                record.KeyType,
                record.Bits,
                Encoding = record.Encoding switch { KeyEncoding.SubjectPublicKeyInfo => "spki", KeyEncoding.Pkcs1 => "pkcs1", KeyEncoding.Raw => "raw", _ => null },
                record.Revoked,
                record.TestMode,
                record.Strict,
                record.Hashes,
                record.Services,
            },
            Findings = findings,
        };
        return new LintReport(document, [Summarise(record)], findings);
    }

    private static string Summarise(DkimKeyRecord record) => record switch
    {
        { IsValid: false } => "No usable DKIM key record: verifiers ignore it.",
        { Revoked: true } => "A DKIM key record whose key is revoked.",
        _ => $"A DKIM key record: {record.KeyType}, {record.Bits} bits{(record.TestMode ? ", test mode" : string.Empty)}{(record.Strict ? ", strict" : string.Empty)}.",
    };
}
