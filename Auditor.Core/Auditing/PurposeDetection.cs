using Auditor.Core.Mx;
using Auditor.Core.Scoring;
using Auditor.Core.Spf;

namespace Auditor.Core.Auditing;

/// <summary>Tells from DNS what a domain is for, where DNS does tell; everything else counts as a domain that people write from.</summary>
public static class PurposeDetection
{
    /// <summary>
    /// Nobody may send (SPF of nothing but <c>-all</c> or <c>~all</c>): parked without MX records or with a null MX, else
    /// receive-only. Senders beside a null MX: machine. All else, and all that is unknown: people.
    /// </summary>
    public static DomainPurpose Of(SpfRecord? spf, MxStatus mx, bool hasWorkingDkim)
    {
        if (spf is null || !spf.IsValid)
        {
            return DomainPurpose.People;
        }

        if (AuthorizesNobody(spf))
        {
            // A key that verifiers accept speaks against it: such a domain may send through a service's return path.
            return hasWorkingDkim ? DomainPurpose.People
                : mx is MxStatus.NullMx or MxStatus.None ? DomainPurpose.Parked
                : DomainPurpose.ReceiveOnly;
        }

        return mx == MxStatus.NullMx ? DomainPurpose.Machine : DomainPurpose.People;
    }

    /// <summary>True for a record whose only mechanism that counts is <c>-all</c> or <c>~all</c>.</summary>
    public static bool AuthorizesNobody(SpfRecord spf)
    {
        ArgumentNullException.ThrowIfNull(spf);
        return spf is { IsValid: true, All.Qualifier: Qualifier.Fail or Qualifier.SoftFail }
            && spf.ReachableMechanisms.All(m => m is AllMechanism or { Qualifier: Qualifier.Fail });
    }
}
