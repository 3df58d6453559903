using System.Collections.Immutable;
using Auditor.Core.Findings;
using Auditor.Core.Transport.Rules;

namespace Auditor.Core.Transport;

/// <summary>The checks of MTA-STS and TLS-RPT: of their texts, as <c>lint</c> has them, and of what a domain publishes.</summary>
public static class TransportRules
{
    /// <summary>Checks of the record at <c>_mta-sts</c>.</summary>
    public static ImmutableArray<IRule<MtaStsRecord>> OfMtaStsRecord { get; } = [new MtaStsRecordInvalid(), new MtaStsRecordOdd()];

    /// <summary>Checks of the policy file.</summary>
    public static ImmutableArray<IRule<MtaStsPolicy>> OfMtaStsPolicy { get; } = [new MtaStsPolicyInvalid(), new MtaStsPolicyShortLived(), new MtaStsPolicyOdd()];

    /// <summary>Checks of the record at <c>_smtp._tls</c>.</summary>
    public static ImmutableArray<IRule<TlsRptRecord>> OfTlsRptRecord { get; } = [new TlsRptRecordInvalid(), new TlsRptRecordOdd()];

    /// <summary>Checks of the whole, in the order of docs/findings.md.</summary>
    public static ImmutableArray<IRule<TransportFacts>> All { get; } =
    [
        new MtaStsNotPublished(),
        new MtaStsAliasBroken(),
        new MtaStsPolicyNotServed(),
        new MtaStsPolicyNotReached(),
        new MtaStsPolicyMediaType(),
        new MailHostRefused(),
        new MailHostUnlisted(),
        new MailHostPatternUnused(),
        new MtaStsOnlyTests(),
        new MtaStsSwitchedOff(),
        new TlsReportsNotRequested(),
        new TlsRptNotPublished(),
        new TlsRptAliasBroken(),
    ];
}
