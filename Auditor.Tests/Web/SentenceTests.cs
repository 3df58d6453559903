using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Auditor.Tests.Support;
using Auditor.Tests.Web.Support;
using Auditor.Web.Texts;
using Auditor.Worker.Settings;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Web;

/// <summary>The sentences of Auditor.Core and their German.</summary>
public sealed partial class SentenceTests
{
    private static readonly string[] Written = ["Auditor.Core", "Auditor.Core/Blocklists/dnsbl.json", "Auditor.Worker"];

    /// <summary>Where every sentence is shown on a page.</summary>
    private static readonly string[] Shown =
    [
        "Auditor.Core/Spf/Rules", "Auditor.Core/Spf/MacroStringParser.cs", "Auditor.Core/Spf/SpellingHints.cs", "Auditor.Core/Spf/SpfParser.cs", "Auditor.Core/Spf/TermLookups.cs",
        "Auditor.Core/Spf/TermParser.cs", "Auditor.Core/Spf/TreeWalk.cs", "Auditor.Core/Spf/WalkLog.cs",
        "Auditor.Core/Dkim/DkimKeyParser.cs", "Auditor.Core/Dkim/PublicKeyReader.cs", "Auditor.Core/Dkim/Rules",
        "Auditor.Core/Dmarc/DestinationHostCheck.cs", "Auditor.Core/Dmarc/DmarcTagReader.cs", "Auditor.Core/Dmarc/ForeignText.cs", "Auditor.Core/Dmarc/ReportingUriParser.cs", "Auditor.Core/Dmarc/Rules",
        "Auditor.Core/Dns/AuthoritativeResolver.cs", "Auditor.Core/Dns/Network",
        "Auditor.Core/Auditing/Rules", "Auditor.Core/Auditing/DanglingNameSearch.cs", "Auditor.Core/Auditing/CertificateNeed.cs", "Auditor.Core/Bimi", "Auditor.Core/Blocklists/Rules",
        "Auditor.Core/Blocklists/Listings.cs", "Auditor.Core/Blocklists/ListReading.cs", "Auditor.Core/Fetching/HttpsAnswer.cs", "Auditor.Core/Mx", "Auditor.Core/Reverse", "Auditor.Core/Smtp/Rules",
        "Auditor.Core/Smtp/SmtpCertificate.cs", "Auditor.Core/Transport", "Auditor.Core/Zone", "Auditor.Worker/Fetching", "Auditor.Worker/Smtp/CertificateReader.cs",
        "Auditor.Worker/Smtp/MailKitSmtpProbe.cs", "Auditor.Core/Advice", "Auditor.Core/Senders/Classification", "Auditor.Core/Auditing/DomainList.cs", "Auditor.Core/Auditing/BlocklistDesk.cs",
        "Auditor.Core/Blocklists/ZoneTest.cs", "Auditor.Worker/Domains/RecordVerifier.cs", "Auditor.Worker/Doctor/ResolverChecks.cs", "Auditor.Worker/Doctor/ResolverDoctor.cs", "Auditor.Worker/Doctor/BlocklistDoctor.cs", "Auditor.Worker/Domains/KeyInquiry.cs", "Auditor.Worker/Domains/ReportingCheck.cs", "Auditor.Core/Auditing/KeyAtServers.cs", "Auditor.Core/Auditing/ReportingAddress.cs", "Auditor.Worker/Mailboxes/CertificateTrust.cs", "Auditor.Worker/Mailboxes/Finding/ServerFinder.cs", "Auditor.Worker/Mailboxes/MailboxActions.cs",
        "Auditor.Worker/Mailboxes/MailboxConnection.cs", "Auditor.Worker/Mailboxes/MailboxFolders.cs", "Auditor.Worker/Mailboxes/MailboxRights.cs", "Auditor.Worker/Mailboxes/OAuthTokens.cs",
        "Auditor.Worker/Mailboxes/SelfTesting/SelfTestRun.cs", "Auditor.Worker/Mailboxes/SelfTesting/SelfTestServer.cs",
        "Auditor.Worker/Notices/SmtpSender.cs", "Auditor.Worker/Notices/WebSender.cs", "Auditor.Worker/Notices/NoticeSender.cs", "Auditor.Worker/Notices/NoticeSettings.cs", "Auditor.Worker/Settings/SettingValues.cs", "Auditor.Worker/Backups",
    ];

    /// <summary>What stands in them and is the same in German, or only joins two sentences.</summary>
    private static readonly string[] NoSentence = [", and", "The backup failed: {{Error}}", "Backup {{File}}: {{Rows}} rows, read back; {{Pruned}} older ones deleted", "The name of the key of selector '{0}' would be too long.", "CNAME {0}"];

    private static readonly SentenceBook German = Sentences.In(CultureInfo.GetCultureInfo("de"))!;

    public static TheoryData<string> Areas => [.. SentenceBook.Areas];

