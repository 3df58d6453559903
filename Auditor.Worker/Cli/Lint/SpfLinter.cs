using System.Collections.Immutable;
using Auditor.Core.Dns;
using Auditor.Core.Findings;
using Auditor.Core.Spf;

namespace Auditor.Worker.Cli.Lint;

/// <summary>Says what receivers would make of an SPF record, as far as the text alone tells.</summary>
internal sealed class SpfLinter : ILinter
{
    // Stands for the domain that the record is meant for.
    private static readonly DomainName Domain = DomainName.Parse("your-domain.example");

    public string Kind => "spf";

    public LintReport Lint(string text)
    {
        var facts = SpfAuditor.AuditAsync(Domain, new OneTextResolver(text), CancellationToken.None).GetAwaiter().GetResult();
        ImmutableArray<Finding> findings = [.. SpfRules.All.SelectMany(r => r.Check(facts)).Select(f => f with { Evidence = [] })];
        var record = SpfParser.Parse(text);
        var document = new
        {
            Kind,
            Valid = record.IsValid,
            Parsed = new
            {
                Terms = record.Terms.Select(t => new { Term = t.Source.Text, t.Source.Position, Kind = t is Modifier ? "modifier" : "mechanism", CausesLookup = t is Mechanism { CausesLookup: true } or RedirectModifier }),
                Errors = record.Errors.Select(e => new { e.Term, e.Position, e.Message }),
                All = record.All?.ToString(),
                Redirect = record.EffectiveRedirect?.Target.Text,
                OwnLookups = facts.Tree?.Terms.Sum(t => t.OwnLookups) ?? 0,
            },
            Findings = findings,
        };
        return new LintReport(document, [.. Summarise(record, facts)], findings);
    }

    private static IEnumerable<string> Summarise(SpfRecord record, SpfFacts facts)
    {
        yield return facts.Tree is null ? "No SPF record: receivers pass over the text."
            : record.IsValid ? "An SPF record without syntax errors." : "An SPF record with syntax errors: every check is a permerror.";
        foreach (var error in record.Errors)
        {
            yield return $"  at character {error.Position + 1}, '{error.Term}': {error.Message}";
        }

        if (facts.Tree is { } tree)
        {
            yield return $"  Its own terms cause {tree.Terms.Sum(t => t.OwnLookups)} lookups; what includes add is seen with 'auditor spf tree' once it is published.";
        }
    }

    /// <summary>Knows the one text. Nothing else is asked before publication.</summary>
    private sealed class OneTextResolver(string text) : IDnsResolver
    {
        public ValueTask<DnsOutcome> QueryAsync(DomainName name, DnsRecordType type, CancellationToken cancellationToken) =>
            ValueTask.FromResult(name == Domain && type == DnsRecordType.Txt
                ? DnsOutcome.Answer(name, type, new TxtRecord(name, 0, [text]))
                : DnsOutcome.Without(name, type, DnsStatus.NotAsked));
    }
}
