using System.Collections.Immutable;
using Auditor.Core.Dns;

namespace Auditor.Core.Dmarc;

/// <summary>What a receiver concludes for one message (RFC 9989 5.3, result names of 9.2).</summary>
public enum DmarcResult
{
    /// <summary>No policy applies.</summary>
    None,

    /// <summary>At least one authenticated identifier is aligned.</summary>
    Pass,

    /// <summary>A policy applies and nothing is aligned.</summary>
    Fail,

    /// <summary>DNS could not tell.</summary>
    TempError,

    /// <summary>The record's tag list is invalid as a whole.</summary>
    PermError,
}

/// <summary>An authentication result of a message: SPF of MAIL FROM, or one DKIM signature.</summary>
/// <param name="Passed">True for pass; every other result authenticates nothing.</param>
/// <param name="Domain">The domain that it is about.</param>
public sealed record AuthenticationResult(bool Passed, DomainName Domain)
{
    /// <summary>True when DNS failed before a result was reached, so that it might still become a pass.</summary>
    public bool IsTempError { get; init; }
}

/// <summary>The conclusion and what it rests on.</summary>
public sealed record DmarcVerdict
{
    public required PolicyDiscovery Discovery { get; init; }

    public DmarcResult Result { get; init; }

    /// <summary>Null when DNS could not tell.</summary>
    public bool? SpfAligned { get; init; }

    /// <summary>True when any passing signature is aligned; null when DNS could not tell.</summary>
    public bool? DkimAligned { get; init; }

    /// <summary>Concludes from the results of a message with this author domain.</summary>
    public static async ValueTask<DmarcVerdict> ConcludeAsync(
        DomainName authorDomain, AuthenticationResult? spf, ImmutableArray<AuthenticationResult> dkim, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        var discovery = await PolicyDiscovery.DiscoverAsync(authorDomain, resolver, cancellationToken).ConfigureAwait(false);
        if (discovery.IsUnknown)
        {
            return new DmarcVerdict { Discovery = discovery, Result = DmarcResult.TempError };
        }

        var record = discovery.Record;
        ImmutableArray<AuthenticationResult> spfResults = spf is null ? [] : [spf];
        var spfAligned = await AnyAlignedAsync(discovery, spfResults.Where(r => r.Passed), record?.Aspf ?? AlignmentMode.Relaxed, resolver, cancellationToken).ConfigureAwait(false);
        var dkimAligned = await AnyAlignedAsync(discovery, dkim.Where(r => r.Passed), record?.Adkim ?? AlignmentMode.Relaxed, resolver, cancellationToken).ConfigureAwait(false);
        var result = DmarcResult.None;
        if (discovery.PolicyApplies)
        {
            result = FromAlignment(spfAligned, dkimAligned);
            result = result == DmarcResult.Fail && (await MayStillPassAsync(spfResults, record!.Aspf).ConfigureAwait(false) || await MayStillPassAsync(dkim, record.Adkim).ConfigureAwait(false))
                ? DmarcResult.TempError : result;
        }
        else if (record is { HasDuplicateTag: true })
        {
            result = DmarcResult.PermError;
        }

        return new DmarcVerdict { Discovery = discovery, SpfAligned = spfAligned, DkimAligned = dkimAligned, Result = result };

        // RFC 9989 5.3.6: a message whose questions did not complete neither passes nor fails.
        async ValueTask<bool> MayStillPassAsync(ImmutableArray<AuthenticationResult> results, AlignmentMode mode) =>
            await AnyAlignedAsync(discovery, results.Where(r => r.IsTempError), mode, resolver, cancellationToken).ConfigureAwait(false) != false;
    }

    private static DmarcResult FromAlignment(bool? spf, bool? dkim) => (spf, dkim) switch
    {
        (true, _) or (_, true) => DmarcResult.Pass,
        (null, _) or (_, null) => DmarcResult.TempError,
        _ => DmarcResult.Fail,
    };

    private static async ValueTask<bool?> AnyAlignedAsync(
        PolicyDiscovery discovery, IEnumerable<AuthenticationResult> results, AlignmentMode mode, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        bool? aligned = false;
        foreach (var domain in results.Select(r => r.Domain).Distinct())
        {
            var one = await Alignment.IsAlignedAsync(discovery, domain, mode, resolver, cancellationToken).ConfigureAwait(false);
            if (one == true)
            {
                return true;
            }

            aligned = one is null ? null : aligned;
        }

        return aligned;
    }
}
