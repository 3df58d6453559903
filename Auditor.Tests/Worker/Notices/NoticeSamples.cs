using Auditor.Core.Findings;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Notices;
using Auditor.Core.Storage.Queries;
using Auditor.Tests.Support;
using Auditor.Worker;
using Auditor.Worker.Jobs;
using Auditor.Worker.Notices;
using Auditor.Worker.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Auditor.Tests.Worker.Notices;

/// <summary>Facts, settings and a worker for tests of notices.</summary>
internal static class NoticeSamples
{
    public static readonly DateTimeOffset Morning = new(2026, 11, 2, 7, 0, 0, TimeSpan.Zero);

    public static readonly DateOnly Day = new(2026, 11, 2);

    public static NoticeSettings Settings(MailReceiver? receiver = null, params string[] to) => NoticeSettings.Parse(
        key => key switch
        {
            SettingCatalogue.NoticesFrom => "auditor@example.org",
            SettingCatalogue.NoticesTo => string.Join(", ", to.DefaultIfEmpty("ann@example.com")),
            SettingCatalogue.NoticesSmtpHost => receiver is null ? string.Empty : "127.0.0.1",
            SettingCatalogue.NoticesSmtpPort => (receiver?.Port ?? 25).ToString(System.Globalization.CultureInfo.InvariantCulture),
            SettingCatalogue.NoticesSmtpSecurity => "none",
            _ => SettingCatalogue.Find(key).Default,
        },
        allowPrivate: false);

    /// <summary>A night that went well, and nothing new.</summary>
    public static NoticeFacts Calm => new()
    {
        Since = Morning.AddDays(-1),
        At = Morning,
        Night = new NightState(Morning.AddHours(-5), 12, 0, false),
        Domains = 12,
        Audited = 12,
        Mailboxes = 2,
    };

    /// <summary>Something of every kind; <paramref name="name"/> stands wherever text comes from outside.</summary>
    public static NoticeFacts Full(string name = "shop.example") => Calm with
    {
        Night = new NightState(Morning.AddHours(-5), 12, 3, false),
        Unknown = 2,
        Actions = new([new ActionItem("shop.example", Severity.Error, "SPF-LOOKUP-LIMIT", "More than ten DNS lookups", name, Morning.AddDays(-3), 2, 1_234)], 1),
        Findings = new([new NewFinding("news.example", Severity.Warning, "DKIM-KEY-UNDER-2048", "DKIM key under 2048 bits", name, Morning)], 1),
        Changes = new([new ChangeItem(1, "shop.example", Morning, "_dmarc." + name, "TXT", "v=DMARC1; p=none", "v=DMARC1; p=reject"), new ChangeItem(2, "shop.example", Morning, name, "MX", null, name)], 2),
        Moves = new([new MoveItem(1, "shop.example", Morning, "monitoring", "reject")], 1),
        Listings = new([new Listing("shop.example", "BLOCKLIST-LISTED", "On a blocklist", name, Morning)], 1),
        Delistings = new([new Delisting("shop.example", name, Morning.AddDays(-3), Morning)], 1),
        Sources = new([new NewSource("shop.example", "192.0.2.9", "", name, Core.Senders.Classification.SourceClass.Suspicious, 77, false, Morning)], 1),
        FailingMailboxes = new([new FailingMailbox(name, "mail.example", name, Morning.AddDays(-2))], 1),
        SilentMailboxes = new([new SilentMailbox(1, name, "mail.example", new DateOnly(2026, 10, 20), 12, 1, false)], 1),
        SilentReporters = new([new SilentReporter(name, 4, 1, true)], 1),
    };

    public static Notice Write(NoticeFacts facts, NoticeSettings? settings = null, params DateOnly[] givenUp) => NoticeWriter.Write(facts, settings ?? Settings(), Day, givenUp);

    /// <summary>The worker's own registrations on a database; jobs are there and nothing runs them.</summary>
    public static ServiceProvider Worker(TestDatabase database, TimeProvider clock, params (string Key, string Value)[] configured)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(configured.Select(v => KeyValuePair.Create(v.Key, (string?)v.Value))).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(clock);
        services.AddSingleton<ResolverSource>(_ => new TestZone());
        services.AddSingleton<IConfiguration>(configuration);
        services.AddAuditorStorage(database.Database.Options);
        services.AddAuditorKeyRing(database.Database.Options);
        services.AddAuditorWorker(configuration, runsJobs: true);
        return services.BuildServiceProvider();
    }

    public static (string Key, string Value)[] ByMail(MailReceiver receiver, params (string Key, string Value)[] more) =>
    [
        (SettingCatalogue.NoticesSmtpHost, "127.0.0.1"), (SettingCatalogue.NoticesSmtpPort, receiver.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)), (SettingCatalogue.NoticesSmtpSecurity, "none"),
        (SettingCatalogue.NoticesFrom, "auditor@example.org"), (SettingCatalogue.NoticesTo, "ann@example.com"), .. more,
    ];
}
