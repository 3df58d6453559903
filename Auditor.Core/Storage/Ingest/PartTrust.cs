using Auditor.Core.Reports.Aggregate;
using Auditor.Core.Reports.Authenticity;

namespace Auditor.Core.Storage.Ingest;

/// <summary>What is kept of a report's authenticity.</summary>
/// <param name="Verdict">Its tier.</param>
/// <param name="SenderDomain">Organizational domain of the mail's From; null outside mails.</param>
/// <param name="Evidence">For a later check, while the tier is pending; else null.</param>
internal sealed record PartTrust(TrustVerdict Verdict, string? SenderDomain, string? Evidence);

/// <summary>What the mail around a part proves, before the report in it is known.</summary>
/// <param name="Mail">Null outside mails.</param>
/// <param name="Reporters">The known ones.</param>
/// <param name="ByPerson">True for uploads, files and the like.</param>
internal sealed record MailTrust(MailAuthentication? Mail, KnownReporters Reporters, bool ByPerson)
{
    /// <summary>The same as a text to keep; null for what a person brought in.</summary>
    public string? Kept => ByPerson || Mail is null ? null : EvidenceText.Write(Mail);

    public PartTrust Of(AggregateReport header) => Of(header.OrgName, header.Email);

    /// <summary>As above, for a report that names its reporter in another way; null where it does not.</summary>
    public PartTrust Of(string? orgName, string? email)
    {
        var verdict = ReporterTrust.Judge(Mail, orgName, email, Reporters, ByPerson);
        return new PartTrust(verdict, Mail?.Evidence.FromOrganization, verdict.Tier == TrustTier.Pending ? Kept : null);
    }
}
