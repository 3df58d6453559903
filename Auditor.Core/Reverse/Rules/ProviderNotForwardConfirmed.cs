using Auditor.Core.Findings;

namespace Auditor.Core.Reverse.Rules;

/// <summary>A provider's mail exchanger lacks confirmed reverse DNS. It receives only, and the domain's owner cannot mend it.</summary>
public sealed class ProviderNotForwardConfirmed : IRule<ReverseFacts>
{
    public RuleInfo Info { get; } = new("HOST-FCRDNS-PROVIDER", Severity.Info, "Reverse DNS of a provider's host is not confirmed", "RFC 1912 2.1, RFC 8601 2.7.3");

    public IEnumerable<Finding> Check(ReverseFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.Addresses
            .Where(a => !a.Target.IsOwn && (a.Status is ForwardConfirmed.Missing or ForwardConfirmed.Mismatch))
            .Select(a => Info.Found(
                ReverseWords.Detail(a),
                "Nothing to do for the domain: the provider runs this host.",
                [a.Ptr, .. a.Forward]) with
            { Subject = a.Target.Address.ToString() });
    }
}
