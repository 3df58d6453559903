using Auditor.Core.Storage.Notices;
using Auditor.Core.Storage.Queries;
using Auditor.Worker.Texts;

namespace Auditor.Worker.Notices;

/// <summary>Puts what the database knows into words. What is only unknown is told and alarms nobody: it is no reason to send.</summary>
public static class NoticeWriter
{
    /// <summary>The notice of a morning.</summary>
    /// <param name="facts">What there is to tell.</param>
    /// <param name="settings">Language, zone and address.</param>
    /// <param name="day">The morning.</param>
    /// <param name="givenUp">Mornings whose notices never went out.</param>
    /// <param name="isTest">True for one that somebody asked for.</param>
    public static Notice Write(NoticeFacts facts, NoticeSettings settings, DateOnly day, IReadOnlyList<DateOnly> givenUp, bool isTest = false)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(settings);
        return NoticeWords.In(settings.Language, () =>
        {
            List<NoticeSection?> sections =
            [
                GivenUp(givenUp), Night(facts, settings), Actions(facts), Findings(facts.Findings), Changes(facts.Changes), Moves(facts.Moves), Listings(facts.Listings), Delistings(facts.Delistings), Sources(facts.Sources),
                FailingMailboxes(facts.FailingMailboxes, settings), SilentMailboxes(facts.SilentMailboxes), SilentReporters(facts.SilentReporters), Backup(facts, settings), Unknown(facts),
            ];
            List<NoticeSection> told = [.. sections.OfType<NoticeSection>()];
            var lead = Lead(facts);
            var subject = isTest ? NoticeTexts.SubjectTest : NoticeWords.Say(NoticeTexts.Subject, Headline(facts) ?? lead);
            return new Notice(day, settings.Language.TwoLetterISOLanguageName, subject, $"{lead}; {News(facts)}; {Mailboxes(facts)}.", told, settings.Address is null ? NoticeTexts.Footer : NoticeWords.Say(NoticeTexts.FooterAt, settings.Address))
            {
                Since = facts.Since,
                Until = facts.At,
                IsTest = isTest,
                Address = settings.Address,
            };
        });
    }

    private static string Lead(NoticeFacts facts) => (facts.Audited, facts.Actions.Total) switch
    {
        (0, _) => NoticeWords.Plural(facts.Domains, NoticeTexts.AwaitingOne, NoticeTexts.AwaitingMany),
        (1, 0) => NoticeTexts.TheDomainNeedsNone,
        (1, _) => NoticeTexts.TheDomainNeeds,
        (var audited, 0) => NoticeWords.Say(NoticeTexts.NoneNeeds, NoticeWords.Count(audited)),
        (var audited, var failing) => NoticeWords.Say(failing == 1 ? NoticeTexts.OneNeeds : NoticeTexts.ManyNeed, NoticeWords.Count(failing), NoticeWords.Count(audited)),
    };

    // The most urgent of what there is; null where the state of the domains says it.
    private static string? Headline(NoticeFacts facts) => facts switch
    {
        { Actions.Total: > 0 } => null,
        { Night: { IsComplete: false, IsRunning: false } } => NoticeTexts.NightSubject,
        { FailingMailboxes.Total: > 0 } => Mailboxes(facts),
        { FailedBackup: not null } => NoticeTexts.BackupSubject,
        _ => NewsOf(facts) > 0 ? News(facts) : null,
    };

    private static int NewsOf(NoticeFacts facts) => facts.Findings.Total + facts.Changes.Total + facts.Moves.Total + facts.Listings.Total + facts.Sources.Total;

    private static string News(NoticeFacts facts) =>
        NewsOf(facts) is > 0 and var count ? NoticeWords.Plural(count, NoticeTexts.NewsOne, NoticeTexts.NewsMany) : NoticeTexts.NoNews;

    private static string Mailboxes(NoticeFacts facts) => facts switch
    {
        { Mailboxes: 0 } => NoticeTexts.NoMailbox,
        { FailingMailboxes.Total: > 0 } => NoticeWords.Say(facts.Mailboxes == 1 ? NoticeTexts.MailboxUnreadable : NoticeTexts.MailboxesUnreadable, NoticeWords.Count(facts.FailingMailboxes.Total), NoticeWords.Count(facts.Mailboxes)),
        { Mailboxes: 1 } => NoticeTexts.MailboxHealthy,
        _ => NoticeWords.Say(NoticeTexts.MailboxesHealthy, NoticeWords.Count(facts.Mailboxes)),
    };

    private static NoticeSection? GivenUp(IReadOnlyList<DateOnly> days) =>
        days.Count == 0 ? null : new NoticeSection("given-up", NoticeTexts.GivenUp, [.. days.Select(d => new NoticeLine(NoticeWords.Say(NoticeTexts.GivenUpLine, NoticeWords.Day(d)), []))], days.Count, IsNews: true);

    // An audit that is still under way is late, not missing.
    private static NoticeSection? Night(NoticeFacts facts, NoticeSettings settings)
    {
        if (facts.Night.IsComplete)
        {
            return null;
        }

        var text = facts.Night switch
        {
            { IsRunning: true } => NoticeTexts.NightRuns,
            { Missed: var missed, Due: var due } when missed == due => NoticeTexts.NightMissed,
            _ => NoticeTexts.NightPart,
        };
        var line = NoticeWords.Say(text, NoticeWords.Time(facts.Night.At, settings.Night.TimeZone), NoticeWords.Count(facts.Night.Missed), NoticeWords.Count(facts.Night.Due));
        return new NoticeSection("night", NoticeTexts.Night, [new NoticeLine(line, [])], 1, IsNews: !facts.Night.IsRunning);
    }

    private static NoticeSection? Actions(NoticeFacts facts) => Section("action", NoticeTexts.Action, facts.Actions, true, a => new NoticeLine(Of(a.Domain, a.Code, a.Title, a.Subject), Weight(a))
    {
        Domain = a.Domain,
        Code = a.Code,
    });

    private static List<string> Weight(ActionItem action)
    {
        var parts = new List<string>();
        if (action.Since is { } since)
        {
            parts.Add(NoticeWords.Say(NoticeTexts.Since, NoticeWords.Day(DateOnly.FromDateTime(since.UtcDateTime))));
        }

        if (action.Messages > 0)
        {
            parts.Add(NoticeWords.Plural(action.Messages, NoticeTexts.MessageInWeek, NoticeTexts.MessagesInWeek));
        }

        if (action.Others > 0)
        {
            parts.Add(NoticeWords.Say(NoticeTexts.MoreToMend, NoticeWords.Count(action.Others)));
        }

        return parts.Count == 0 ? [] : [string.Join(" · ", parts)];
    }

    private static NoticeSection? Findings(FirstOf<NewFinding> findings) =>
        Section("findings", NoticeTexts.Findings, findings, true, f => new NoticeLine(Of(f.Domain, f.Code, f.Title, f.Subject), []) { Domain = f.Domain, Code = f.Code });

    private static NoticeSection? Changes(FirstOf<ChangeItem> changes) => Section("changes", NoticeTexts.Changes, changes, true, c => new NoticeLine(
        NoticeWords.Say(c.Before is null ? NoticeTexts.ChangeAppeared : c.After is null ? NoticeTexts.ChangeDisappeared : NoticeTexts.ChangeChanged, NoticeWords.Domain(c.Domain), c.Type, NoticeWords.Visible(c.Name)),
        [.. Records(NoticeTexts.Before, c.Before), .. Records(NoticeTexts.After, c.After)])
    {
        Domain = c.Domain,
    });

    private static IEnumerable<string> Records(string text, string? records) => records is null ? [] : [NoticeWords.Say(text, NoticeWords.Visible(records))];

    private static NoticeSection? Moves(FirstOf<MoveItem> moves) => Section("policies", NoticeTexts.Moves, moves, true, m => new NoticeLine(
        NoticeWords.Say(NoticeTexts.MoveLine, NoticeWords.Domain(m.Domain), NoticeWords.Stage(m.FromStage), NoticeWords.Stage(m.ToStage)), [])
    {
        Domain = m.Domain,
    });

    private static NoticeSection? Listings(FirstOf<Listing> listings) =>
        Section("listings", NoticeTexts.Listings, listings, true, l => new NoticeLine(Of(l.Domain, l.Code, l.Title, l.Subject), []) { Domain = l.Domain, Code = l.Code });

    // Good to know, and no reason to write.
    private static NoticeSection? Delistings(FirstOf<Delisting> delistings) => Section("delistings", NoticeTexts.Delistings, delistings, false, d => new NoticeLine(
        NoticeWords.Say(NoticeTexts.FindingLine, NoticeWords.Domain(d.Domain), NoticeWords.Visible(d.Subject), ""), [NoticeWords.Say(NoticeTexts.Since, NoticeWords.Day(DateOnly.FromDateTime(d.Since.UtcDateTime)))])
    {
        Domain = d.Domain,
    });

    private static NoticeSection? Sources(FirstOf<NewSource> sources) => Section("sources", NoticeTexts.Sources, sources, true, s => new NoticeLine(
        NoticeWords.Say(
            NoticeTexts.SourceLine, NoticeWords.Visible(s.Service is null ? s.SourceIp : $"{s.Service} ({s.SourceIp})"), NoticeWords.Domain(s.HeaderFrom.Length == 0 ? s.Domain : s.HeaderFrom),
            NoticeWords.Class(s.Class), NoticeWords.Plural(s.Messages, NoticeTexts.MessageOne, NoticeTexts.MessageMany)),
        [])
    {
        Domain = s.Domain,
    });

    private static NoticeSection? FailingMailboxes(FirstOf<FailingMailbox> mailboxes, NoticeSettings settings) => Section("mailboxes", NoticeTexts.FailingMailboxes, mailboxes, true, m => new NoticeLine(
        NoticeWords.Say(NoticeTexts.MailboxLine, NoticeWords.Visible(m.UserName), NoticeWords.Visible(m.Host), NoticeWords.Visible(m.Error)),
        m.LastSuccessAt is { } last ? [NoticeWords.Say(NoticeTexts.LastRead, NoticeWords.Time(last, settings.Night.TimeZone))] : [NoticeTexts.NeverRead]));

    private static NoticeSection? SilentMailboxes(FirstOf<SilentMailbox> mailboxes) => Section("silent-mailboxes", NoticeTexts.SilentMailboxes, mailboxes, true, m => new NoticeLine(
        NoticeWords.Say(NoticeTexts.SilentMailboxLine, NoticeWords.Visible(m.UserName), NoticeWords.Visible(m.Host), NoticeWords.Plural(m.Days, NoticeTexts.DayOne, NoticeTexts.DayMany)),
        m.Usual is { } gap ? [NoticeWords.Say(NoticeTexts.Usually, NoticeWords.Gap(gap))] : []));

    // A reporter may stop for good: that is told each time and is a reason to send once.
    private static NoticeSection? SilentReporters(FirstOf<SilentReporter> reporters) => Section("reporters", NoticeTexts.SilentReporters, reporters, reporters.Items.Any(r => r.IsNew), r => new NoticeLine(
        NoticeWords.Say(NoticeTexts.ReporterLine, NoticeWords.Visible(r.Name), NoticeWords.Plural(r.Days, NoticeTexts.DayOne, NoticeTexts.DayMany), NoticeWords.Gap(r.Usual)), []));

    private static NoticeSection? Backup(NoticeFacts facts, NoticeSettings settings) => facts.FailedBackup is not { } failed ? null : new NoticeSection(
        "backup", NoticeTexts.Backup,
        [
            new NoticeLine(
                NoticeWords.Say(NoticeTexts.BackupLine, NoticeWords.Time(failed.At, settings.Night.TimeZone), NoticeWords.Visible(failed.Error)),
                [failed.LastGoodAt is { } good ? NoticeWords.Say(NoticeTexts.BackupLast, NoticeWords.Time(good, settings.Night.TimeZone)) : NoticeTexts.BackupNone]),
        ],
        1, IsNews: true);

    private static NoticeSection? Unknown(NoticeFacts facts) => facts.Unknown == 0 ? null : new NoticeSection(
        "unknown", NoticeTexts.Unknown, [new NoticeLine(NoticeWords.Plural(facts.Unknown, NoticeTexts.UnknownOne, NoticeTexts.UnknownMany), [])], 1, IsNews: false);

    private static string Of(string domain, string? code, string? title, string subject)
    {
        var what = (code is null ? null : FindingTitles.Of(code)) ?? title ?? NoticeTexts.NoScore;
        var about = subject.Length == 0 ? "" : $" ({NoticeWords.Visible(subject)})";
        return NoticeWords.Say(NoticeTexts.FindingLine, NoticeWords.Domain(domain), what, about);
    }

    private static NoticeSection? Section<T>(string code, string title, FirstOf<T> what, bool isNews, Func<T, NoticeLine> line) => what.Total == 0 ? null : new NoticeSection(code, title, [.. what.Items.Select(line)], what.Total, isNews)
    {
        More = what.Total > what.Items.Count ? NoticeWords.Say(NoticeTexts.AndMore, NoticeWords.Count(what.Total - what.Items.Count)) : null,
    };
}
