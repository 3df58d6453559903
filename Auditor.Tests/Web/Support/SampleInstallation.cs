using System.Text;
using Auditor.Core.Auditing;
using Auditor.Core.Findings;
using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Reverse;
using Auditor.Core.Senders;
using Auditor.Core.Senders.Classification;
using Auditor.Core.Senders.Enrichment;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Audits;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Rereading;
using Auditor.Core.Storage.Sources;
using Auditor.Tests.Support;
using Auditor.Worker.Settings;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Tests.Web.Support;

/// <summary>A database as after some weeks: domains of several kinds, ninety days of volume, a report with rows, a mailbox, a quarantined part.</summary>
internal static class SampleInstallation
{
    public const string Shop = "shop.example";

    /// <summary>Texts from outside that would harm a page that trusted them.</summary>
    public const string HostileName = "<img src=x onerror=\"window.__xss=1\"><script>window.__xss=1</script>";

    private const int Days = 90;

    private static readonly (string Name, string Stage, int? Score, string? Grade, int? Lookups, int? Bits, string Group)[] Others =
    [
        ("blog.example", "quarantine-test", 93, "A", 3, 2048, "Acme"), ("news.example", "monitoring", 76, "C", 7, 1024, "Acme"), ("people.example", "reject", 100, "A+", 2, 2048, "Acme"),
        ("parked.example", "reject", 100, "A+", 0, null, "Parked"), ("bare.example", "none", 15, "F", null, null, "Bravo"), ("invoices.example", "reject-test", 88, "B", 9, 2048, "Bravo"),
        ("xn--mller-kva.example", "monitoring", 79, "C", 4, 2048, "Bravo"), ("mail.people.example", "reject", 98, "A+", 1, 2048, "Acme"), ("events.example", "quarantine", 95, "A", 5, 2048, "Bravo"),
    ];

