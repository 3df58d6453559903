-- migration: 20261123234232_Initial
-- migration: 20261127070644_Memory
-- migration: 20261127073044_Keys
-- migration: 20261127073807_Blocklists
-- migration: 20261127120025_Activity
-- migration: 20261127121131_Trust
-- migration: 20261127124219_Kinds
-- migration: 20261127131751_PushTokens
-- migration: 20261127172103_Sources
-- migration: 20261127183030_Ways
-- migration: 20261127214848_Indexes
-- migration: 20261127215718_Raw
-- migration: 20261128032125_TiersAndViews
-- migration: 20261128050757_GatesAndAcceptance
-- migration: 20261128072353_Marks
-- migration: 20261128103845_MailboxHealth
-- migration: 20261128104117_Notices
-- migration: 20261128110058_Endings
CREATE TABLE "Activity" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_Activity" PRIMARY KEY AUTOINCREMENT,
    "At" INTEGER NOT NULL,
    "Actor" TEXT NOT NULL,
    "Address" TEXT NULL,
    "Action" TEXT NOT NULL,
    "Subject" TEXT NULL,
    "Before" TEXT NULL,
    "After" TEXT NULL
);
CREATE TABLE "AspNetRoleClaims" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_AspNetRoleClaims" PRIMARY KEY AUTOINCREMENT,
    "RoleId" TEXT NOT NULL,
    "ClaimType" TEXT NULL,
    "ClaimValue" TEXT NULL,
    CONSTRAINT "FK_AspNetRoleClaims_AspNetRoles_RoleId" FOREIGN KEY ("RoleId") REFERENCES "AspNetRoles" ("Id") ON DELETE CASCADE
);
CREATE TABLE "AspNetRoles" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_AspNetRoles" PRIMARY KEY,
    "Name" TEXT NULL,
    "NormalizedName" TEXT NULL,
    "ConcurrencyStamp" TEXT NULL
);
CREATE TABLE "AspNetUserClaims" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_AspNetUserClaims" PRIMARY KEY AUTOINCREMENT,
    "UserId" TEXT NOT NULL,
    "ClaimType" TEXT NULL,
    "ClaimValue" TEXT NULL,
    CONSTRAINT "FK_AspNetUserClaims_AspNetUsers_UserId" FOREIGN KEY ("UserId") REFERENCES "AspNetUsers" ("Id") ON DELETE CASCADE
);
CREATE TABLE "AspNetUserLogins" (
    "LoginProvider" TEXT NOT NULL,
    "ProviderKey" TEXT NOT NULL,
    "ProviderDisplayName" TEXT NULL,
    "UserId" TEXT NOT NULL,
    CONSTRAINT "PK_AspNetUserLogins" PRIMARY KEY ("LoginProvider", "ProviderKey"),
    CONSTRAINT "FK_AspNetUserLogins_AspNetUsers_UserId" FOREIGN KEY ("UserId") REFERENCES "AspNetUsers" ("Id") ON DELETE CASCADE
);
CREATE TABLE "AspNetUserPasskeys" (
    "CredentialId" BLOB NOT NULL CONSTRAINT "PK_AspNetUserPasskeys" PRIMARY KEY,
    "UserId" TEXT NOT NULL,
    "Data" TEXT NOT NULL,
    CONSTRAINT "FK_AspNetUserPasskeys_AspNetUsers_UserId" FOREIGN KEY ("UserId") REFERENCES "AspNetUsers" ("Id") ON DELETE CASCADE
);
CREATE TABLE "AspNetUserRoles" (
    "UserId" TEXT NOT NULL,
    "RoleId" TEXT NOT NULL,
    CONSTRAINT "PK_AspNetUserRoles" PRIMARY KEY ("UserId", "RoleId"),
    CONSTRAINT "FK_AspNetUserRoles_AspNetRoles_RoleId" FOREIGN KEY ("RoleId") REFERENCES "AspNetRoles" ("Id") ON DELETE CASCADE,
    CONSTRAINT "FK_AspNetUserRoles_AspNetUsers_UserId" FOREIGN KEY ("UserId") REFERENCES "AspNetUsers" ("Id") ON DELETE CASCADE
);
CREATE TABLE "AspNetUserTokens" (
    "UserId" TEXT NOT NULL,
    "LoginProvider" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "Value" TEXT NULL,
    CONSTRAINT "PK_AspNetUserTokens" PRIMARY KEY ("UserId", "LoginProvider", "Name"),
    CONSTRAINT "FK_AspNetUserTokens_AspNetUsers_UserId" FOREIGN KEY ("UserId") REFERENCES "AspNetUsers" ("Id") ON DELETE CASCADE
);
CREATE TABLE "AspNetUsers" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_AspNetUsers" PRIMARY KEY,
    "CreatedAt" INTEGER NOT NULL,
    "UserName" TEXT NULL,
    "NormalizedUserName" TEXT NULL,
    "Email" TEXT NULL,
    "NormalizedEmail" TEXT NULL,
    "EmailConfirmed" INTEGER NOT NULL,
    "PasswordHash" TEXT NULL,
    "SecurityStamp" TEXT NULL,
    "ConcurrencyStamp" TEXT NULL,
    "PhoneNumber" TEXT NULL,
    "PhoneNumberConfirmed" INTEGER NOT NULL,
    "TwoFactorEnabled" INTEGER NOT NULL,
    "LockoutEnd" INTEGER NULL,
    "LockoutEnabled" INTEGER NOT NULL,
    "AccessFailedCount" INTEGER NOT NULL
