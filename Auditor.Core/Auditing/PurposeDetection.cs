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
    public static DomainPurpose Of(SpfFacts? spf, MxStatus mx, bool hasWorkingDkim)
    {
        if (spf?.Parsed is not { IsValid: true })
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

    /// <summary>
    /// True when SPF lets nobody pass and ends in <c>-all</c> or <c>~all</c>, be it the record's own or that of a redirect; an include of
    /// such a record lets nobody pass either. False while DNS or a macro hides a part.
    /// </summary>
    public static bool AuthorizesNobody(SpfFacts spf)
    {
        ArgumentNullException.ThrowIfNull(spf);
        return spf.Tree is { } tree ? AuthorizesNobody(tree) : spf.Parsed is { } record && AuthorizesNobody(record);
    }

    /// <summary>True for a record whose only mechanism that counts is <c>-all</c> or <c>~all</c>.</summary>
    public static bool AuthorizesNobody(SpfRecord spf)
    {
        ArgumentNullException.ThrowIfNull(spf);
        return spf is { IsValid: true, All.Qualifier: Qualifier.Fail or Qualifier.SoftFail }
            && spf.ReachableMechanisms.All(m => m is AllMechanism or { Qualifier: Qualifier.Fail });
    }

    private static bool AuthorizesNobody(SpfLookupTree tree) =>
        tree is { Parsed.IsValid: true, DefaultQualifier: Qualifier.Fail or Qualifier.SoftFail }
        && tree.Terms.Where(t => !t.IsIgnored).All(t => t.Term switch
        {
            RedirectModifier => t.Tree is { } target && AuthorizesNobody(target),
            IncludeMechanism => t.Tree is { } included && PassesNobody(included),
            Mechanism mechanism => mechanism is AllMechanism or { Qualifier: Qualifier.Fail },
            _ => true,
        });

    private static bool PassesNobody(SpfLookupTree tree) =>
        tree.Parsed is { IsValid: true } && tree.Terms.Where(t => !t.IsIgnored).All(t => t.Term switch
        {
            RedirectModifier or IncludeMechanism { Qualifier: Qualifier.Pass } => t.Tree is { } below && PassesNobody(below),
            Mechanism mechanism => mechanism.Qualifier != Qualifier.Pass,
            _ => true,
        });
}
