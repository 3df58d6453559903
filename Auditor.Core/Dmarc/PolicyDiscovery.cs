using Auditor.Core.Dns;

namespace Auditor.Core.Dmarc;

/// <summary>
/// Which record applies to an author domain, and which of its tags (RFC 9989 4.10.1): the author domain's own, else the
/// organizational domain's, else the public suffix domain's. Records at names between them do not count.
/// </summary>
public sealed record PolicyDiscovery
{
    public required DomainName AuthorDomain { get; init; }

    public required DnsTreeWalk Walk { get; init; }

    /// <summary>True when a question failed that decides which record applies, or which of its tags.</summary>
    public bool IsUnknown { get; init; }

    /// <summary>Where the record was found, also when it does not apply; null without one.</summary>
    public DomainName? RecordDomain { get; init; }

    /// <summary>The record found; null without one.</summary>
    public DmarcPolicyRecord? Record { get; init; }

    /// <summary>p, sp or np; null when no policy applies or it is unknown which.</summary>
    public string? PolicyTag { get; init; }

    /// <summary>The answer that says whether the author domain exists; null when its own record applies.</summary>
    public DnsOutcome? Existence { get; init; }

    /// <summary>True when a receiver does DMARC processing with a known policy.</summary>
    public bool PolicyApplies => PolicyTag is not null;

    /// <summary>Null when DNS could not tell.</summary>
    public DomainName? OrganizationalDomain => Walk.OrganizationalDomain;

    /// <summary>The value of the tag that applies, before test mode; null when no policy applies.</summary>
    public AssessmentPolicy? EffectivePolicy => PolicyTag is { } tag ? Record!.Effective(tag) : null;

    /// <summary>What remains of it in test mode; null when no policy applies.</summary>
    public AssessmentPolicy? AppliedPolicy => EffectivePolicy is { } policy ? Record!.Applied(policy) : null;

    /// <summary>How far the author domain has come.</summary>
    public PolicyStage Stage => IsUnknown ? PolicyStage.Unknown : StageOf(EffectivePolicy, Record is { TestMode: true });

    /// <summary>The stage of a policy; a null policy is one that does not apply.</summary>
    internal static PolicyStage StageOf(AssessmentPolicy? policy, bool testMode) => (policy, testMode) switch
    {
        (null, _) => PolicyStage.None,
        (AssessmentPolicy.None, _) => PolicyStage.Monitoring,
        (AssessmentPolicy.Quarantine, true) => PolicyStage.QuarantineTest,
        (AssessmentPolicy.Quarantine, _) => PolicyStage.Quarantine,
        (_, true) => PolicyStage.RejectTest,
        _ => PolicyStage.Reject,
    };

    /// <summary>Walks the tree and finds the record. A DNS failure is a value: see <see cref="IsUnknown"/>.</summary>
    public static async ValueTask<PolicyDiscovery> DiscoverAsync(DomainName authorDomain, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        var walk = await DnsTreeWalk.FromAsync(authorDomain, resolver, cancellationToken).ConfigureAwait(false);
        if (walk.First?.Record is { } own)
        {
            return new PolicyDiscovery
            {
                AuthorDomain = authorDomain,
                Walk = walk,
                RecordDomain = authorDomain,
                Record = own,
                PolicyTag = own.Applies ? "p" : null,
            };
        }

        var step = walk.IsUnknown ? null : Inherited(walk);
        if (step?.Record is not { } record)
        {
            return new PolicyDiscovery { AuthorDomain = authorDomain, Walk = walk, IsUnknown = walk.IsUnknown };
        }

        // Only NXDOMAIN for the name itself makes np apply; an empty non-terminal exists (RFC 9989 3.2.13).
        var existence = await resolver.QueryAsync(authorDomain, DnsRecordType.Txt, cancellationToken).ConfigureAwait(false);
        var tag = existence.Status == DnsStatus.NxDomain ? "np" : "sp";
        var undecided = existence.IsUnknown && record.EffectiveSp != record.EffectiveNp;
        return new PolicyDiscovery
        {
            AuthorDomain = authorDomain,
            Walk = walk,
            IsUnknown = record.Applies && undecided,
            RecordDomain = step.Domain,
            Record = record,
            Existence = existence,
            PolicyTag = record.Applies && !undecided ? TagWritten(record, tag) : null,
        };
    }

    /// <summary>The organizational domain's record, else that of the public suffix domain one label above it; null without either.</summary>
    internal static TreeWalkStep? Inherited(DnsTreeWalk walk)
    {
        var organizational = walk.OrganizationalDomain;
        return walk.Steps.FirstOrDefault(s => s.Domain == organizational && s.Record is not null)
            ?? walk.Steps.FirstOrDefault(s => s.Record is { Psd: PsdFlag.Yes });
    }

    // An absent np falls back to sp, an absent sp to p: the tag that applies is the one whose value it is (RFC 9989 4.7).
    private static string TagWritten(DmarcPolicyRecord record, string tag) => tag switch
    {
        "np" when record.Np == record.EffectiveNp => "np",
        "np" or "sp" when record.Sp == record.EffectiveSp => "sp",
        _ => "p",
    };
}
