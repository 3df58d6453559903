using System.Globalization;
using Auditor.Core.Dns;
using Auditor.Core.Senders.Classification;
using Auditor.Worker.Cli;

namespace Auditor.Worker.Notices;

/// <summary>How notices write figures, times and what comes from outside. All of it is written under <see cref="CultureInfo.CurrentUICulture"/>.</summary>
internal static class NoticeWords
{
    /// <summary>Characters of one text from outside.</summary>
    private const int MostText = 160;

    private static CultureInfo Culture => CultureInfo.CurrentUICulture;

    /// <summary>Runs with a language, and gives the thread its own back.</summary>
    public static T In<T>(CultureInfo language, Func<T> write)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = language;
        try
        {
            return write();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    /// <summary>The text with its values.</summary>
    public static string Say(string text, params object?[] values) => string.Format(Culture, text, values);

    public static string Count(long value) => value.ToString("N0", Culture);

    /// <summary>"1 domain", "3 domains".</summary>
    public static string Plural(long count, string one, string many) => Say(count == 1 ? one : many, Count(count));

    public static string Day(DateOnly day) => day.ToString(NoticeTexts.DayForm, Culture);

    /// <summary>A moment in the schedule's zone.</summary>
    public static string Time(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).ToString(NoticeTexts.TimeForm, Culture);

    public static string Gap(double days) => days <= 1 ? NoticeTexts.EveryDay : Say(NoticeTexts.EveryDays, days.ToString("0.#", Culture));

    /// <summary>A domain for people.</summary>
    public static string Domain(string name) => Visible(DomainName.TryParse(name, out var parsed) ? parsed.Display : name);

    /// <summary>Text from outside on one line: what is invisible made visible, and cut.</summary>
    public static string Visible(string text)
    {
        var shown = SafeText.Of(text.ReplaceLineEndings(" | "));
        return shown.Length <= MostText ? shown : string.Concat(shown.AsSpan(0, MostText), "…");
    }

    public static string Stage(string? stage) => stage switch
    {
        "none" => NoticeTexts.StageNone,
        "monitoring" => NoticeTexts.StageMonitoring,
        "quarantine-test" => NoticeTexts.StageQuarantineTest,
        "quarantine" => NoticeTexts.StageQuarantine,
        "reject-test" => NoticeTexts.StageRejectTest,
        "reject" => NoticeTexts.StageReject,
        _ => NoticeTexts.StageUnknown,
    };

    public static string Class(SourceClass taken) => taken switch
    {
        SourceClass.Compliant => NoticeTexts.ClassCompliant,
        SourceClass.Misconfigured => NoticeTexts.ClassMisconfigured,
        SourceClass.Forwarded => NoticeTexts.ClassForwarded,
        SourceClass.MailingList => NoticeTexts.ClassMailingList,
        SourceClass.Suspicious => NoticeTexts.ClassSuspicious,
        _ => NoticeTexts.ClassUnknown,
    };
}
