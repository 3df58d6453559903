namespace Auditor.Core.Reports.Intake;

/// <summary>Stable codes of why a part is not, or not wholly, a report. They stand in the database, in `parse` output and in filters.</summary>
public static class IntakeReason
{
    public const string InputTooLarge = "input-too-large";
    public const string MessageTooLarge = "message-too-large";
    public const string MailboxTooLong = "mailbox-too-long";
    public const string MimeTooDeep = "mime-too-deep";
    public const string MimeTooManyParts = "mime-too-many-parts";
    public const string MimeHeaderTooLarge = "mime-header-too-large";
    public const string MimeInvalid = "mime-invalid";
    public const string ExpandedTooLarge = "expanded-too-large";
    public const string ExpansionRatio = "expansion-ratio";
    public const string ArchiveTooManyEntries = "archive-too-many-entries";
    public const string ArchiveTooDeep = "archive-too-deep";
    public const string ArchiveDamaged = "archive-damaged";
    public const string ArchiveTruncated = "archive-truncated";
    public const string ArchiveEncrypted = "archive-encrypted";
    public const string ArchiveMethod = "archive-method";
    public const string DtdProhibited = "dtd-prohibited";
    public const string XmlIllFormed = "xml-ill-formed";
    public const string XmlTruncated = "xml-truncated";
    public const string XmlTooDeep = "xml-too-deep";
    public const string XmlTooManyAttributes = "xml-too-many-attributes";
    public const string XmlTokenTooLong = "xml-token-too-long";
    public const string SeveralReports = "several-reports";
    public const string MetadataMissing = "metadata-missing";
    public const string PolicyMissing = "policy-missing";
    public const string PolicyDomainMissing = "policy-domain-missing";
    public const string DateRangeInvalid = "date-range-invalid";
    public const string DateRangeTooLong = "date-range-too-long";
    public const string CountInvalid = "count-invalid";
    public const string CountOverflow = "count-overflow";
    public const string TooManyRows = "too-many-rows";
    public const string JsonIllFormed = "json-ill-formed";
    public const string JsonTruncated = "json-truncated";
    public const string JsonTooDeep = "json-too-deep";
    public const string JsonTokenTooLong = "json-token-too-long";
    public const string PoliciesMissing = "policies-missing";
    public const string MimeTruncated = "mime-truncated";
    public const string FeedbackTypeMissing = "feedback-type-missing";
    public const string KindNotRead = "kind-not-read";
    public const string NoReportFound = "no-report-found";
}
