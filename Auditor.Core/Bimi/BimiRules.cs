using System.Collections.Immutable;
using Auditor.Core.Bimi.Rules;
using Auditor.Core.Findings;

namespace Auditor.Core.Bimi;

/// <summary>The checks of BIMI: of the record's text, as <c>lint</c> has them, and of what a domain publishes.</summary>
public static class BimiRules
{
    /// <summary>Checks of the record.</summary>
    public static ImmutableArray<IRule<BimiRecord>> OfRecord { get; } = [new BimiRecordInvalid(), new BimiRecordOdd()];

    /// <summary>Checks of the whole, in the order of docs/findings.md.</summary>
    public static ImmutableArray<IRule<BimiFacts>> All { get; } =
    [
        new BimiAliasBroken(),
        new BimiLogoNotServed(),
        new BimiFileNotReached(),
        new BimiLogoInvalid(),
        new BimiLogoOdd(),
        new BimiLogoMediaType(),
        new BimiCertificateNotServed(),
        new BimiCertificateInvalid(),
        new BimiCertificateExpired(),
        new BimiCertificateEndsSoon(),
        new BimiLogosDiffer(),
    ];
}