    private static void AddWork(AuditorDbContext db, DateTimeOffset now)
    {
        db.JobRuns.AddRange(
            new JobRun { Name = "nightly-audit", StartedAt = now.AddDays(-1), FinishedAt = now.AddDays(-1).AddSeconds(192), Outcome = JobOutcome.Succeeded, Done = 412, Total = 412 },
            new JobRun { Name = "retention", StartedAt = now.AddHours(-9), FinishedAt = now.AddHours(-9).AddSeconds(3), Outcome = JobOutcome.Succeeded, Done = 1200 },
            new JobRun { Name = "blocklists", StartedAt = now.AddHours(-2), FinishedAt = now.AddHours(-2).AddSeconds(40), Outcome = JobOutcome.Failed, Done = 12, Failed = 1, Error = "The database is locked." },
            new JobRun { Name = "audit-now", StartedAt = now.AddSeconds(-30), Outcome = JobOutcome.Running, Done = 300, Failed = 2, Total = 500 });
        db.WorkRequests.AddRange(
            new WorkRequest { Kind = WorkKind.Audit, Target = "bare.example", CreatedBy = "ann@example.com", CreatedAt = now.AddMinutes(-2), TakenAt = now.AddMinutes(-1) },
            new WorkRequest { Kind = WorkKind.Reparse, Target = "7", CreatedBy = HostileName, CreatedAt = now.AddHours(-3), DoneAt = now.AddHours(-3), Error = "Only the beginning of the part was kept: it cannot be read again." });
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        for (var i = 0; i < 25; i++)
        {
            db.Set<TlsDailyTotal>().Add(new TlsDailyTotal { Domain = Shop, Day = today.AddDays(-i), OrgKey = "google inc.", PolicyType = "sts", Successful = 900 + (37 * i % 400), Failed = i == 6 ? 140 : i % 5 });
            db.Set<TlsDailyTotal>().Add(new TlsDailyTotal { Domain = "people.example", Day = today.AddDays(-i), OrgKey = HostileName.ToLowerInvariant(), PolicyType = "tlsa", Successful = 50, Failed = 0 });
        }

        db.Set<TlsDailyFailure>().Add(new TlsDailyFailure { Domain = Shop, Day = today.AddDays(-6), OrgKey = "google inc.", ResultType = "certificate-expired", MxHost = "mx2.shop.example", Sessions = 140 });
        db.Set<TlsDailyFailure>().Add(new TlsDailyFailure { Domain = Shop, Day = today.AddDays(-3), OrgKey = "google inc.", ResultType = HostileName, MxHost = "", Sessions = 3 });
        db.Set<ComplaintCount>().Add(new ComplaintCount { Domain = Shop, Day = today.AddDays(-2), SourceIp = "192.0.2.25", FeedbackType = "abuse", Complaints = 7 });
        db.Notices.AddRange(
            Notice(now, 2, NoticeChannel.Mail, "ann@example.com, postmaster@office.example", NoticeState.GivenUp, 14, "smtp.office.example refuses the recipient ann@example.com: 550 5.1.1 no such user."),
            Notice(now, 2, NoticeChannel.Webhook, "hooks.chat.example", NoticeState.Begun, 0, null),
            Notice(now, 1, NoticeChannel.Mail, "ann@example.com, postmaster@office.example", NoticeState.Sent, 1, null),
            Notice(now, 1, NoticeChannel.Webhook, "hooks.chat.example", NoticeState.Quiet, 1, null),
            Notice(now, 0, NoticeChannel.Mail, HostileName, NoticeState.Waiting, 3, "No connection to smtp.office.example on port 587: nothing listens there (connection refused). Check the port and a firewall in between."),
            Notice(now, 0, NoticeChannel.Heartbeat, "hc-ping.example", NoticeState.Sent, 1, null));
        db.Activity.AddRange(
            new ActivityEntry { At = now.AddDays(-2), Actor = "ann@example.com", Address = "192.0.2.9", Action = "user.signed-in" },
            new ActivityEntry { At = now.AddDays(-1), Actor = "ann@example.com", Address = "192.0.2.9", Action = "domain.changed", Subject = Shop, Before = "purpose by the audit; tags", After = "purpose machine; tags transactional" },
            new ActivityEntry { At = now.AddHours(-5), Actor = "service", Action = "setting.changed", Subject = "Retention:RowDays", Before = "400", After = "90" },
            new ActivityEntry { At = now.AddHours(-1), Actor = HostileName, Address = "2001:db8::17", Action = "user.sign-in-failed", After = "wrong name or password" });
    }

