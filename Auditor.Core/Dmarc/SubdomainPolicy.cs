namespace Auditor.Core.Dmarc;

/// <summary>Compares the policy of subdomains with that of the domain.</summary>
internal static class SubdomainPolicy
{
    /// <summary>
    /// The written tags (sp, np) that come to <paramref name="level"/> in force, below the domain's own policy. Nothing for a record at a
    /// name that is not its own organizational domain, where both tags are ignored (RFC 9989 4.7).
    /// </summary>
    public static List<string> WeakTags(DmarcFacts facts, AssessmentPolicy level)
    {
        if (facts is not { IsOwnRecord: true, Record: { } record, AppliedPolicy: { } own } || own <= level || facts.OrganizationalDomain != facts.Domain)
        {
            return [];
        }

        var tags = new List<string>();
        if (record.Sp is { } sp && record.Applied(sp) == level)
        {
            tags.Add($"sp={sp.ToWord()}");
        }

        if (record.Np is { } np && record.Applied(np) == level)
        {
            tags.Add($"np={np.ToWord()}");
        }

        return tags;
    }
}