, "LastSignInAt" INTEGER NULL, "Role" INTEGER NOT NULL DEFAULT 1, "SeenChangesAt" INTEGER NULL);
CREATE TABLE "Audits" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_Audits" PRIMARY KEY AUTOINCREMENT,
    "DomainId" INTEGER NOT NULL,
    "AuditedAt" INTEGER NOT NULL,
    "Rubric" INTEGER NOT NULL,
    "Score" INTEGER NULL,
    "Grade" TEXT NULL,
    "Stage" TEXT NOT NULL,
    "AssessedShare" REAL NOT NULL,
    "ErrorCount" INTEGER NOT NULL,
    "WarningCount" INTEGER NOT NULL,
    "AdviceCount" INTEGER NOT NULL,
    "Document" BLOB NULL,
    CONSTRAINT "FK_Audits_Domains_DomainId" FOREIGN KEY ("DomainId") REFERENCES "Domains" ("Id") ON DELETE CASCADE
);
CREATE TABLE "BlocklistRecords" (
    "List" TEXT NOT NULL,
    "Subject" TEXT NOT NULL,
    "AskedAt" INTEGER NOT NULL,
    "AnsweredAt" INTEGER NULL,
    "Status" INTEGER NOT NULL,
    "Returned" TEXT NOT NULL,
    "IsError" INTEGER NOT NULL,
    "Reason" TEXT NULL,
    "ChangedAt" INTEGER NULL,
    CONSTRAINT "PK_BlocklistRecords" PRIMARY KEY ("List", "Subject")
);
CREATE TABLE "BlocklistTargets" (
    "DomainId" INTEGER NOT NULL,
    "Subject" TEXT NOT NULL,
    CONSTRAINT "PK_BlocklistTargets" PRIMARY KEY ("DomainId", "Subject"),
    CONSTRAINT "FK_BlocklistTargets_Domains_DomainId" FOREIGN KEY ("DomainId") REFERENCES "Domains" ("Id") ON DELETE CASCADE
);
CREATE TABLE "Changes" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_Changes" PRIMARY KEY AUTOINCREMENT,
    "DomainId" INTEGER NOT NULL,
    "ChangedAt" INTEGER NOT NULL,
    "Name" TEXT NOT NULL,
    "Type" TEXT NOT NULL,
    "Before" TEXT NULL,
    "After" TEXT NULL, "AfterServer" TEXT NULL, "AfterTtl" INTEGER NOT NULL DEFAULT 0, "BeforeAt" INTEGER NULL, "BeforeServer" TEXT NULL, "BeforeTtl" INTEGER NOT NULL DEFAULT 0, "ConfirmedBy" TEXT NULL,
    CONSTRAINT "FK_Changes_Domains_DomainId" FOREIGN KEY ("DomainId") REFERENCES "Domains" ("Id") ON DELETE CASCADE
);
CREATE TABLE "ClassVolumes" (
    "DomainId" INTEGER NOT NULL CONSTRAINT "PK_ClassVolumes" PRIMARY KEY,
    "Until" INTEGER NOT NULL,
    "Daily" TEXT NOT NULL,
    CONSTRAINT "FK_ClassVolumes_Domains_DomainId" FOREIGN KEY ("DomainId") REFERENCES "Domains" ("Id") ON DELETE CASCADE
);
CREATE TABLE "Complaints" (
    "Domain" TEXT NOT NULL,
    "Day" INTEGER NOT NULL,
    "SourceIp" TEXT NOT NULL,
    "FeedbackType" TEXT NOT NULL,
    "Tier" INTEGER NOT NULL,
    "Complaints" INTEGER NOT NULL,
    CONSTRAINT "PK_Complaints" PRIMARY KEY ("Domain", "Day", "SourceIp", "FeedbackType", "Tier")
);
CREATE TABLE "CountedFeedback" (
    "Hash" BLOB NOT NULL CONSTRAINT "PK_CountedFeedback" PRIMARY KEY,
    "SeenAt" INTEGER NOT NULL
);
CREATE TABLE "DailyRollups" (
    "PolicyDomain" TEXT NOT NULL,
    "Day" INTEGER NOT NULL,
    "Tier" INTEGER NOT NULL,
    "SourceIp" TEXT NOT NULL,
    "HeaderFrom" TEXT NOT NULL,
    "DkimAligned" INTEGER NOT NULL,
    "SpfAligned" INTEGER NOT NULL,
    "Disposition" TEXT NOT NULL,
    "Messages" INTEGER NOT NULL,
    CONSTRAINT "PK_DailyRollups" PRIMARY KEY ("PolicyDomain", "Day", "Tier", "SourceIp", "HeaderFrom", "DkimAligned", "SpfAligned", "Disposition")
);
CREATE TABLE "DailyTotals" (
    "PolicyDomain" TEXT NOT NULL,
    "Day" INTEGER NOT NULL,
    "Tier" INTEGER NOT NULL,
    "Aligned" INTEGER NOT NULL,
    "DkimAligned" INTEGER NOT NULL,
    "Messages" INTEGER NOT NULL,
    "Quarantined" INTEGER NOT NULL,
    "Rejected" INTEGER NOT NULL,
    "Reports" INTEGER NOT NULL,
    "SpfAligned" INTEGER NOT NULL,
    CONSTRAINT "PK_DailyTotals" PRIMARY KEY ("PolicyDomain", "Day", "Tier")
);
CREATE TABLE "DomainFindings" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_DomainFindings" PRIMARY KEY AUTOINCREMENT,
    "DomainId" INTEGER NOT NULL,
    "Code" TEXT NOT NULL,
    "Subject" TEXT NOT NULL,
    "Severity" INTEGER NOT NULL,
    "Title" TEXT NOT NULL,
    "FirstSeenAt" INTEGER NOT NULL, "AcceptedBy" TEXT NULL, "AcceptedNote" TEXT NULL, "AcceptedUntil" INTEGER NULL,
    CONSTRAINT "FK_DomainFindings_Domains_DomainId" FOREIGN KEY ("DomainId") REFERENCES "Domains" ("Id") ON DELETE CASCADE
);
CREATE TABLE "DomainKeys" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_DomainKeys" PRIMARY KEY AUTOINCREMENT,
    "DomainId" INTEGER NOT NULL,
    "Selector" TEXT NOT NULL,
    "Fingerprint" TEXT NOT NULL,
    "KeyType" TEXT NOT NULL,
    "Bits" INTEGER NOT NULL,
    "FirstSeenAt" INTEGER NOT NULL,
    "IsNew" INTEGER NOT NULL,
    "LastSeenAt" INTEGER NOT NULL,
    "GoneAt" INTEGER NULL,
    CONSTRAINT "FK_DomainKeys_Domains_DomainId" FOREIGN KEY ("DomainId") REFERENCES "Domains" ("Id") ON DELETE CASCADE
);
CREATE TABLE "DomainSelectors" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_DomainSelectors" PRIMARY KEY AUTOINCREMENT,
    "DomainId" INTEGER NOT NULL,
    "Selector" TEXT NOT NULL,
    "Source" INTEGER NOT NULL,
    "FirstSeenAt" INTEGER NOT NULL,
    "LastSeenAt" INTEGER NULL,
    CONSTRAINT "FK_DomainSelectors_Domains_DomainId" FOREIGN KEY ("DomainId") REFERENCES "Domains" ("Id") ON DELETE CASCADE
);
CREATE TABLE "DomainTags" (
    "DomainsId" INTEGER NOT NULL,
    "TagsId" INTEGER NOT NULL,
    CONSTRAINT "PK_DomainTags" PRIMARY KEY ("DomainsId", "TagsId"),
    CONSTRAINT "FK_DomainTags_Domains_DomainsId" FOREIGN KEY ("DomainsId") REFERENCES "Domains" ("Id") ON DELETE CASCADE,
    CONSTRAINT "FK_DomainTags_Tags_TagsId" FOREIGN KEY ("TagsId") REFERENCES "Tags" ("Id") ON DELETE CASCADE
);
CREATE TABLE "Domains" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_Domains" PRIMARY KEY AUTOINCREMENT,
    "Name" TEXT NOT NULL,
    "GroupId" INTEGER NULL,
    "PurposeOverride" TEXT NULL,
    "Paused" INTEGER NOT NULL,
    "LegalHold" INTEGER NOT NULL,
    "CreatedAt" INTEGER NOT NULL,
    "NextAuditAt" INTEGER NOT NULL,
    "AuditLeaseUntil" INTEGER NULL,
    "LastAuditAt" INTEGER NULL,
    "LastAuditId" INTEGER NULL,
    "Score" INTEGER NULL,
    "Grade" TEXT NULL,
    "PreviousScore" INTEGER NULL,
    "ScoredAt" INTEGER NULL,
    "ScoreIsStale" INTEGER NOT NULL,
    "Purpose" TEXT NULL,
    "Stage" TEXT NULL,
    "AppliedPolicy" TEXT NULL,
    "PolicyDomain" TEXT NULL,
    "SpfLookups" INTEGER NULL,
    "WeakestKeyBits" INTEGER NULL,
    "WeakestKeyType" TEXT NULL,
    "ErrorCount" INTEGER NOT NULL,
    "WarningCount" INTEGER NOT NULL,
    "AdviceCount" INTEGER NOT NULL,
    "LastReportAt" INTEGER NULL, "SourcesAt" INTEGER NULL, "TlsReportSecret" TEXT NULL, "GateAt" INTEGER NULL, "GateVerdict" TEXT NULL, "NextStage" TEXT NULL,
    CONSTRAINT "FK_Domains_Groups_GroupId" FOREIGN KEY ("GroupId") REFERENCES "Groups" ("Id") ON DELETE SET NULL
);
CREATE TABLE "EndedFindings" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_EndedFindings" PRIMARY KEY AUTOINCREMENT,
    "DomainId" INTEGER NOT NULL,
    "Code" TEXT NOT NULL,
    "Subject" TEXT NOT NULL,
    "Severity" INTEGER NOT NULL,
    "Title" TEXT NOT NULL,
    "FirstSeenAt" INTEGER NOT NULL,
    "EndedAt" INTEGER NOT NULL,
    CONSTRAINT "FK_EndedFindings_Domains_DomainId" FOREIGN KEY ("DomainId") REFERENCES "Domains" ("Id") ON DELETE CASCADE
);
CREATE TABLE "FailureReports" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_FailureReports" PRIMARY KEY AUTOINCREMENT,
    "Domain" TEXT NOT NULL,
    "HeaderFrom" TEXT NULL,
    "SourceIp" TEXT NULL,
    "ArrivedAt" INTEGER NULL,
    "AuthFailure" TEXT NOT NULL,
    "IdentityAlignment" TEXT NOT NULL,
    "MailFrom" TEXT NULL,
    "AuthenticationResults" TEXT NULL,
    "DkimDomain" TEXT NULL,
    "DkimSelector" TEXT NULL,
    "DeliveryResult" TEXT NULL,
    "Incidents" INTEGER NOT NULL,
    "Reporter" TEXT NULL,
    "ReceivedAt" INTEGER NOT NULL
