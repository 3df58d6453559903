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
    /// <summary>The means of one pass. Where zone files answer instead of the network, no host is connected to either.</summary>
    public AuditMeans For(IDnsResolver source, WorkerSettings settings) => new(new CachingResolver(source, time), time)
    {
        Smtp = settings.SmtpProbe && source is not ZoneFileResolver ? smtp : null,
        Https = source is ZoneFileResolver ? null : https,
        Blocklists = blocklists,
        Senders = senders,
    };
}
