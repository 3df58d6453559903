using Auditor.Core.Findings;

namespace Auditor.Core.Dkim.Rules;

/// <summary>A bare RSAPublicKey is the letter of RFC 6376, but examples and practice are SubjectPublicKeyInfo.</summary>
public sealed class BareRsaKey : IRule<DkimFacts>
{
    public RuleInfo Info { get; } = new("DKIM-KEY-PKCS1", Severity.Info, "A DKIM key is in the unusual PKCS#1 form", "RFC 6376 3.6.1, C.2");

    public IEnumerable<Finding> Check(DkimFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var selector in facts.Selectors)
        {
            if (selector.Record?.Problems.FirstOrDefault(p => p.Kind == DkimProblemKind.BareRsaKey) is { } problem)
            {
                yield return Info.Found($"{selector.Name}: {problem.Detail}", "Publish the key as SubjectPublicKeyInfo ('openssl rsa -pubout').", selector.Outcome)
                    with
                { Subject = selector.Selector.Text };
            }
        }
    }
}