, "Evidence" TEXT NULL, "Tier" INTEGER NOT NULL DEFAULT 2, "TierReason" TEXT NULL);
CREATE TABLE "Groups" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_Groups" PRIMARY KEY AUTOINCREMENT,
    "Name" TEXT NOT NULL,
    "CreatedAt" INTEGER NOT NULL
);
CREATE TABLE "IntakeCounts" (
    "Day" INTEGER NOT NULL,
    "PolicyDomain" TEXT NOT NULL,
    "SenderDomain" TEXT NOT NULL,
    "Reports" INTEGER NOT NULL,
    CONSTRAINT "PK_IntakeCounts" PRIMARY KEY ("Day", "PolicyDomain", "SenderDomain")
);
CREATE TABLE "IntakeRuns" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_IntakeRuns" PRIMARY KEY AUTOINCREMENT,
    "Source" INTEGER NOT NULL,
    "MailboxId" INTEGER NULL,
    "StartedBy" TEXT NULL,
    "StartedAt" INTEGER NOT NULL,
    "FinishedAt" INTEGER NULL,
    "Seen" INTEGER NOT NULL,
    "Imported" INTEGER NOT NULL,
    "Duplicate" INTEGER NOT NULL,
    "Empty" INTEGER NOT NULL,
    "NotAReport" INTEGER NOT NULL,
    "Quarantined" INTEGER NOT NULL,
    "Failed" INTEGER NOT NULL,
    "Error" TEXT NULL
);
CREATE TABLE "JobRuns" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_JobRuns" PRIMARY KEY AUTOINCREMENT,
    "Name" TEXT NOT NULL,
    "StartedAt" INTEGER NOT NULL,
    "FinishedAt" INTEGER NULL,
    "Outcome" INTEGER NOT NULL,
    "Done" INTEGER NOT NULL,
    "Failed" INTEGER NOT NULL,
    "Total" INTEGER NULL,
    "Error" TEXT NULL
);
CREATE TABLE "KnownRecords" (
    "DomainId" INTEGER NOT NULL CONSTRAINT "PK_KnownRecords" PRIMARY KEY,
    "Content" BLOB NOT NULL,
    CONSTRAINT "FK_KnownRecords_Domains_DomainId" FOREIGN KEY ("DomainId") REFERENCES "Domains" ("Id") ON DELETE CASCADE
);
CREATE TABLE "Ledger" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_Ledger" PRIMARY KEY AUTOINCREMENT,
    "RunId" INTEGER NOT NULL,
    "At" INTEGER NOT NULL,
    "MailboxId" INTEGER NULL,
    "UidValidity" INTEGER NULL,
    "Uid" INTEGER NULL,
    "PartIndex" INTEGER NOT NULL,
    "InputHash" BLOB NULL,
    "MessageId" TEXT NULL,
    "MailFrom" TEXT NULL,
    "MailSubject" TEXT NULL,
    "Path" TEXT NULL,
    "Entry" TEXT NULL,
    "Kind" INTEGER NOT NULL,
    "Outcome" INTEGER NOT NULL,
    "ReasonCode" TEXT NULL,
    "Reason" TEXT NULL,
    "Line" INTEGER NULL,
    "ReportId" INTEGER NULL,
    "QuarantinedPartId" INTEGER NULL
);
CREATE TABLE "Mailboxes" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_Mailboxes" PRIMARY KEY AUTOINCREMENT,
    "Host" TEXT NOT NULL,
    "Port" INTEGER NOT NULL,
    "Security" INTEGER NOT NULL,
    "UserName" TEXT NOT NULL,
    "ProtectedPassword" TEXT NULL,
    "TrustedFingerprint" TEXT NULL,
    "TrustedCaFile" TEXT NULL,
    "Folder" TEXT NOT NULL,
    "Action" INTEGER NOT NULL,
    "DoneFolder" TEXT NULL,
    "QuarantineFolder" TEXT NULL,
    "Enabled" INTEGER NOT NULL,
    "CreatedAt" INTEGER NOT NULL,
    "UidValidity" INTEGER NULL,
    "LastUid" INTEGER NOT NULL,
    "AttemptFirstUid" INTEGER NOT NULL,
    "AttemptLastUid" INTEGER NOT NULL,
    "AttemptCount" INTEGER NOT NULL,
    "PollIntervalSeconds" INTEGER NOT NULL,
    "NextPollAt" INTEGER NOT NULL,
    "LeaseUntil" INTEGER NULL,
    "LastPollAt" INTEGER NULL,
    "LastSuccessAt" INTEGER NULL,
    "LastError" TEXT NULL,
    "LastErrorStep" TEXT NULL,
    "FailureCount" INTEGER NOT NULL
