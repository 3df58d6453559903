using Auditor.Core.Findings;

namespace Auditor.Core.Spf.Rules;

/// <summary>One syntax error anywhere in the tree makes every check that reaches it a permerror, even behind a match.</summary>
public sealed class SyntaxError : IRule<SpfFacts>
{
    public RuleInfo Info { get; } = new("SPF-SYNTAX", Severity.Error, "The SPF record has a syntax error", "RFC 7208 4.6");

    public IEnumerable<Finding> Check(SpfFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var cause in facts.CausesOf(SpfPermErrorKind.Syntax))
        {
            var own = cause.Path.Length == 0;
            var details = own ? string.Join(" ", facts.Parsed!.Errors.Select(e => $"At character {e.Position + 1}, '{e.Term}': {e.Message}")) : cause.Message;
            yield return Info.Found(
                own ? $"The record of {facts.Domain} does not follow the grammar. {details}" : $"{details}{RecordEdit.By(cause)}",
                own ? "Correct the term; receivers check the whole record before they look at anything." : $"Tell the owner of {cause.Domain}, and take {cause.OwnTerm?.Source.Text} out of the record until it is mended.",
                cause.Proof is null ? [] : [cause.Proof])
                with
            {
                Subject = own ? null : cause.Domain.ToString(),
                Publish = own ? null : RecordEdit.WithoutCause(facts, cause),
            };
        }
    }
}
