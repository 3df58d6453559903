using Auditor.Core.Auditing;
using Auditor.Core.Blocklists;
using Auditor.Core.Dns;
using Auditor.Core.Fetching;
using Auditor.Core.Senders;
using Auditor.Core.Smtp;
using Auditor.Worker.Settings;

namespace Auditor.Worker.Jobs;

/// <summary>With what the service audits.</summary>
internal sealed class ServiceMeans(ISmtpProbe smtp, IHttpsFetcher https, IBlocklistSource blocklists, SenderCatalogue senders, TimeProvider time)
{
    /// <summary>The means of one look. Where something else than the network answers, such as zone files, no host is connected to either.</summary>
    /// <param name="source">Who answers questions.</param>
    /// <param name="authorities">Who asks name servers; used with the network only.</param>
    /// <param name="isAuthoritative">True to ask the zones' own servers first, past every cache: somebody waits for what was just mended.</param>
    /// <param name="settings">What may be done.</param>
    public AuditMeans For(IDnsResolver source, IAuthorities authorities, bool isAuthoritative, WorkerSettings settings)
    {
        var cache = new CachingResolver(source, time);
        var means = new AuditMeans(cache, time)
        {
            Blocklists = blocklists,
            Senders = senders,
            IsStrict = settings.IsStrict,
            BimiRenewalDays = settings.Thresholds.BimiRenewalDays,
            Smtp = settings.SmtpProbe && source is not ZoneFileResolver ? smtp : null,
        };
        return source is not DnsClientResolver network ? means : means with
        {
            Resolver = isAuthoritative ? new AuthoritativeFirst(new AuthoritativeResolver(cache, authorities), cache) : cache,
            Authorities = authorities,
            Validator = new ResolverValidator(network.Servers, trustsPath: false, ResolverValidator.DefaultTryTimeout),
            Https = https,
        };
    }
}
