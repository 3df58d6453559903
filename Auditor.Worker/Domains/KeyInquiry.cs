using Auditor.Core.Auditing;
using Auditor.Core.Dkim;
using Auditor.Core.Dns;
using Auditor.Worker.Jobs;
using Auditor.Worker.Settings;

namespace Auditor.Worker.Domains;

/// <summary>How an inquiry ended.</summary>
/// <param name="Keys">What each server has; null when none could be asked.</param>
/// <param name="Why">Why none could be asked, in one sentence; null otherwise.</param>
public sealed record KeyInquiryResult(KeyAtServers? Keys, string? Why);

/// <summary>Asks each of a zone's name servers for one DKIM key, now, for somebody who waits.</summary>
public sealed class KeyInquiry(ResolverSource resolvers, SettingsStore settings, TimeProvider time, AuthorityOptions authority)
{
    /// <summary>What somebody who waits for it is ready to wait.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Asks. Trouble with DNS is an answer, never an exception.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<KeyInquiryResult> AskAsync(string domain, string selector, string fingerprint, CancellationToken cancellationToken)
    {
        if (!DomainName.TryParse(domain, out var name) || !Selector.TryParse(selector, out var wanted) || !wanted.TryKeyName(name, out var keyName))
        {
            return new KeyInquiryResult(null, $"'{selector}' of '{domain}' makes no name that can be asked for.");
        }

        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var source = resolvers(await settings.ReadAsync(either.Token).ConfigureAwait(false));
            using var kept = source as IDisposable;
            if (source is not DnsClientResolver)
            {
                return new KeyInquiryResult(null, "DNS is read from zone files here, so there are no name servers to ask.");
            }

            using var authorities = new NetworkAuthorities(authority, time);
            var keys = await KeyAtServers.AskAsync(name, wanted, fingerprint, new CachingResolver(source, time), authorities, either.Token).ConfigureAwait(false);
            return keys.Servers.IsEmpty ? new KeyInquiryResult(null, $"DNS did not tell the name servers of the zone of {keyName}.") : new KeyInquiryResult(keys, null);
        }
        catch (InvalidOperationException e)
        {
            return new KeyInquiryResult(null, e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new KeyInquiryResult(null, $"The name servers of {domain} did not answer within {Patience.TotalSeconds:0} seconds.");
        }
    }
}