, "ClientId" TEXT NULL, "PollOnly" INTEGER NOT NULL DEFAULT 0, "ProtectedClientSecret" TEXT NULL, "ProtectedRefreshToken" TEXT NULL, "SignIn" INTEGER NOT NULL DEFAULT 0, "TokenEndpoint" TEXT NULL, "TokenScope" TEXT NULL, "FormerUidValidity" INTEGER NULL, "LookedAt" INTEGER NULL, "OldestWaitingAt" INTEGER NULL, "QuotaAt" INTEGER NULL, "QuotaLimitBytes" INTEGER NULL, "QuotaUsedBytes" INTEGER NULL, "SignedInAt" INTEGER NULL, "UidValidityChangedAt" INTEGER NULL, "WaitingMails" INTEGER NOT NULL DEFAULT 0);
CREATE TABLE "Notices" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_Notices" PRIMARY KEY AUTOINCREMENT,
    "Day" INTEGER NOT NULL,
    "Channel" INTEGER NOT NULL,
    "Token" TEXT NOT NULL,
    "Target" TEXT NOT NULL,
    "Since" INTEGER NOT NULL,
    "Until" INTEGER NOT NULL,
    "State" INTEGER NOT NULL,
    "Attempts" INTEGER NOT NULL,
    "CreatedAt" INTEGER NOT NULL,
    "NextAttemptAt" INTEGER NOT NULL,
    "LeaseUntil" INTEGER NULL,
    "DoneAt" INTEGER NULL,
    "Error" TEXT NULL
);
CREATE TABLE "PolicyMoves" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_PolicyMoves" PRIMARY KEY AUTOINCREMENT,
    "DomainId" INTEGER NOT NULL,
    "MovedAt" INTEGER NOT NULL,
    "FromStage" TEXT NULL,
    "ToStage" TEXT NOT NULL,
    "Record" TEXT NULL,
    CONSTRAINT "FK_PolicyMoves_Domains_DomainId" FOREIGN KEY ("DomainId") REFERENCES "Domains" ("Id") ON DELETE CASCADE
);
CREATE TABLE "PushTokens" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_PushTokens" PRIMARY KEY AUTOINCREMENT,
    "Name" TEXT NOT NULL,
    "Hash" BLOB NOT NULL,
    "CreatedAt" INTEGER NOT NULL,
    "CreatedBy" TEXT NOT NULL,
    "LastUsedAt" INTEGER NULL,
    "RevokedAt" INTEGER NULL
);
CREATE TABLE "Quarantine" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_Quarantine" PRIMARY KEY AUTOINCREMENT,
    "Sha256" BLOB NOT NULL,
    "Content" BLOB NOT NULL,
    "RawBytes" INTEGER NOT NULL,
    "IsComplete" INTEGER NOT NULL,
    "Name" TEXT NULL,
    "ReasonCode" TEXT NOT NULL,
    "Reason" TEXT NOT NULL,
    "Line" INTEGER NULL,
    "FirstSeenAt" INTEGER NOT NULL,
    "LastSeenAt" INTEGER NOT NULL,
    "ResolvedAt" INTEGER NULL,
    "Resolution" TEXT NULL
