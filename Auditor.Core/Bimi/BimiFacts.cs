using System.Collections.Immutable;
using Auditor.Core.Dns;
using Auditor.Core.Fetching;
using Auditor.Core.Findings;

namespace Auditor.Core.Bimi;

/// <summary>BIMI of a domain under the selector <c>default</c>: the record, the logo and the mark certificate.</summary>
public sealed record BimiFacts
{
    /// <summary>Days before the end of a mark certificate from which on it is time to renew, where nobody says otherwise: a new one takes weeks of vetting.</summary>
    public const int UsualRenewalDays = 30;

    public required DomainName Domain { get; init; }

    /// <summary>The time of the audit, which certificates are held against.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Days before the end of a mark certificate from which on renewal is advised.</summary>
    public int RenewalDays { get; init; } = UsualRenewalDays;

    /// <summary>The TXT answers at <c>default._bimi</c>: of the domain, then of the organizational domain when the first had no record.</summary>
    public ImmutableArray<DnsOutcome> Answers { get; init; } = [];

    /// <summary>Where a record stands, usable or not; null without one.</summary>
    public DomainName? RecordDomain { get; init; }

    /// <summary>What was read at <see cref="RecordDomain"/>; null without a record.</summary>
    public BimiRecord? Record { get; init; }

    /// <summary>The answer that the record came from, else the last one.</summary>
    public DnsOutcome? RecordAnswer => Answers.LastOrDefault();

    /// <summary>State of the record; a declination is a record too.</summary>
    public RecordStatus Status => (Record, RecordAnswer) switch
    {
        ({ IsValid: true }, _) => RecordStatus.Found,
        ({ } record, _) => record.Problems.Any(p => p.Code == BimiParser.SeveralRecords) ? RecordStatus.Multiple : RecordStatus.Invalid,
        _ => Answers.Any(a => a.IsUnknown) ? RecordStatus.Unknown : RecordStatus.None,
    };

    /// <summary>True when the record says that no logo is to be shown.</summary>
    public bool IsDeclined => Record is { Status: BimiStatus.Declined };

    /// <summary>True when the record offers a logo.</summary>
    public bool OffersLogo => Record is { Status: BimiStatus.Ok };

    /// <summary>How the logo at <c>l=</c> was answered; null when it was not fetched.</summary>
    public HttpsAnswer? LogoAnswer { get; init; }

    /// <summary>The logo; null when there is none to read.</summary>
    public SvgTinyPs? Logo { get; init; }

    /// <summary>How the evidence at <c>a=</c> was answered; null when it was not fetched.</summary>
    public HttpsAnswer? EvidenceAnswer { get; init; }

    /// <summary>The mark certificate; null when there is none to read.</summary>
    public MarkCertificate? Certificate { get; init; }

    /// <summary>True when the logo at <c>l=</c> and the one in the certificate are both there and differ.</summary>
    public bool LogosDiffer => Logo is { } logo && Certificate?.Logo is { } vouched && !logo.IsSameAs(vouched);
}