    private static StoredNotice Notice(DateTimeOffset now, int daysAgo, NoticeChannel channel, string target, NoticeState state, int attempts, string? error) => new()
    {
        Day = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-daysAgo),
        Channel = channel,
        Token = "5d1c",
        Target = target,
        Since = now.AddDays(-daysAgo - 1),
        Until = now.AddDays(-daysAgo).AddHours(-1),
        State = state,
        Attempts = attempts,
        CreatedAt = now.AddDays(-daysAgo).AddHours(-1),
        NextAttemptAt = now.AddMinutes(17),
        DoneAt = state is NoticeState.Sent or NoticeState.Quiet or NoticeState.Begun ? now.AddDays(-daysAgo).AddHours(-1) : null,
        Error = error,
    };

    public static async Task FillAsync(IDbContextFactory<AuditorDbContext> contexts, DateTimeOffset now)
    {
        await using var db = await contexts.CreateDbContextAsync();
        await db.Users.ExecuteUpdateAsync(set => set.SetProperty(u => u.SeenChangesAt, now.AddHours(-20)));
        var groups = Others.Select(o => o.Group).Distinct().ToDictionary(g => g, g => new DomainGroup { Name = g, CreatedAt = now });
        db.Groups.AddRange(groups.Values);
        var shop = Domain(Shop, "quarantine", 69, "D", 11, 1024, groups["Acme"], now);
        (shop.ErrorCount, shop.WarningCount, shop.PreviousScore) = (1, 1, 92);
        shop.TlsReportSecret = "nk2vwq7ydfm4hxz8tcgp35rjabeu69si";
        shop.Tags.Add(new Tag { Name = "transactional" });
        var partner = Domain("partner.example", "monitoring", 79, "C", 4, 2048, groups["Bravo"], now);
        (partner.ScoreIsStale, partner.ScoredAt) = (true, now.AddDays(-2));
        var awaited = new MonitoredDomain { Name = "new.example", CreatedAt = now, NextAuditAt = now };
        var others = Others.Select(o => Domain(o.Name, o.Stage, o.Score, o.Grade, o.Lookups, o.Bits, groups[o.Group], now)).ToList();
        others[1].WarningCount = 2;
        (others[4].ErrorCount, others[4].LastReportAt) = (2, null);
        others[3].Paused = true;
        (others[0].NextStage, others[0].GateVerdict) = ("quarantine", "ready");
        (others[1].NextStage, others[1].GateVerdict) = ("quarantine-test", "not-yet");
        (others[7].AppliedPolicy, others[7].PolicyDomain) = ("reject", "people.example");
        db.Domains.AddRange([shop, partner, awaited, .. others]);
        AddWork(db, now);
        await db.SaveChangesAsync();
        await new RereadBook(contexts, new StillTime(now)).SaveAsync(
            1, new RereadProgress { Scope = "all", Total = 1_840, Changed = 12, Same = 1_826, Failed = 2, NoBytes = 311, StartedAt = now.AddHours(-5), FinishedAt = now.AddHours(-5).AddSeconds(9) }, CancellationToken.None);
        await new AddressFileBook(contexts, new StillTime(now)).SaveAsync(
            [new AddressFileState("/var/lib/auditor/GeoLite2-Country.mmdb", now.AddDays(-6), now.AddDays(-2), null), new AddressFileState("/var/lib/auditor/GeoLite2-ASN.mmdb", now.AddDays(-9), now.AddDays(-8), "Could not find a MaxMind DB metadata marker in this file.")],
            CancellationToken.None);

        Audit(db, shop, SampleAudits.ShopBefore(Shop, now.AddHours(-32)));
        Audit(db, shop, SampleAudits.Shop(Shop, now.AddHours(-8)));
        db.EndedFindings.AddRange(
            new EndedFinding { DomainId = shop.Id, Code = "BLOCKLIST-LISTED", Subject = "192.0.2.8", Severity = Severity.Warning, Title = "On a blocklist", FirstSeenAt = now.AddDays(-6), EndedAt = now.AddHours(-8) },
            new EndedFinding { DomainId = shop.Id, Code = "DMARC-POLICY-NONE", Subject = "", Severity = Severity.Warning, Title = "DMARC only monitors", FirstSeenAt = now.AddDays(-90), EndedAt = now.AddDays(-50) });
        db.KnownRecords.Add(new KnownRecords { DomainId = shop.Id, Content = AuditBlob.PackAnswers(SampleAudits.ShopAnswers(now.AddHours(-8))) });
        db.PolicyMoves.AddRange(
            new PolicyMove { DomainId = shop.Id, MovedAt = now.AddDays(-Days), ToStage = "monitoring", Record = "v=DMARC1; p=none; rua=mailto:dmarc@reports.example" },
            new PolicyMove { DomainId = shop.Id, MovedAt = now.AddDays(-50), FromStage = "monitoring", ToStage = "quarantine", Record = "v=DMARC1; p=quarantine; rua=mailto:dmarc@reports.example" },
            new PolicyMove { DomainId = others[0].Id, MovedAt = now.AddDays(-20), ToStage = "reject" },
            new PolicyMove { DomainId = others[0].Id, MovedAt = now.AddHours(-8), FromStage = "monitoring", ToStage = "quarantine-test" });
        db.Keys.Add(new DomainKey { DomainId = shop.Id, Selector = "s1", Fingerprint = SampleAudits.ShortKey, KeyType = "rsa", Bits = 1024, FirstSeenAt = now.AddDays(-70), LastSeenAt = now.AddHours(-8) });
        db.Keys.Add(new DomainKey { DomainId = others[0].Id, Selector = "k1", Fingerprint = SampleAudits.ShortKey, KeyType = "rsa", Bits = 1024, FirstSeenAt = now.AddDays(-70), LastSeenAt = now.AddHours(-8) });
        db.Keys.Add(new DomainKey { DomainId = shop.Id, Selector = "s0", Fingerprint = "9b1c", KeyType = "rsa", Bits = 1024, IsNew = true, FirstSeenAt = now.AddDays(-400), LastSeenAt = now.AddDays(-70), GoneAt = now.AddDays(-69) });
        db.Keys.Add(new DomainKey { DomainId = shop.Id, Selector = "s2", Fingerprint = SampleAudits.NextKey, KeyType = "rsa", Bits = 2048, IsNew = true, FirstSeenAt = now.AddDays(-9), LastSeenAt = now.AddHours(-8) });
        var seen = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-2);
        db.ReportSelectors.AddRange(
            new ReportSelector { PolicyDomain = Shop, SigningDomain = Shop, Selector = "s1", FirstDay = seen.AddDays(-80), LastDay = seen, Messages = 640_000, Passed = 631_000 },
            new ReportSelector { PolicyDomain = Shop, SigningDomain = Shop, Selector = "lost", FirstDay = seen.AddDays(-80), LastDay = seen, Messages = 900, Passed = 700 });
        Audit(db, partner, SampleAudits.Good(partner.Name, now.AddDays(-2)));
        Audit(db, partner, SampleAudits.Unknown(partner.Name, now.AddHours(-8)));
        foreach (var domain in others)
        {
            Audit(db, domain, SampleAudits.Good(domain.Name, now.AddHours(-8)));
        }

        db.Findings.AddRange(
            new DomainFinding { DomainId = shop.Id, Code = "SPF-LOOKUP-LIMIT", Subject = "", Severity = Severity.Error, Title = "More than ten DNS lookups", FirstSeenAt = now.AddDays(-1) },
            new DomainFinding { DomainId = shop.Id, Code = "DKIM-KEY-UNDER-2048", Subject = "s1", Severity = Severity.Warning, Title = "DKIM key under 2048 bits", FirstSeenAt = now.AddDays(-40), AcceptedUntil = DateOnly.FromDateTime(now.UtcDateTime).AddDays(20), AcceptedBy = "ann@example.com", AcceptedNote = "The new key comes with the move to the new relay." },
            new DomainFinding { DomainId = shop.Id, Code = "BLOCKLIST-LISTED", Subject = "192.0.2.7", Severity = Severity.Warning, Title = "On a blocklist", FirstSeenAt = now.AddHours(-8) },
            new DomainFinding { DomainId = others[1].Id, Code = "DKIM-KEY-UNDER-2048", Subject = "news1", Severity = Severity.Warning, Title = "DKIM key under 2048 bits", FirstSeenAt = now.AddDays(-61) },
            new DomainFinding { DomainId = others[4].Id, Code = "DMARC-MISSING", Subject = "", Severity = Severity.Error, Title = "No DMARC record", FirstSeenAt = now.AddDays(-90) });
        db.Changes.AddRange(
            new StoredChange { DomainId = others[0].Id, ChangedAt = now.AddHours(-8), Name = "_dmarc.blog.example", Type = "TXT", Before = "v=DMARC1; p=none; rua=mailto:dmarc@reports.example", After = "v=DMARC1; p=quarantine; t=y; rua=mailto:dmarc@reports.example" },
            new StoredChange { DomainId = shop.Id, ChangedAt = now.AddHours(-8), Name = "_spf.crm.example", Type = "TXT", Before = "v=spf1 include:a.crm.example -all", After = "v=spf1 include:a.crm.example include:b.crm.example include:c.crm.example include:d.crm.example -all", BeforeAt = now.AddHours(-32), BeforeServer = "127.0.0.1:53", AfterServer = "127.0.0.1:53", ConfirmedBy = "192.0.2.53:53" },
            new StoredChange { DomainId = shop.Id, ChangedAt = now.AddDays(-30), Name = Shop, Type = "MX", After = "10 mx1.shop.example" },
            new StoredChange { DomainId = others[1].Id, ChangedAt = now.AddDays(-40), Name = "news.example", Type = "MX", Before = "10 mx.old.example", After = "10 mx.news.example", BeforeAt = now.AddDays(-41) },
            new StoredChange { DomainId = others[1].Id, ChangedAt = now.AddDays(-20), Name = "news1._domainkey.news.example", Type = "TXT", Before = "v=DKIM1; k=rsa; p=MIGf", BeforeAt = now.AddDays(-21), AfterServer = "127.0.0.1:53", ConfirmedBy = "192.0.2.53:53" },
            new StoredChange { DomainId = others[1].Id, ChangedAt = now.AddDays(-3), Name = "_dmarc.news.example", Type = "TXT", Before = "v=DMARC1; p=none", After = "v=DMARC1; p=none; rua=mailto:dmarc@reports.example", BeforeAt = now.AddDays(-4) });
        Volume(db, [shop, .. others.Where(o => o.LastReportAt is not null)], DateOnly.FromDateTime(now.UtcDateTime));
        await IntakeAsync(db, now);
        Strangers(db, now);
        await db.SaveChangesAsync();
        await ReportersAsync(contexts, now);
        await SourcesAsync(contexts, [shop.Id, .. others.Select(o => o.Id)], now);
    }

    // One reporter with a gap, one that stopped, one that nobody vouches for.
    private static async Task ReportersAsync(IDbContextFactory<AuditorDbContext> contexts, DateTimeOffset now)
    {
        await using var db = await contexts.CreateDbContextAsync();
        var midnight = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        foreach (var (name, tier, last, gap) in new[] { ("Enterprise Outlook", TrustTier.Verified, 1, 12), ("seldom.example", TrustTier.Verified, 9, 0), (HostileName, TrustTier.Unauthenticated, 1, 0) })
        {
            for (var day = last; day < 40; day++)
            {
                if (day != gap)
                {
                    db.Reports.Add(new StoredReport { OrgKey = name.ToLowerInvariant(), OrgName = name, ReportId = $"{name}-{day}", PolicyDomain = "news.example", Begin = midnight.AddDays(-day), End = midnight.AddDays(1 - day).AddSeconds(-1), ContentHash = [20, (byte)day, (byte)name.Length], Tier = tier, RowCount = 1, MessageCount = 10 + day, AlignedCount = 10, HasRows = false, ReceivedAt = midnight.AddDays(1 - day).AddHours(4), Source = IntakeSource.Mailbox, Repairs = day == 3 ? "an end tag was missing" : null });
                }
            }
        }

        await db.SaveChangesAsync();
    }

    // As the job leaves it, with one source that appeared this night under a subdomain.
    private static async Task SourcesAsync(IDbContextFactory<AuditorDbContext> contexts, IEnumerable<int> domains, DateTimeOffset now)
    {
        await using var db = await contexts.CreateDbContextAsync();
        db.SourceAddresses.AddRange(
            new SourceAddress { SourceIp = "192.0.2.7", Reverse = ForwardConfirmed.Confirmed, Name = "o1.sendgrid.net", ServiceId = "sendgrid", ServiceName = "Twilio SendGrid", ServiceEvidence = ServiceEvidence.ReverseName, ServiceConfidence = ClassConfidence.High, Country = "CH", Asn = 64500, Network = "Acme Networks", CheckedAt = now, DueAt = now.AddDays(1) },
            new SourceAddress { SourceIp = "198.51.100.24", Reverse = ForwardConfirmed.Mismatch, Name = HostileName.ToLowerInvariant(), CheckedAt = now, DueAt = now.AddDays(1) });
        await db.SaveChangesAsync();
        var writer = new SourceWriter(contexts, new StillTime(now), SenderCatalogue.Default);
        foreach (var id in domains)
        {
            await writer.RefreshAsync(id, CancellationToken.None);
        }

        db.Rollups.Add(new DailyRollup { PolicyDomain = Shop, Day = DateOnly.FromDateTime(now.UtcDateTime), SourceIp = "203.0.113.77", HeaderFrom = "crm." + Shop, DkimAligned = true, Disposition = "none", Messages = 42 });
        await db.SaveChangesAsync();
        await writer.RefreshAsync(await db.Domains.Where(d => d.Name == Shop).Select(d => d.Id).SingleAsync(), CancellationToken.None);
    }

    private static MonitoredDomain Domain(string name, string stage, int? score, string? grade, int? lookups, int? bits, DomainGroup group, DateTimeOffset now) => new()
    {
        Name = name,
        Stage = stage,
        AppliedPolicy = stage switch { "none" => null, "monitoring" or "quarantine-test" => "none", "reject" => "reject", _ => "quarantine" },
        PolicyDomain = stage == "none" ? null : name,
        Score = score,
        Grade = grade,
        SpfLookups = lookups,
        WeakestKeyBits = bits,
        WeakestKeyType = bits is null ? null : "rsa",
        Group = group,
        CreatedAt = now.AddDays(-Days),
        NextAuditAt = now.AddHours(16),
        LastAuditAt = now.AddHours(-8),
        ScoredAt = now.AddHours(-8),
        Purpose = "people",
        LastReportAt = now.Date.AddDays(-1),
    };

    private static void Audit(AuditorDbContext db, MonitoredDomain domain, AuditDocument audit) => db.Audits.Add(new StoredAudit
    {
        DomainId = domain.Id,
        AuditedAt = audit.AuditedAt,
        Rubric = 1,
        Score = audit.Score.Value,
        Grade = audit.Score.Grade,
        Stage = audit.Dmarc.Stage,
        AssessedShare = audit.Score.AssessedShare,
        Document = AuditBlob.Pack(audit),
    });

    private static void Volume(AuditorDbContext db, IReadOnlyList<MonitoredDomain> domains, DateOnly today)
    {
        var random = new Random(7);
        foreach (var domain in domains)
        {
            var usual = domain.Name == Shop ? 9000 : random.Next(80, 2500);
            for (var day = today.AddDays(-Days); day < today; day = day.AddDays(1))
            {
                var weekend = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
                var messages = (long)(usual * (weekend ? 0.35 : 1) * (0.85 + (0.3 * random.NextDouble())));
                var failed = (long)(messages * (0.01 + (0.04 * random.NextDouble()) + (day == today.AddDays(-9) ? 0.12 : 0) + (domain.Name == "news.example" && day >= today.AddDays(-20) ? 0.26 : 0)));
                db.Totals.Add(new DailyTotal { PolicyDomain = domain.Name, Day = day, Reports = 3, Messages = messages, Aligned = messages - failed, DkimAligned = messages - failed, SpfAligned = messages / 2 });
                db.Rollups.Add(new DailyRollup { PolicyDomain = domain.Name, Day = day, SourceIp = "192.0.2.7", HeaderFrom = domain.Name, DkimAligned = true, SpfAligned = true, Disposition = "none", Messages = messages - failed });
                db.Rollups.Add(new DailyRollup { PolicyDomain = domain.Name, Day = day, SourceIp = "198.51.100.24", HeaderFrom = domain.Name, Disposition = "quarantine", Messages = failed });
            }
        }
    }

    private static async Task IntakeAsync(AuditorDbContext db, DateTimeOffset now)
    {
        var begin = new DateTimeOffset(now.UtcDateTime.Date.AddDays(-2), TimeSpan.Zero);
        var report = new StoredReport
        {
            OrgKey = "receiver",
            OrgName = "Receiver <b>& Sons</b>",
            ReportId = "r-4711",
            PolicyDomain = Shop,
            Begin = begin,
            End = begin.AddDays(1).AddSeconds(-1),
            ContentHash = [1],
            Email = "noreply@receiver.example",
            ExtraContactInfo = "javascript:window.__xss=1",
            PolicyP = "quarantine",
            PolicyAdkim = "s",
            RowCount = 3,
            MessageCount = 9431,
            AlignedCount = 9012,
            ReceivedAt = now.AddHours(-20),
            Source = IntakeSource.Mailbox,
        };
        var hostile = new StoredReport
        {
            OrgKey = "hostile",
            OrgName = HostileName,
            ReportId = HostileName,
            PolicyDomain = Shop,
            Begin = begin,
            End = begin.AddDays(1),
            ContentHash = [2],
            Email = HostileName,
            ExtraContactInfo = HostileName,
            Errors = HostileName,
            PolicyP = HostileName,
            RowCount = 1,
            MessageCount = 1,
            ReceivedAt = now.AddHours(-19),
            Source = IntakeSource.Upload,
        };
        db.Reports.AddRange(report, hostile);
        var run = new IntakeRun { Source = IntakeSource.Mailbox, StartedAt = now.AddHours(-20), FinishedAt = now.AddHours(-20), Seen = 214, Imported = 187, Duplicate = 19, Empty = 3, NotAReport = 3, Quarantined = 2 };
        db.IntakeRuns.Add(run);
        db.Mailboxes.AddRange(
            new Mailbox { Host = "imap.example", UserName = "dmarc@reports.example", ProtectedPassword = "x", CreatedAt = now, LastPollAt = now.AddMinutes(-3), LastSuccessAt = now.AddMinutes(-3), NextPollAt = now.AddMinutes(2), LastUid = 4711, UidValidity = 1795851003, FormerUidValidity = 1664000111, UidValidityChangedAt = now.AddDays(-4), SignedInAt = now.AddMinutes(-3), LookedAt = now.AddMinutes(-3), QuotaAt = now.AddMinutes(-8), QuotaUsedBytes = 987_654_144, QuotaLimitBytes = 1_073_741_824 },
            new Mailbox { Host = "imap.other.example", UserName = "reports@other.example", ProtectedPassword = "x", CreatedAt = now.AddDays(-20), LastPollAt = now.AddMinutes(-5), NextPollAt = now.AddMinutes(10), UidValidity = 17, SignedInAt = now.AddHours(-9), LookedAt = now.AddHours(-9), WaitingMails = 3, OldestWaitingAt = now.AddHours(-10), LastError = "imap.other.example refuses the user name or the password of 'reports@other.example': Authentication failed.", LastErrorStep = "login", FailureCount = 3 });
        db.SelfTests.AddRange(
            new SelfTest { MailboxId = 1, Nonce = "5a", ContentHash = [5], StartedAt = now.AddMinutes(-30), AppendedAt = now.AddMinutes(-30).AddSeconds(1), TakenAt = now.AddMinutes(-30).AddSeconds(2), RemovedAt = now.AddMinutes(-30).AddSeconds(3), FinishedAt = now.AddMinutes(-30).AddSeconds(3) },
            new SelfTest { MailboxId = 2, Nonce = "5b", ContentHash = [6], StartedAt = now.AddMinutes(-20), FinishedAt = now.AddMinutes(-20).AddSeconds(2), FailedStep = SelfTestStep.Append, Note = "imap.other.example refuses the user name or the password of 'reports@other.example': Authentication failed." });
        db.Quarantine.Add(new QuarantinedPart { Sha256 = [3], Content = StoredBytes.Pack("<feedback>"u8), RawBytes = 10, Name = "receiver!shop.example!1!2.xml.gz", ReasonCode = "xml-truncated", Reason = "The text breaks off before the report ends.", Line = 17, FirstSeenAt = now.AddHours(-20), LastSeenAt = now.AddHours(-20) });
        await db.SaveChangesAsync();
        db.Rows.AddRange(
            Row(report, 0, "192.0.2.7", 9012, "pass", "pass", Shop), Row(report, 1, "198.51.100.24", 402, "fail", "fail", Shop), Row(report, 2, "203.0.113.8", 17, "fail", "fail", Shop),
            Row(hostile, 0, HostileName, 1, HostileName, HostileName, HostileName));
        db.FailureReports.AddRange(
            new StoredFailureReport { Domain = Shop, HeaderFrom = Shop, SourceIp = "198.51.100.24", ArrivedAt = now.AddHours(-30), AuthFailure = "dkim,spf", IdentityAlignment = "dkim,spf", MailFrom = "3f1c9a@bounce.shop.example", DkimDomain = Shop, DkimSelector = "s1", AuthenticationResults = "mx.receiver.example; dkim=fail header.d=shop.example; spf=softfail", DeliveryResult = "spam", Incidents = 1, Reporter = "receiver.example", ReceivedAt = now.AddHours(-29) },
            new StoredFailureReport { Domain = Shop, HeaderFrom = HostileName, SourceIp = HostileName, AuthFailure = HostileName, IdentityAlignment = "none", MailFrom = HostileName, DeliveryResult = HostileName, AuthenticationResults = HostileName, Incidents = 12, Reporter = HostileName, ReceivedAt = now.AddHours(-28) });
        db.RawReports.AddRange(Raw(report, "receiver!shop.example.xml"), Raw(hostile, HostileName));
    }

    private static RawReport Raw(StoredReport report, string name)
    {
        var text = Encoding.UTF8.GetBytes($"<?xml version=\"1.0\"?><feedback><report_metadata><org_name>{name}</org_name></report_metadata><policy_published><domain>{report.PolicyDomain}</domain><p>quarantine</p></policy_published>"
            + string.Concat(Enumerable.Range(0, 40).Select(i => $"<record><row><source_ip>192.0.2.{i}</source_ip><count>{i}</count></row></record>")) + "</feedback>");
        return new RawReport { ReportId = report.Id, End = report.End, Name = name, Form = RawForm.Text, RawBytes = text.Length, Content = StoredBytes.Pack(text) };
    }

    // What nobody vouches for: a forged report and its sums, and reports of domains that are not monitored.
    private static void Strangers(AuditorDbContext db, DateTimeOffset now)
    {
        var begin = new DateTimeOffset(now.UtcDateTime.Date.AddDays(-2), TimeSpan.Zero);
        var day = DateOnly.FromDateTime(begin.UtcDateTime);
        db.Reports.Add(new StoredReport
        {
            OrgKey = "google.com",
            OrgName = "google.com",
            ReportId = "forged-1",
            PolicyDomain = Shop,
            Begin = begin,
            End = begin.AddDays(1).AddSeconds(-1),
            ContentHash = [9],
            Email = "noreply-dmarc-support@google.com",
            RowCount = 1,
            MessageCount = 5200,
            ReceivedAt = now.AddHours(-18),
            Source = IntakeSource.Mailbox,
            Tier = TrustTier.Unauthenticated,
            TierReason = TrustReason.NoSignature,
            SenderDomain = "google.com",
            IsConflict = true,
            HasRows = false,
        });
        db.Totals.Add(new DailyTotal { PolicyDomain = Shop, Day = day, Tier = TrustTier.Unauthenticated, Reports = 1, Messages = 5200 });
        db.Rollups.Add(new DailyRollup { PolicyDomain = Shop, Day = day, Tier = TrustTier.Unauthenticated, SourceIp = "203.0.113.66", HeaderFrom = Shop, Disposition = "none", Messages = 5200 });
        db.ReportedDomains.AddRange(
            new ReportedDomain { Name = "someone-else.example", Reports = 12, Messages = 4031, Kept = 12, FirstSeenAt = now.AddDays(-9), LastSeenAt = now.AddHours(-20) },
            new ReportedDomain { Name = "another.example", Reports = 2, Messages = 3, Kept = 2, FirstSeenAt = now.AddDays(-9), LastSeenAt = now.AddHours(-40) });
    }

    private static StoredRow Row(StoredReport report, int ordinal, string ip, long messages, string dkim, string spf, string from) => new()
    {
        ReportId = report.Id,
        Ordinal = ordinal,
        SourceIp = ip,
        Messages = messages,
        Disposition = dkim == "pass" ? "none" : "quarantine",
        Dkim = dkim,
        Spf = spf,
        HeaderFrom = from,
        EnvelopeFrom = from,
        Reasons = RowJson.Write([new Core.Reports.Aggregate.PolicyOverrideReason("mailing_list", "a <b>list</b>")]),
        AuthResults = RowJson.Write([new Core.Reports.Aggregate.DkimAuthResult(from, "s1", dkim, null)], [new Core.Reports.Aggregate.SpfAuthResult("bounce." + from, "mfrom", spf)]),
    };
}
