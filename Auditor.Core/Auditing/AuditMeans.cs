using Auditor.Core.Blocklists;
using Auditor.Core.Dns;
using Auditor.Core.Fetching;
using Auditor.Core.Senders;
using Auditor.Core.Smtp;

namespace Auditor.Core.Auditing;

/// <summary>With what an audit reaches the world. What needs a means that is not there is left out, or unknown.</summary>
/// <param name="Resolver">
/// Who answers questions. A <see cref="CachingResolver"/> is shared with the other audits of a pass; any other gets one of its own.
/// </param>
/// <param name="Time">The clock for the document's date, the cache and the limits.</param>
public sealed record AuditMeans(IDnsResolver Resolver, TimeProvider Time)
{
    /// <summary>Who says what blocklists hold; null: they are left out.</summary>
    public IBlocklistSource? Blocklists { get; init; }

    /// <summary>Who connects to mail hosts for <see cref="AuditChecks.Smtp"/>; null when nobody may.</summary>
    public ISmtpProbe? Smtp { get; init; }

    /// <summary>The sending services that are known, those of the installation included.</summary>
    public SenderCatalogue Senders { get; init; } = SenderCatalogue.Default;

    /// <summary>Who asks name servers directly; null for nobody.</summary>
    public IAuthorities? Authorities { get; init; }

    /// <summary>Who says what DNSSEC makes of an answer; null for nobody.</summary>
    public IDnssecValidator? Validator { get; init; }

    /// <summary>True to score by the strict rubric, in which optional standards count.</summary>
    public bool IsStrict { get; init; }

    /// <summary>Days before the end of a BIMI mark certificate from which on renewal is advised; no score depends on it.</summary>
    public int BimiRenewalDays { get; init; } = Bimi.BimiFacts.UsualRenewalDays;

    /// <summary>Who fetches the files that records name; null for nobody, as with zone files.</summary>
    public IHttpsFetcher? Https { get; init; }
}
