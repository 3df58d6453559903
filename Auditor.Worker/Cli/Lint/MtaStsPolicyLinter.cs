using System.Collections.Immutable;
using Auditor.Core.Findings;
using Auditor.Core.Transport;

namespace Auditor.Worker.Cli.Lint;

/// <summary>Says what senders would make of the policy file of MTA-STS.</summary>
internal sealed class MtaStsPolicyLinter : ILinter
{
    public string Kind => "mta-sts-policy";

    public bool ReadsServedFile => true;

    public LintReport Lint(string text)
    {
        var policy = MtaStsPolicyParser.Parse(text);
        ImmutableArray<Finding> findings = [.. TransportRules.OfMtaStsPolicy.SelectMany(r => r.Check(policy))];
        return new LintReport(
            new { Kind, Valid = policy.IsValid, Parsed = new { policy.Mode, policy.Mx, MaxAge = policy.MaxAgeSeconds, policy.Problems }, Findings = findings },
            [policy.IsValid ? $"An MTA-STS policy: mode {policy.Mode}, {policy.Mx.Length} mx, {policy.MaxAgeSeconds} seconds." : "No usable MTA-STS policy."],
            findings);
    }
}