, "Authentication" TEXT NULL);
CREATE TABLE "RawReports" (
    "ReportId" INTEGER NOT NULL CONSTRAINT "PK_RawReports" PRIMARY KEY,
    "End" INTEGER NOT NULL,
    "Name" TEXT NOT NULL,
    "Form" INTEGER NOT NULL,
    "RawBytes" INTEGER NOT NULL,
    "Content" BLOB NOT NULL
);
CREATE TABLE "ReportRows" (
    "ReportId" INTEGER NOT NULL,
    "Ordinal" INTEGER NOT NULL,
    "SourceIp" TEXT NOT NULL,
    "Messages" INTEGER NOT NULL,
    "Disposition" TEXT NULL,
    "Dkim" TEXT NULL,
    "Spf" TEXT NULL,
    "HeaderFrom" TEXT NULL,
    "EnvelopeFrom" TEXT NULL,
    "EnvelopeTo" TEXT NULL,
    "Reasons" TEXT NULL,
    "AuthResults" TEXT NULL,
    CONSTRAINT "PK_ReportRows" PRIMARY KEY ("ReportId", "Ordinal")
);
CREATE TABLE "ReportSelectors" (
    "PolicyDomain" TEXT NOT NULL,
    "SigningDomain" TEXT NOT NULL,
    "Selector" TEXT NOT NULL,
    "FirstDay" INTEGER NOT NULL,
    "LastDay" INTEGER NOT NULL,
    "Messages" INTEGER NOT NULL,
    "Passed" INTEGER NOT NULL,
    CONSTRAINT "PK_ReportSelectors" PRIMARY KEY ("PolicyDomain", "SigningDomain", "Selector")
);
CREATE TABLE "ReportedDomains" (
    "Name" TEXT NOT NULL CONSTRAINT "PK_ReportedDomains" PRIMARY KEY,
    "Reports" INTEGER NOT NULL,
    "Messages" INTEGER NOT NULL,
    "Kept" INTEGER NOT NULL,
    "FirstSeenAt" INTEGER NOT NULL,
    "LastSeenAt" INTEGER NOT NULL
);
CREATE TABLE "Reports" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_Reports" PRIMARY KEY AUTOINCREMENT,
    "OrgKey" TEXT NOT NULL,
    "ReportId" TEXT NOT NULL,
    "PolicyDomain" TEXT NOT NULL,
    "Begin" INTEGER NOT NULL,
    "End" INTEGER NOT NULL,
    "ContentHash" BLOB NOT NULL,
    "OrgName" TEXT NULL,
    "Email" TEXT NULL,
    "ExtraContactInfo" TEXT NULL,
    "Variant" INTEGER NOT NULL,
    "Version" TEXT NULL,
    "Generator" TEXT NULL,
    "Errors" TEXT NULL,
    "Repairs" TEXT NULL,
    "PolicyP" TEXT NULL,
    "PolicySp" TEXT NULL,
    "PolicyNp" TEXT NULL,
    "PolicyAdkim" TEXT NULL,
    "PolicyAspf" TEXT NULL,
    "PolicyPct" INTEGER NULL,
    "PolicyFo" TEXT NULL,
    "PolicyTesting" TEXT NULL,
    "PolicyDiscoveryMethod" TEXT NULL,
    "RowCount" INTEGER NOT NULL,
    "MessageCount" INTEGER NOT NULL,
    "AlignedCount" INTEGER NOT NULL,
    "HasRows" INTEGER NOT NULL,
    "ReceivedAt" INTEGER NOT NULL,
    "Source" INTEGER NOT NULL
