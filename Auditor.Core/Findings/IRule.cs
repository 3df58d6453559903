using System.Collections.Immutable;
using Auditor.Core.Dns;

namespace Auditor.Core.Findings;

/// <summary>What is fixed about a rule: the words that do not depend on the domain.</summary>
/// <param name="Code">Stable code, capitals and hyphens, led by the protocol.</param>
/// <param name="Severity">Severity of every finding of the rule.</param>
/// <param name="Title">The defect in a few words.</param>
/// <param name="Source">The clause it rests on.</param>
public sealed record RuleInfo(string Code, Severity Severity, string Title, string Source)
{
    /// <summary>A finding of this rule.</summary>
    public Finding Found(string detail, string fix, params IEnumerable<DnsOutcome> evidence) =>
        new(Code, Severity, Title, detail, fix, Source, [.. evidence.Select(Evidence.From)]);

    /// <summary>A finding of this rule without evidence from DNS: the text itself is the evidence.</summary>
    public Finding FoundInText(string detail, string fix) => new(Code, Severity, Title, detail, fix, Source, ImmutableArray<Evidence>.Empty);
}

/// <summary>One check: facts in, findings out. Pure; one file and one code each.</summary>
/// <typeparam name="TFacts">The facts of one protocol, or of the whole domain for rules over two protocols.</typeparam>
public interface IRule<in TFacts>
{
    /// <summary>Code, severity, title and source.</summary>
    RuleInfo Info { get; }

    /// <summary>The findings for these facts; none when all is well or when the facts are unknown.</summary>
    IEnumerable<Finding> Check(TFacts facts);
}
