namespace Auditor.Core.Reports.Authenticity;

/// <summary>Joins what a mail proves with what the report in it claims.</summary>
public static class ReporterTrust
{
    /// <summary>The tier of a report.</summary>
    /// <param name="mail">The mail's authentication; null outside mails.</param>
    /// <param name="orgName">The reporter's name in the report.</param>
    /// <param name="email">The reporter's address in the report.</param>
    /// <param name="reporters">The known ones.</param>
    /// <param name="byPerson">True for uploads, files and the like: what proves nothing is manual then.</param>
    public static TrustVerdict Judge(MailAuthentication? mail, string? orgName, string? email, KnownReporters reporters, bool byPerson)
    {
        ArgumentNullException.ThrowIfNull(reporters);
        var proven = mail is null ? new TrustVerdict(TrustTier.Unauthenticated, TrustReason.NotAMail, null) : mail.State switch
        {
            AuthenticationState.Passed => OfSigner(mail.Evidence.FromOrganization!, orgName, email, reporters),
            AuthenticationState.Unknown => new TrustVerdict(TrustTier.Pending, mail.Reason, null),
            _ => new TrustVerdict(TrustTier.Unauthenticated, mail.Reason, null),
        };
        return !byPerson || proven.Tier is TrustTier.Verified or TrustTier.Authenticated ? proven
            : mail is null ? TrustVerdict.Manual
            : proven with { Tier = TrustTier.Manual };
    }

    // RFC 9990 gives org_name no form, so the address binds; the name only where there is no address. Nobody takes the name of a known reporter.
    private static TrustVerdict OfSigner(string signer, string? orgName, string? email, KnownReporters reporters)
    {
        var known = reporters.OfDomain(signer);
        var claimed = Organization.OfAddress(email) ?? Organization.Of(orgName);
        if (claimed is not null && claimed != signer && (known is null || !known.Domains.Contains(claimed)))
        {
            return new TrustVerdict(TrustTier.Unauthenticated, TrustReason.ReporterMismatch, signer);
        }

        if (reporters.OfOrgName(orgName) is { } named && named != known)
        {
            return new TrustVerdict(TrustTier.Unauthenticated, TrustReason.ClaimsKnownReporter, signer);
        }

        return known is not null
            ? new TrustVerdict(TrustTier.Verified, TrustReason.KnownReporter, signer)
            : new TrustVerdict(TrustTier.Authenticated, TrustReason.UnknownReporter, signer);
    }
}
