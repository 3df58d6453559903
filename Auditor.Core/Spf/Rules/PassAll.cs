using Auditor.Core.Findings;

namespace Auditor.Core.Spf.Rules;

/// <summary><c>+all</c>, of the record itself or inside an include that passes: every server in the world may send as the domain. An error by house opinion.</summary>
public sealed class PassAll : IRule<SpfFacts>
{
    public RuleInfo Info { get; } = new("SPF-PASS-ALL", Severity.Error, "Everyone passes SPF", "RFC 7208 5.1, 11");

    public IEnumerable<Finding> Check(SpfFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var own = facts.Parsed?.All is { Qualifier: Qualifier.Pass };
        var path = facts.Tree?.FindPassAll() ?? (own ? facts.Parsed!.All!.Source.Text : null);
        if (path is not null)
        {
            yield return Info.Found(
                own ? $"The record of {facts.Domain} ends in '{path}', which lets every server pass." : $"{path} in the record of {facts.Domain} lets every server pass.",
                own ? "Replace it by '~all'." : $"Take {path.Split(' ')[0]} out of the record, and tell the owner of the included one.",
                facts.Lookup)
                with
            {
                Publish = facts.Status == RecordStatus.Multiple ? null
                    : own ? RecordEdit.WithSoftFail(facts) : RecordEdit.Without(facts, t => t.Source.Text == path.Split(' ')[0]),
            };
        }
    }
}