, "Evidence" TEXT NULL, "IsConflict" INTEGER NOT NULL DEFAULT 0, "IsDisplaced" INTEGER NOT NULL DEFAULT 0, "SenderDomain" TEXT NULL, "Signer" TEXT NULL, "Tier" INTEGER NOT NULL DEFAULT 2, "TierReason" TEXT NULL);
CREATE TABLE "SavedViews" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_SavedViews" PRIMARY KEY AUTOINCREMENT,
    "Owner" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "Query" TEXT NOT NULL,
    "IsShared" INTEGER NOT NULL,
    "SavedAt" INTEGER NOT NULL
);
CREATE TABLE "SelfTests" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_SelfTests" PRIMARY KEY AUTOINCREMENT,
    "MailboxId" INTEGER NOT NULL,
    "Nonce" TEXT NOT NULL,
    "ContentHash" BLOB NOT NULL,
    "StartedAt" INTEGER NOT NULL,
    "AppendedAt" INTEGER NULL,
    "TakenAt" INTEGER NULL,
    "RemovedAt" INTEGER NULL,
    "FinishedAt" INTEGER NULL,
    "FailedStep" INTEGER NULL,
    "Note" TEXT NULL
);
CREATE TABLE "SendingAddresses" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_SendingAddresses" PRIMARY KEY AUTOINCREMENT,
    "DomainId" INTEGER NOT NULL,
    "Address" TEXT NOT NULL,
    "CreatedAt" INTEGER NOT NULL,
    CONSTRAINT "FK_SendingAddresses_Domains_DomainId" FOREIGN KEY ("DomainId") REFERENCES "Domains" ("Id") ON DELETE CASCADE
);
CREATE TABLE "Settings" (
    "Key" TEXT NOT NULL CONSTRAINT "PK_Settings" PRIMARY KEY,
    "Value" TEXT NOT NULL,
    "ChangedAt" INTEGER NOT NULL
);
CREATE TABLE "SetupTokens" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_SetupTokens" PRIMARY KEY,
    "TokenHash" TEXT NOT NULL,
    "CreatedAt" INTEGER NOT NULL,
    "UsedAt" INTEGER NULL,
    "FailedAttempts" INTEGER NOT NULL
);
CREATE TABLE "SourceAddresses" (
    "SourceIp" TEXT NOT NULL CONSTRAINT "PK_SourceAddresses" PRIMARY KEY,
    "Reverse" INTEGER NOT NULL,
    "Name" TEXT NULL,
    "Country" TEXT NULL,
    "Asn" INTEGER NULL,
    "Network" TEXT NULL,
    "ServiceId" TEXT NULL,
    "ServiceName" TEXT NULL,
    "ServiceEvidence" INTEGER NULL,
    "ServiceConfidence" INTEGER NULL,
    "CheckedAt" INTEGER NOT NULL,
    "DueAt" INTEGER NOT NULL
);
CREATE TABLE "SourceDecisions" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_SourceDecisions" PRIMARY KEY AUTOINCREMENT,
    "DomainId" INTEGER NOT NULL,
    "Subject" TEXT NOT NULL,
    "Decision" INTEGER NULL,
    "Note" TEXT NULL,
    "DecidedBy" TEXT NOT NULL,
    "DecidedAt" INTEGER NOT NULL,
    CONSTRAINT "FK_SourceDecisions_Domains_DomainId" FOREIGN KEY ("DomainId") REFERENCES "Domains" ("Id") ON DELETE CASCADE
);
CREATE TABLE "Sources" (
    "DomainId" INTEGER NOT NULL,
    "SourceIp" TEXT NOT NULL,
    "HeaderFrom" TEXT NOT NULL,
    "FirstDay" INTEGER NOT NULL,
    "LastDay" INTEGER NOT NULL,
    "NotedAt" INTEGER NOT NULL,
    "Novelty" INTEGER NOT NULL,
    "Messages" INTEGER NOT NULL,
    "Aligned" INTEGER NOT NULL,
    "DkimAligned" INTEGER NOT NULL,
    "SpfAligned" INTEGER NOT NULL,
    "Quarantined" INTEGER NOT NULL,
    "Rejected" INTEGER NOT NULL,
    "Daily" TEXT NOT NULL,
    "DailyUntil" INTEGER NOT NULL,
    "Class" INTEGER NOT NULL,
    "Confidence" INTEGER NOT NULL,
    "Reason" TEXT NOT NULL,
    "Cause" TEXT NULL,
    "Fix" TEXT NULL,
    "SpfResults" TEXT NOT NULL,
    "DkimResults" TEXT NOT NULL,
    "Reasons" TEXT NOT NULL,
    "SpfTerm" TEXT NULL,
    "ServiceId" TEXT NULL,
    "ServiceName" TEXT NULL,
    "ServiceEvidence" INTEGER NULL,
    "ServiceConfidence" INTEGER NULL,
    "Decision" INTEGER NULL,
    CONSTRAINT "PK_Sources" PRIMARY KEY ("DomainId", "SourceIp", "HeaderFrom"),
    CONSTRAINT "FK_Sources_Domains_DomainId" FOREIGN KEY ("DomainId") REFERENCES "Domains" ("Id") ON DELETE CASCADE
);
CREATE TABLE "Tags" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_Tags" PRIMARY KEY AUTOINCREMENT,
    "Name" TEXT NOT NULL
);
CREATE TABLE "TlsDailyFailures" (
    "Domain" TEXT NOT NULL,
    "Day" INTEGER NOT NULL,
    "OrgKey" TEXT NOT NULL,
    "ResultType" TEXT NOT NULL,
    "MxHost" TEXT NOT NULL,
    "Tier" INTEGER NOT NULL,
    "Sessions" INTEGER NOT NULL,
    CONSTRAINT "PK_TlsDailyFailures" PRIMARY KEY ("Domain", "Day", "OrgKey", "ResultType", "MxHost", "Tier")
);
CREATE TABLE "TlsDailyTotals" (
    "Domain" TEXT NOT NULL,
    "Day" INTEGER NOT NULL,
    "OrgKey" TEXT NOT NULL,
    "PolicyType" TEXT NOT NULL,
    "Tier" INTEGER NOT NULL,
    "Failed" INTEGER NOT NULL,
    "Successful" INTEGER NOT NULL,
    CONSTRAINT "PK_TlsDailyTotals" PRIMARY KEY ("Domain", "Day", "OrgKey", "PolicyType", "Tier")
);
CREATE TABLE "TlsReports" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_TlsReports" PRIMARY KEY AUTOINCREMENT,
    "OrgKey" TEXT NOT NULL,
    "ReportId" TEXT NOT NULL,
    "PolicyDomain" TEXT NOT NULL,
    "Begin" INTEGER NOT NULL,
    "End" INTEGER NOT NULL,
    "ContentHash" BLOB NOT NULL,
    "Policies" BLOB NULL,
    "OrgName" TEXT NULL,
    "ContactInfo" TEXT NULL,
    "Successful" INTEGER NOT NULL,
    "Failed" INTEGER NOT NULL,
    "ReceivedAt" INTEGER NOT NULL,
    "Source" INTEGER NOT NULL
