namespace Auditor.Core.Dmarc;

/// <summary>What applies to a name below the domain that has no record of its own (RFC 9989 4.10.1).</summary>
/// <param name="Existing">The value of the tag that applies while the name exists; null when no policy applies or DNS could not tell.</param>
/// <param name="NonExistent">The value of the tag that applies while it does not exist; null as for <paramref name="Existing"/>.</param>
/// <param name="TestMode"><c>t=y</c> in the record that they come from.</param>
public sealed record InheritedPolicy(AssessmentPolicy? Existing, AssessmentPolicy? NonExistent, bool TestMode)
{
    /// <summary>No policy applies, or DNS could not tell.</summary>
    public static InheritedPolicy None { get; } = new(null, null, false);

    /// <summary>What remains of <see cref="Existing"/> in test mode.</summary>
    public AssessmentPolicy? ExistingApplied => Applied(Existing);

    /// <summary>What remains of <see cref="NonExistent"/> in test mode.</summary>
    public AssessmentPolicy? NonExistentApplied => Applied(NonExistent);

    /// <summary>
    /// What a subdomain of the walk's start inherits. It is not always the start's own record: below a name that is not its own organizational
    /// domain, the record of the organizational domain counts.
    /// </summary>
    public static InheritedPolicy Below(DnsTreeWalk walk)
    {
        ArgumentNullException.ThrowIfNull(walk);
        return walk.OfSubdomain() is { IsUnknown: false } below && PolicyDiscovery.Inherited(below) is { Record: { } record } ? Of(record) : None;
    }

    /// <summary>What names below the domain of this record inherit from it.</summary>
    public static InheritedPolicy Of(DmarcPolicyRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return record.Applies ? new InheritedPolicy(record.EffectiveSp, record.EffectiveNp, record.TestMode) : None;
    }

    private AssessmentPolicy? Applied(AssessmentPolicy? policy) => TestMode ? policy?.OneLevelLower() : policy;
}
