using System.Collections.Immutable;
using System.Globalization;
using Auditor.Core.Bimi;
using Auditor.Core.Blocklists;
using Auditor.Core.Dkim;
using Auditor.Core.Dmarc;
using Auditor.Core.Dns;
using Auditor.Core.Mx;
using Auditor.Core.Reverse;
using Auditor.Core.Scoring;
using Auditor.Core.Senders;
using Auditor.Core.Smtp;
using Auditor.Core.Spf;
using Auditor.Core.Transport;
using Auditor.Core.Zone;

namespace Auditor.Core.Auditing;

/// <summary>The facts of all protocols about one domain; a part is null when it was not asked for.</summary>
public sealed record DomainFacts
{
    /// <summary>The word for DKIM in <see cref="Unknown"/>.</summary>
    internal const string DkimPart = "dkim";

    private const string ReversePart = "reverse";

    public required DomainName Domain { get; init; }

    public DomainPurpose Purpose { get; init; }

    public SpfFacts? Spf { get; init; }

    public DkimFacts? Dkim { get; init; }

    public DmarcFacts? Dmarc { get; init; }

    /// <summary>The stage of DMARC before this audit, or before it was weakened a short while ago; null when it is not known.</summary>
    public PolicyStage? EarlierStage { get; init; }

    public MxFacts? Mx { get; init; }

    public ReverseFacts? Reverse { get; init; }

    public BlocklistFacts? Blocklists { get; init; }
    public SmtpFacts? Smtp { get; init; }

    public DaneFacts? Dane { get; init; }

    public ZoneFacts? Zone { get; init; }

    public TransportFacts? Transport { get; init; }

    public BimiFacts? Bimi { get; init; }

    /// <summary>The sending services that the domain's own SPF and MX records point at.</summary>
    public ImmutableArray<SendingService> Services { get; init; } = [];

    /// <summary>Names that the domain relies on under a registrable domain that nobody holds.</summary>
    public ImmutableArray<DanglingName> DanglingNames { get; init; } = [];

    /// <summary>Questions of this audit that DNS did not answer.</summary>
    public ImmutableArray<DnsOutcome> Failures { get; init; } = [];

    /// <summary>True when a selector that mail depends on has a key that verifiers accept (RFC 8301 3.2: 1024 bits at least).</summary>
    public bool HasWorkingDkim => Dkim is not null
        && Dkim.InUse.Any(s => s.HasUsableKey && (s.KeyType == "ed25519" || s.Bits >= 1024));

    /// <summary>
    /// True when DNS shows that no DKIM key can exist, or that none of the selectors in use works. False also means
    /// "not known": a selector that nobody told us of may exist.
    /// </summary>
    public bool CertainlyHasNoDkim => Dkim is { Discovery: SelectorDiscovery.NoDomainKeyNode }
        || (Dkim is { Discovery: SelectorDiscovery.Known } known && known.InUse.Any(s => s.Candidate.IsInUse)
            && known.InUse.All(s => s.Status != Findings.RecordStatus.Unknown && !s.HasUsableKey));

    /// <summary>The parts that DNS failed for, so that their verdict is open: spf, dkim, dmarc, mx, reverse (of own hosts).</summary>
    public ImmutableArray<string> Unknown =>
    [
        .. Spf is { IsUnknown: true } or { Status: Findings.RecordStatus.Unknown } ? ["spf"] : Array.Empty<string>(),
        .. Dkim is not null && IsOpen(Dkim) ? [DkimPart] : Array.Empty<string>(),
        .. Dmarc is { Status: Findings.RecordStatus.Unknown } ? ["dmarc"] : Array.Empty<string>(),
        .. Mx is { Status: MxStatus.Unknown } or { Status: MxStatus.Found, AcceptsMail: null } ? ["mx"] : Array.Empty<string>(),
        .. Reverse is { } reverse && reverse.Own.Any(a => a.Status == ForwardConfirmed.Unknown) ? [ReversePart] : Array.Empty<string>(),
    ];

    /// <summary>True when every record that may name other domains is known, so that a name under an unheld domain would have been found.</summary>
    public bool NamesAreKnown => Unknown.All(part => part == ReversePart);

    /// <summary>True when DMARC was looked at and DNS answered.</summary>
    public bool IsDmarcKnown => Dmarc is { Status: not Findings.RecordStatus.Unknown };

    /// <summary>Why the DMARC policy permits no logo, as a sentence; null when it does, and while it is not known.</summary>
    public string? BimiObstacle => !IsDmarcKnown ? null : BimiEligibility.Obstacle(
        Dmarc is { PolicyApplies: true } ? Dmarc.Record?.EffectiveP.ToWord() : null,
        Dmarc?.Record?.Sp?.ToWord(),
        int.TryParse(Dmarc?.Record?.Tags.FirstOrDefault(t => t.Name == "pct").Value, NumberStyles.None, CultureInfo.InvariantCulture, out var percentage) ? percentage : null,
        Dmarc?.TestMode == true);

    private static bool IsOpen(DkimFacts dkim) => dkim.Discovery == SelectorDiscovery.Unknown
        || dkim.Selectors.Any(s => s.Candidate.IsInUse && s.Status == Findings.RecordStatus.Unknown);
}

/// <summary>A name under a registrable domain that does not exist: whoever registers it gets what the record grants.</summary>
/// <param name="Name">The name as the record has it.</param>
/// <param name="Registrable">The domain that anyone may register.</param>
/// <param name="UsedBy">What uses the name, such as <c>the SPF term include:gone.example</c>.</param>
/// <param name="Proof">The answers: the name's own, and that of the registrable domain.</param>
public sealed record DanglingName(DomainName Name, DomainName Registrable, string UsedBy, ImmutableArray<DnsOutcome> Proof);
