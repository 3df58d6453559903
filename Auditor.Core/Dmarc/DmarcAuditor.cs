using System.Collections.Immutable;
using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Core.Dmarc;

/// <summary>Collects the facts about DMARC of one domain. Whatever DNS does comes back as a value.</summary>
public static class DmarcAuditor
{
    /// <summary>The most destination hosts that are asked about; a record may list any number.</summary>
    public const int MaxDestinationHosts = 8;

    /// <summary>Discovers the policy and checks where its reports go.</summary>
    public static async ValueTask<DmarcFacts> AuditAsync(DomainName domain, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(resolver);
        var discovery = await PolicyDiscovery.DiscoverAsync(domain, resolver, cancellationToken).ConfigureAwait(false);
        var facts = FromDiscovery(discovery);
        if (discovery.PolicyApplies)
        {
            return await WithDestinationsAsync(facts, discovery, resolver, cancellationToken).ConfigureAwait(false);
        }

        // A record at the domain itself is a common mistake; SPF asks the same question, so the cache has it.
        var txt = facts.Status == RecordStatus.Unknown
            ? null
            : await resolver.QueryAsync(domain, DnsRecordType.Txt, cancellationToken).ConfigureAwait(false);
        facts = facts with { DomainTxt = txt };
        return facts is { Status: RecordStatus.None, HasMisstatedRecord: false } && txt is { IsKnown: true, Status: not DnsStatus.NxDomain }
            ? facts with { WrongNames = await AskWrongNamesAsync(domain, resolver, cancellationToken).ConfigureAwait(false) }
            : facts;
    }

    /// <summary>The facts that discovery alone gives.</summary>
    public static DmarcFacts FromDiscovery(PolicyDiscovery discovery)
    {
        ArgumentNullException.ThrowIfNull(discovery);
        var own = discovery.Walk.First;
        var status = StatusOf(discovery, own);
        var meant = own is null ? [] : own.Outcome.Texts.Where(ForeignText.LooksMeant).ToImmutableArray();
        return new DmarcFacts
        {
            Domain = discovery.AuthorDomain,
            Status = status,
            PolicyDomain = discovery.PolicyApplies ? discovery.RecordDomain : null,
            RecordDomain = discovery.RecordDomain,
            OrganizationalDomain = discovery.OrganizationalDomain,
            Record = discovery.Record,
            RecordText = status == RecordStatus.Multiple ? string.Join('\n', meant) : discovery.Record?.Text ?? (meant.IsEmpty ? null : string.Join('\n', meant)),
            PolicyTag = discovery.PolicyTag,
            EffectivePolicy = discovery.EffectivePolicy,
            AppliedPolicy = discovery.AppliedPolicy,
            Stage = discovery.Stage,
            Below = InheritedPolicy.Below(discovery.Walk),
            Queries = [.. discovery.Walk.Steps.Select(s => s.Outcome)],
            DomainTxt = discovery.Existence,
        };
    }

    private static RecordStatus StatusOf(PolicyDiscovery discovery, TreeWalkStep? own) => discovery switch
    {
        { IsUnknown: true } => RecordStatus.Unknown,
        { PolicyApplies: true } => discovery.Record!.HasInvalidPolicy ? RecordStatus.Invalid : RecordStatus.Found,
        _ when own is { Records.Length: > 1 } => RecordStatus.Multiple,
        { Record: not null } => RecordStatus.Invalid,
        _ => RecordStatus.None,
    };

    // The record without its underscore, and the full name entered where the zone's name is added once more.
    private static async ValueTask<ImmutableArray<DnsOutcome>> AskWrongNamesAsync(DomainName domain, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        var outcomes = await Task.WhenAll(new[] { $"dmarc.{domain}", $"_dmarc.{domain}.{domain}" }
            .Select(text => DomainName.TryParse(text, out var name) ? name : (DomainName?)null).OfType<DomainName>()
            .Select(name => resolver.QueryAsync(name, DnsRecordType.Txt, cancellationToken).AsTask())).ConfigureAwait(false);
        return [.. outcomes];
    }

    private static async ValueTask<DmarcFacts> WithDestinationsAsync(
        DmarcFacts facts, PolicyDiscovery discovery, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        var record = discovery.Record!;
        var hosts = record.Rua.Concat(record.Ruf).Where(u => u is { IsMailto: true, Host: not null }).Select(u => u.Host!.Value)
            .Distinct().Take(MaxDestinationHosts).ToList();
        if (hosts.Count == 0)
        {
            return facts;
        }

        var policyWalk = discovery.RecordDomain == discovery.AuthorDomain
            ? discovery.Walk
            : await DnsTreeWalk.FromAsync(discovery.RecordDomain!.Value, resolver, cancellationToken).ConfigureAwait(false);
        var external = hosts.Select(h => ExternalDestinationCheck.CheckAsync(policyWalk, h, resolver, cancellationToken).AsTask()).ToList();
        var reachable = hosts.Select(h => DestinationHostCheck.CheckAsync(h, resolver, cancellationToken).AsTask()).ToList();
        return facts with
        {
            ExternalDestinations = [.. (await Task.WhenAll(external).ConfigureAwait(false)).OfType<ExternalDestination>()],
            DestinationHosts = [.. await Task.WhenAll(reachable).ConfigureAwait(false)],
        };
    }
}
