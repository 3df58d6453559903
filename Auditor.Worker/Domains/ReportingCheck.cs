using Auditor.Core.Auditing;
using Auditor.Core.Dmarc;
using Auditor.Core.Dns;
using Auditor.Worker.Jobs;
using Auditor.Worker.Settings;

namespace Auditor.Worker.Domains;

/// <summary>How a check of reporting ended.</summary>
/// <param name="Plan">What stands in DNS and what is missing; null when DNS could not be asked.</param>
/// <param name="Why">Why it could not, in one sentence; null otherwise.</param>
public sealed record ReportingAnswer(ReportingPlan? Plan, string? Why);

/// <summary>Asks DNS now, past every cache, whether reports about a domain would come to an address.</summary>
public sealed class ReportingCheck(ResolverSource resolvers, SettingsStore settings, TimeProvider time, AuthorityOptions authority)
{
    /// <summary>What somebody who waits for it is ready to wait.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Asks. Trouble with DNS is an answer, never an exception.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<ReportingAnswer> AskAsync(DomainName domain, ReportingAddress address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var source = resolvers(await settings.ReadAsync(either.Token).ConfigureAwait(false));
            using var kept = source as IDisposable;
            using var authorities = source is DnsClientResolver ? new NetworkAuthorities(authority, time) : null;
            var cache = new CachingResolver(source, time);
            return new ReportingAnswer(await AskAsync(domain, address, authorities is null ? cache : new AuthoritativeFirst(new AuthoritativeResolver(cache, authorities), cache), either.Token).ConfigureAwait(false), null);
        }
        catch (InvalidOperationException e)
        {
            return new ReportingAnswer(null, e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ReportingAnswer(null, $"The name servers of {domain} did not answer within {Patience.TotalSeconds:0} seconds.");
        }
    }

    private static async Task<ReportingPlan> AskAsync(DomainName domain, ReportingAddress address, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        var facts = await DmarcAuditor.AuditAsync(domain, resolver, cancellationToken).ConfigureAwait(false);
        var walk = await DnsTreeWalk.FromAsync(facts.PolicyDomain ?? domain, resolver, cancellationToken).ConfigureAwait(false);
        return ReportingPlan.From(facts, await ExternalDestinationCheck.CheckAsync(walk, address.Host, resolver, cancellationToken).ConfigureAwait(false), address);
    }
}
