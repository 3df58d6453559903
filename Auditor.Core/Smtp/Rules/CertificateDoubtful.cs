using System.Collections.Immutable;
using Auditor.Core.Findings;

namespace Auditor.Core.Smtp.Rules;

/// <summary>The certificate of a mail exchanger would not pass a check. Without MTA-STS or DANE nobody checks it, so mail flows and is encrypted all the same.</summary>
public sealed class CertificateDoubtful : IRule<SmtpFacts>
{
    public RuleInfo Info { get; } = new("SMTP-CERTIFICATE", Severity.Advice, "The certificate of a mail exchanger would not pass a check", "RFC 3207 4.1, RFC 9525 6");

    public IEnumerable<Finding> Check(SmtpFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.CertificatesRequiredBy is not null ? [] : Of(facts).Select(x => Info.FoundInText(
            $"{x.Host.Label}: the certificate {string.Join(", and ", x.Problems)}.",
            "Renew it from a public authority with the exchanger's name before you publish an MTA-STS policy; DANE can do with one of your own.") with
        { Subject = x.Host.Target.Address.ToString() });
    }

    /// <summary>The mail exchangers whose certificate has problems.</summary>
    internal static IEnumerable<(SmtpHost Host, ImmutableArray<string> Problems)> Of(SmtpFacts facts) =>
        facts.Hosts.Where(h => h.Target.Exchanger is not null)
            .Select(h => (Host: h, Problems: h.CertificateProblems(facts.AuditedAt)))
            .Where(x => !x.Problems.IsEmpty);
}
