using System.Collections.Immutable;
using Auditor.Core.Dkim;
using Auditor.Core.Dns;
using Auditor.Core.Mx;
using Auditor.Core.Senders;
using Auditor.Core.Spf;

namespace Auditor.Core.Auditing;

/// <summary>Which DKIM selectors to look for, and on whose word.</summary>
internal static class SelectorCandidates
{
    /// <summary>
    /// The selectors named by the owner, seen in reports and found before, those of the services that SPF and MX point at, and the
    /// names to probe. What is no selector is left out.
    /// </summary>
    public static List<SelectorCandidate> Of(AuditRequest request, IEnumerable<SendingService> services, SenderCatalogue catalogue) =>
    [
        .. Named(request.Selectors, SelectorSource.Configured),
        .. Named(request.ReportedSelectors, SelectorSource.Reports),
        .. Named(request.EarlierSelectors, SelectorSource.Earlier),
        .. Named(services.SelectMany(s => s.Selectors), SelectorSource.Catalogue),
        .. Named(catalogue.ProbeSelectors, SelectorSource.Probe),
    ];

    /// <summary>The services that the domain's own SPF record and its MX hosts point at.</summary>
    public static ImmutableArray<SendingService> ServicesOf(SpfRecord? spf, DnsOutcome mx, SenderCatalogue catalogue)
    {
        var targets = spf is null ? [] : spf.ReachableMechanisms.OfType<IncludeMechanism>().Select(m => m.Target.StaticValue)
            .Append(spf.EffectiveRedirect?.Target.StaticValue)
            .Select(t => DomainName.TryParse(t, out var name) ? name : (DomainName?)null)
            .OfType<DomainName>();
        return catalogue.Infer(targets, mx.Records.OfType<MxRecord>().OrderBy(r => r.Preference).Select(r => r.Exchange));
    }

    private static IEnumerable<SelectorCandidate> Named(IEnumerable<string> names, SelectorSource source)
    {
        foreach (var name in names)
        {
            if (Selector.TryParse(name, out var selector))
            {
                yield return new SelectorCandidate(selector, source);
            }
        }
    }
}
