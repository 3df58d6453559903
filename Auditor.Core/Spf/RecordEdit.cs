using Auditor.Core.Findings;

namespace Auditor.Core.Spf;

/// <summary>Corrected forms of a domain's record, ready to publish. A record with syntax errors is left to its owner: null.</summary>
internal static class RecordEdit
{
    /// <summary>The record without the terms chosen.</summary>
    public static RecordToPublish? Without(SpfFacts facts, Func<Term, bool> unwanted) =>
        facts.Parsed is { IsValid: true } record ? Publish(facts, record.Terms.Where(t => !unwanted(t)).Select(t => t.Source.Text)) : null;

    /// <summary>The record with <c>~all</c> as its only <c>all</c>, at the end.</summary>
    public static RecordToPublish? WithSoftFail(SpfFacts facts) =>
        facts.Parsed is { IsValid: true } record
            ? Publish(facts, record.Terms.Where(t => t is not AllMechanism).Select(t => t.Source.Text).Append("~all"))
            : null;

    /// <summary>The record without the term that leads to the cause; null for a redirect, in whose place the owner must put something.</summary>
    public static RecordToPublish? WithoutCause(SpfFacts facts, SpfPermError cause) =>
        cause.OwnTerm is Mechanism ? Without(facts, t => t == cause.OwnTerm) : null;

    /// <summary>A corrected text; null when it would not be a sound record.</summary>
    public static RecordToPublish? IfSound(SpfFacts facts, string text) =>
        SpfParser.IsSpfRecord(text) && SpfParser.Parse(text) is { IsValid: true, Terms.IsEmpty: false } ? new(facts.Domain.ToString(), "TXT", text) : null;

    /// <summary>A TXT record of the terms.</summary>
    public static RecordToPublish Publish(SpfFacts facts, IEnumerable<string> terms) =>
        new(facts.Domain.ToString(), "TXT", string.Join(' ', terms.Prepend("v=spf1")));

    /// <summary>Where a cause lies, for a sentence: nothing for the record itself.</summary>
    public static string By(SpfPermError cause) => cause.Path.Length == 0 ? string.Empty : $" (by way of {cause.Path})";
}
