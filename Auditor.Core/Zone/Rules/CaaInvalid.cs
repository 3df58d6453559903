using Auditor.Core.Findings;

namespace Auditor.Core.Zone.Rules;

/// <summary>A CAA record does not follow the grammar. A malformed issue value counts as "nobody may issue" (RFC 8659 4.2); info, since certificates are not the e-mail set's matter.</summary>
public sealed class CaaInvalid : IRule<ZoneFacts>
{
    public RuleInfo Info { get; } = new("CAA-INVALID", Severity.Info, "A CAA record is malformed", "RFC 8659 4.1");

    public IEnumerable<Finding> Check(ZoneFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.Caa.Records.Where(r => r.Problem is not null).Select(r => Info.Found(
            $"{r.Flags} {r.Tag} \"{r.Value}\" at {facts.Caa.Name}: {r.Problem} An authority takes a malformed record for a ban.",
            "Write it as 0 issue \"authority.example\", or 0 iodef \"mailto:security@example.com\".",
            facts.Caa.Answers[^1]) with
        { Subject = r.Tag });
    }
}