, "Evidence" TEXT NULL, "Signer" TEXT NULL, "Tier" INTEGER NOT NULL DEFAULT 2, "TierReason" TEXT NULL);
CREATE TABLE "WorkRequests" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_WorkRequests" PRIMARY KEY AUTOINCREMENT,
    "Kind" INTEGER NOT NULL,
    "Target" TEXT NOT NULL,
    "CreatedBy" TEXT NULL,
    "CreatedAt" INTEGER NOT NULL,
    "TakenAt" INTEGER NULL,
    "LeaseUntil" INTEGER NULL,
    "DoneAt" INTEGER NULL,
    "Error" TEXT NULL
);
CREATE TABLE "__EFMigrationsHistory" (
    "MigrationId" TEXT NOT NULL CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY,
    "ProductVersion" TEXT NOT NULL
);
CREATE TABLE "__EFMigrationsLock" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY,
    "Timestamp" TEXT NOT NULL
);
CREATE INDEX "EmailIndex" ON "AspNetUsers" ("NormalizedEmail");
CREATE INDEX "IX_Activity_Action_At" ON "Activity" ("Action", "At");
CREATE INDEX "IX_Activity_At" ON "Activity" ("At");
CREATE INDEX "IX_AspNetRoleClaims_RoleId" ON "AspNetRoleClaims" ("RoleId");
CREATE INDEX "IX_AspNetUserClaims_UserId" ON "AspNetUserClaims" ("UserId");
CREATE INDEX "IX_AspNetUserLogins_UserId" ON "AspNetUserLogins" ("UserId");
CREATE INDEX "IX_AspNetUserPasskeys_UserId" ON "AspNetUserPasskeys" ("UserId");
CREATE INDEX "IX_AspNetUserRoles_RoleId" ON "AspNetUserRoles" ("RoleId");
CREATE INDEX "IX_Audits_AuditedAt" ON "Audits" ("AuditedAt");
CREATE UNIQUE INDEX "IX_Audits_DomainId_AuditedAt" ON "Audits" ("DomainId", "AuditedAt");
CREATE INDEX "IX_BlocklistRecords_AskedAt" ON "BlocklistRecords" ("AskedAt");
CREATE INDEX "IX_BlocklistRecords_Subject_ChangedAt" ON "BlocklistRecords" ("Subject", "ChangedAt");
CREATE INDEX "IX_BlocklistTargets_Subject" ON "BlocklistTargets" ("Subject");
CREATE INDEX "IX_Changes_ChangedAt" ON "Changes" ("ChangedAt");
CREATE UNIQUE INDEX "IX_Changes_DomainId_ChangedAt_Name_Type" ON "Changes" ("DomainId", "ChangedAt", "Name", "Type");
CREATE INDEX "IX_Complaints_Day" ON "Complaints" ("Day");
CREATE INDEX "IX_CountedFeedback_SeenAt" ON "CountedFeedback" ("SeenAt");
CREATE INDEX "IX_DailyTotals_Day" ON "DailyTotals" ("Day");
CREATE INDEX "IX_DomainFindings_Code_FirstSeenAt" ON "DomainFindings" ("Code", "FirstSeenAt");
CREATE UNIQUE INDEX "IX_DomainFindings_DomainId_Code_Subject" ON "DomainFindings" ("DomainId", "Code", "Subject");
CREATE INDEX "IX_DomainFindings_Severity_FirstSeenAt" ON "DomainFindings" ("Severity", "FirstSeenAt");
CREATE UNIQUE INDEX "IX_DomainKeys_DomainId_Selector_Fingerprint" ON "DomainKeys" ("DomainId", "Selector", "Fingerprint");
CREATE INDEX "IX_DomainKeys_Fingerprint" ON "DomainKeys" ("Fingerprint");
CREATE UNIQUE INDEX "IX_DomainSelectors_DomainId_Selector" ON "DomainSelectors" ("DomainId", "Selector");
CREATE INDEX "IX_DomainTags_TagsId" ON "DomainTags" ("TagsId");
CREATE INDEX "IX_Domains_GateAt" ON "Domains" ("GateAt");
CREATE INDEX "IX_Domains_GroupId" ON "Domains" ("GroupId");
CREATE UNIQUE INDEX "IX_Domains_Name" ON "Domains" ("Name");
CREATE INDEX "IX_Domains_NextAuditAt" ON "Domains" ("NextAuditAt");
CREATE INDEX "IX_Domains_SourcesAt" ON "Domains" ("SourcesAt");
CREATE UNIQUE INDEX "IX_Domains_TlsReportSecret" ON "Domains" ("TlsReportSecret");
CREATE INDEX "IX_EndedFindings_Code_EndedAt" ON "EndedFindings" ("Code", "EndedAt");
CREATE UNIQUE INDEX "IX_EndedFindings_DomainId_EndedAt_Code_Subject" ON "EndedFindings" ("DomainId", "EndedAt", "Code", "Subject");
CREATE INDEX "IX_FailureReports_Domain_ReceivedAt" ON "FailureReports" ("Domain", "ReceivedAt");
CREATE INDEX "IX_FailureReports_Id" ON "FailureReports" ("Id") WHERE "Tier" = 4;
CREATE INDEX "IX_FailureReports_ReceivedAt" ON "FailureReports" ("ReceivedAt");
CREATE UNIQUE INDEX "IX_Groups_Name" ON "Groups" ("Name");
CREATE INDEX "IX_IntakeRuns_StartedAt" ON "IntakeRuns" ("StartedAt");
CREATE INDEX "IX_JobRuns_Name_StartedAt" ON "JobRuns" ("Name", "StartedAt");
CREATE INDEX "IX_JobRuns_StartedAt" ON "JobRuns" ("StartedAt");
CREATE INDEX "IX_Ledger_At" ON "Ledger" ("At");
CREATE INDEX "IX_Ledger_MailboxId_InputHash" ON "Ledger" ("MailboxId", "InputHash") WHERE "MailboxId" IS NOT NULL;
CREATE UNIQUE INDEX "IX_Ledger_MailboxId_UidValidity_Uid_PartIndex" ON "Ledger" ("MailboxId", "UidValidity", "Uid", "PartIndex") WHERE "MailboxId" IS NOT NULL;
CREATE INDEX "IX_Ledger_Outcome_At" ON "Ledger" ("Outcome", "At");
CREATE INDEX "IX_Ledger_RunId" ON "Ledger" ("RunId");
CREATE UNIQUE INDEX "IX_Mailboxes_Host_Port_UserName_Folder" ON "Mailboxes" ("Host", "Port", "UserName", "Folder");
CREATE INDEX "IX_Mailboxes_NextPollAt" ON "Mailboxes" ("NextPollAt");
CREATE UNIQUE INDEX "IX_Notices_Day_Channel" ON "Notices" ("Day", "Channel");
CREATE UNIQUE INDEX "IX_PolicyMoves_DomainId_MovedAt" ON "PolicyMoves" ("DomainId", "MovedAt");
CREATE INDEX "IX_PolicyMoves_MovedAt" ON "PolicyMoves" ("MovedAt") WHERE "FromStage" IS NOT NULL;
CREATE UNIQUE INDEX "IX_PushTokens_Hash" ON "PushTokens" ("Hash");
CREATE INDEX "IX_Quarantine_LastSeenAt" ON "Quarantine" ("LastSeenAt");
CREATE UNIQUE INDEX "IX_Quarantine_Sha256" ON "Quarantine" ("Sha256");
CREATE INDEX "IX_RawReports_End" ON "RawReports" ("End");
CREATE INDEX "IX_ReportSelectors_SigningDomain_LastDay" ON "ReportSelectors" ("SigningDomain", "LastDay");
CREATE UNIQUE INDEX "IX_Reports_ContentHash" ON "Reports" ("ContentHash");
CREATE INDEX "IX_Reports_End" ON "Reports" ("End");
CREATE INDEX "IX_Reports_End_PolicyDomain" ON "Reports" ("End", "PolicyDomain") WHERE "End" - "Begin" > 93600;
CREATE INDEX "IX_Reports_OrgKey_End" ON "Reports" ("OrgKey", "End");
CREATE INDEX "IX_Reports_PolicyDomain_End" ON "Reports" ("PolicyDomain", "End");
CREATE INDEX "IX_Reports_PolicyDomain_OrgKey_ReportId_Begin_End" ON "Reports" ("PolicyDomain", "OrgKey", "ReportId", "Begin", "End");
CREATE INDEX "IX_Reports_ReportId" ON "Reports" ("ReportId");
CREATE INDEX "IX_Reports_Tier_Id" ON "Reports" ("Tier", "Id") WHERE "Tier" IN (3, 4);
CREATE UNIQUE INDEX "IX_SavedViews_Owner_Name" ON "SavedViews" ("Owner", "Name");
CREATE UNIQUE INDEX "IX_SelfTests_ContentHash" ON "SelfTests" ("ContentHash");
CREATE INDEX "IX_SelfTests_MailboxId_Id" ON "SelfTests" ("MailboxId", "Id");
CREATE UNIQUE INDEX "IX_SendingAddresses_DomainId_Address" ON "SendingAddresses" ("DomainId", "Address");
CREATE INDEX "IX_SourceAddresses_DueAt" ON "SourceAddresses" ("DueAt");
CREATE INDEX "IX_SourceDecisions_DomainId_Subject_Id" ON "SourceDecisions" ("DomainId", "Subject", "Id");
CREATE INDEX "IX_Sources_Class_Messages_Aligned_NotedAt_Novelty" ON "Sources" ("Class", "Messages", "Aligned", "NotedAt", "Novelty");
CREATE INDEX "IX_Sources_DomainId_Messages_Aligned" ON "Sources" ("DomainId", "Messages", "Aligned");
CREATE INDEX "IX_Sources_Messages" ON "Sources" ("Messages");
CREATE INDEX "IX_Sources_Novelty_NotedAt" ON "Sources" ("Novelty", "NotedAt");
CREATE INDEX "IX_Sources_ServiceId_DomainId_Messages_Aligned" ON "Sources" ("ServiceId", "DomainId", "Messages", "Aligned");
CREATE INDEX "IX_Sources_ServiceId_Messages_Aligned_DomainId" ON "Sources" ("ServiceId", "Messages", "Aligned", "DomainId");
CREATE INDEX "IX_Sources_SourceIp" ON "Sources" ("SourceIp");
CREATE UNIQUE INDEX "IX_Tags_Name" ON "Tags" ("Name");
CREATE INDEX "IX_TlsDailyFailures_Day" ON "TlsDailyFailures" ("Day");
CREATE INDEX "IX_TlsDailyTotals_Day" ON "TlsDailyTotals" ("Day");
CREATE UNIQUE INDEX "IX_TlsReports_ContentHash" ON "TlsReports" ("ContentHash");
CREATE INDEX "IX_TlsReports_End" ON "TlsReports" ("End");
CREATE UNIQUE INDEX "IX_TlsReports_PolicyDomain_OrgKey_ReportId_Begin_End" ON "TlsReports" ("PolicyDomain", "OrgKey", "ReportId", "Begin", "End");
CREATE INDEX "IX_TlsReports_Tier_Id" ON "TlsReports" ("Tier", "Id") WHERE "Tier" IN (3, 4);
CREATE UNIQUE INDEX "IX_WorkRequests_Kind_Target" ON "WorkRequests" ("Kind", "Target") WHERE "DoneAt" IS NULL;
CREATE UNIQUE INDEX "RoleNameIndex" ON "AspNetRoles" ("NormalizedName");
CREATE UNIQUE INDEX "UserNameIndex" ON "AspNetUsers" ("NormalizedUserName");
INSERT INTO "__EFMigrationsHistory" VALUES ('20261123234232_Initial', '10.0.15');
INSERT INTO "__EFMigrationsHistory" VALUES ('20261127070644_Memory', '10.0.15');
INSERT INTO "__EFMigrationsHistory" VALUES ('20261127073044_Keys', '10.0.15');
INSERT INTO "__EFMigrationsHistory" VALUES ('20261127073807_Blocklists', '10.0.15');
INSERT INTO "__EFMigrationsHistory" VALUES ('20261127120025_Activity', '10.0.15');
INSERT INTO "__EFMigrationsHistory" VALUES ('20261127121131_Trust', '10.0.15');
INSERT INTO "__EFMigrationsHistory" VALUES ('20261127124219_Kinds', '10.0.15');
INSERT INTO "__EFMigrationsHistory" VALUES ('20261127131751_PushTokens', '10.0.15');
INSERT INTO "__EFMigrationsHistory" VALUES ('20261127172103_Sources', '10.0.15');
INSERT INTO "__EFMigrationsHistory" VALUES ('20261127183030_Ways', '10.0.15');
INSERT INTO "__EFMigrationsHistory" VALUES ('20261127214848_Indexes', '10.0.15');
INSERT INTO "__EFMigrationsHistory" VALUES ('20261127215718_Raw', '10.0.15');
INSERT INTO "__EFMigrationsHistory" VALUES ('20261128032125_TiersAndViews', '10.0.15');
INSERT INTO "__EFMigrationsHistory" VALUES ('20261128050757_GatesAndAcceptance', '10.0.15');
INSERT INTO "__EFMigrationsHistory" VALUES ('20261128072353_Marks', '10.0.15');
INSERT INTO "__EFMigrationsHistory" VALUES ('20261128103845_MailboxHealth', '10.0.15');
INSERT INTO "__EFMigrationsHistory" VALUES ('20261128104117_Notices', '10.0.15');
INSERT INTO "__EFMigrationsHistory" VALUES ('20261128110058_Endings', '10.0.15');