    [Fact]
    public void Every_sentence_that_a_page_shows_has_its_German()
    {
        var known = SentenceBook.Areas.SelectMany(a => Read(a).Keys).ToHashSet();
        Shown.SelectMany(SourceSentences.Under).Except(NoSentence).Where(s => !known.Contains(s)).Should().BeEmpty("each needs an entry in Auditor.Web/Texts/Sentences");
    }

    [Fact]
    public void Every_setting_is_explained_in_German() =>
        SettingCatalogue.Settings.SelectMany(s => new[] { s.Title, s.Help }).Where(t => German.Translate(t) is null).Should().BeEmpty();

    [Theory]
    [MemberData(nameof(Areas))]
    public void Every_German_sentence_belongs_to_one_that_is_written(string area)
    {
        var written = Written.SelectMany(SourceSentences.TextsUnder).ToHashSet();
        Read(area).Keys.Where(k => k.Any(char.IsLetter) && !written.Contains(k)).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Areas))]
    public void Both_languages_have_the_same_values(string area) =>
        Read(area).Where(s => string.IsNullOrWhiteSpace(s.Value) || !Values(s.Key).SetEquals(Values(s.Value))).Select(s => $"{s.Key} | {s.Value}").Should().BeEmpty();

    [Fact]
    public void Every_file_is_read() =>
        Directory.GetFiles(Folder, "*.de.resx").Select(f => Path.GetFileName(f).Split('.')[0]).Should().BeEquivalentTo(SentenceBook.Areas);

    [Theory]
    [InlineData("The record of a.example needs 11 lookups; 10 are allowed. The eleventh is mx.", "Der Eintrag von a.example braucht 11 Abfragen; 10 sind erlaubt. Die elfte ist mx.")]
    [InlineData("Take out what no longer sends before the limit is met. The heaviest terms are mx (2), a (3).", "Nehmen Sie heraus, was nicht mehr sendet, bevor die Grenze erreicht ist. Am meisten brauchen mx (2), a (3).")]
    [InlineData("In the record of a.example: mx stands twice; include:b.example is already part of include:c.example.", "Im Eintrag von a.example: mx steht zweimal da; include:b.example ist schon in include:c.example enthalten.")]
    [InlineData("b.example has no SPF record: the name does not exist (RFC 7208 5.2). (by way of include:b.example)", "b.example hat keinen SPF-Eintrag: den Namen gibt es nicht (RFC 7208 5.2). (auf dem Weg über include:b.example)")]
    [InlineData("98.53% of 12,034 messages of own senders pass, at least 98.31% with 95 % certainty; 99.5% are needed.", "98,53\u00A0% von 12.034 Nachrichten eigener Absender bestehen, mit 95 % Sicherheit mindestens 98,31\u00A0%; nötig sind 99,5\u00A0%.")]
    [InlineData("Own senders with mail that fails: 192.0.2.1 (1,200 of 3,400), 192.0.2.2 (1 of 3) and 2 more.", "Eigene Absender mit Mail, die nicht besteht: 192.0.2.1 (1.200 von 3.400), 192.0.2.2 (1 von 3) und 2 weitere.")]
    [InlineData("SPF is aligned and carries it. DKIM passes for esp.example, which is not of a.example.", "SPF passt zur Domain und trägt die Mail. DKIM besteht für esp.example, das gehört nicht zu a.example.")]
    [InlineData("The record of a.example does not follow the grammar. At character 8, 'all:x': 'all' takes no argument. At character 14, 'ip4:': The address is missing.",
        "Der Eintrag von a.example folgt nicht der Grammatik. Beim Zeichen 8, „all:x“: „all“ nimmt kein Argument. Beim Zeichen 14, „ip4:“: Die Adresse fehlt.")]
    public void A_text_is_said_whole_in_German(string english, string german) => German.Translate(english).Should().Be(german);

    [Theory]
    [InlineData("The record of a.example does not follow the grammar. Nobody knows why.")]
    [InlineData("Nobody knows why. b.example has 2 SPF records.")]
    [InlineData("Nobody knows.")]
    public void A_text_with_a_part_that_is_not_known_stays_English(string english) => German.Translate(english).Should().BeNull();

    [Fact]
    public void A_text_of_a_stranger_takes_no_time()
    {
        var hostile = string.Concat(Enumerable.Repeat("At character 1, 'x': At character 2, 'y'; and. ", 2_000));
        var watch = TimeProvider.System.GetTimestamp();
        German.Translate($"The record of a.example does not follow the grammar. {hostile}").Should().BeNull();
        TimeProvider.System.GetElapsedTime(watch).Should().BeLessThan(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void English_needs_no_words_of_its_own() => Sentences.In(CultureInfo.GetCultureInfo("en")).Should().BeNull();

    private static string Folder => Path.Combine(ProjectRoot.Path, "Auditor.Web/Texts/Sentences");

    private static Dictionary<string, string> Read(string area) =>
        XDocument.Load(Path.Combine(Folder, $"{area}.de.resx")).Root!.Elements("data").ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")!.Value);

    private static HashSet<string> Values(string text) => [.. Placeholder().Matches(text).Select(m => m.Value)];

    [GeneratedRegex(@"(?<!\{)\{\d")]
    private static partial Regex Placeholder();
}
