using System.Globalization;
using Auditor.Core.Storage.Entities;
using Auditor.Worker.Jobs;
using Auditor.Worker.Settings;

namespace Auditor.Worker.Notices;

/// <summary>When a morning's notice is sent.</summary>
public enum NoticeWhen
{
    /// <summary>When something needs somebody, or changed.</summary>
    Action,
    Always,
    Never,
}

/// <summary>The server that takes notices by mail. Without its password, which is read when it is needed.</summary>
public sealed record SmtpRelay
{
    public required string Host { get; init; }

    public required int Port { get; init; }

    public required MailboxSecurity Security { get; init; }

    /// <summary>Empty when nobody signs in.</summary>
    public string UserName { get; init; } = string.Empty;

    /// <summary>SHA-256 of a certificate that is trusted whatever it says; null for none.</summary>
    public string? TrustedFingerprint { get; init; }

    /// <summary>PEM file of further authorities; null for none.</summary>
    public string? TrustedCaFile { get; init; }
}

/// <summary>The settings of notices in force. Secrets are not among them.</summary>
public sealed record NoticeSettings
{
    public required NoticeWhen When { get; init; }

    /// <summary>The mornings.</summary>
    public required NightlySchedule Morning { get; init; }

    /// <summary>The nights.</summary>
    public required NightlySchedule Night { get; init; }

    /// <summary>English or German.</summary>
    public required CultureInfo Language { get; init; }

    /// <summary>Where links of notices begin, without a final slash; null for no links.</summary>
    public string? Address { get; init; }

    /// <summary>Null without a server.</summary>
    public SmtpRelay? Smtp { get; init; }

    /// <summary>Empty when it is missing.</summary>
    public string From { get; init; } = string.Empty;

    public IReadOnlyList<string> To { get; init; } = [];

    public Uri? Webhook { get; init; }

    public Uri? Heartbeat { get; init; }

    /// <summary>True when addresses of the own network may be requested, and plain HTTP spoken.</summary>
    public bool AllowPrivate { get; init; }

    /// <summary>True when a notice can go out by mail.</summary>
    public bool HasMail => Smtp is not null && From.Length > 0 && To.Count > 0;

    /// <summary>The channels that get each morning's notice.</summary>
    public IEnumerable<NoticeChannel> Channels
    {
        get
        {
            if (HasMail)
            {
                yield return NoticeChannel.Mail;
            }

            if (Webhook is not null)
            {
                yield return NoticeChannel.Webhook;
            }
        }
    }

    /// <summary>What a channel that is begun still lacks, one sentence each.</summary>
    public IEnumerable<string> Gaps
    {
        get
        {
            if (Smtp is null && From.Length + To.Count > 0)
            {
                yield return "Notices have addresses and no SMTP server: no mail is sent.";
            }

            if (Smtp is not null && To.Count == 0)
            {
                yield return "The SMTP server of notices is set and nobody to send them to: no mail is sent.";
            }

            if (Smtp is not null && From.Length == 0)
            {
                yield return "The SMTP server of notices is set and no address that they come from: no mail is sent.";
            }
        }
    }

    /// <summary>To whom a channel sends, in one line without secrets: the path of an address may be one.</summary>
    public string Target(NoticeChannel channel) => channel switch
    {
        NoticeChannel.Mail => string.Join(", ", To),
        NoticeChannel.Webhook => Webhook?.Authority ?? string.Empty,
        _ => Heartbeat?.Authority ?? string.Empty,
    };

    /// <summary>From checked values by key.</summary>
    public static NoticeSettings Parse(Func<string, string> value, bool allowPrivate)
    {
        ArgumentNullException.ThrowIfNull(value);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(Text(SettingCatalogue.ScheduleTimeZone));
        return new NoticeSettings
        {
            When = Enum.Parse<NoticeWhen>(Text(SettingCatalogue.NoticesWhen), ignoreCase: true),
            Morning = new NightlySchedule(zone, Time(SettingCatalogue.ScheduleNotice)),
            Night = new NightlySchedule(zone, Time(SettingCatalogue.ScheduleNightlyAudit)),
            Language = CultureInfo.GetCultureInfo(Text(SettingCatalogue.NoticesLanguage).Equals("de", StringComparison.OrdinalIgnoreCase) ? "de-DE" : "en-GB"),
            Address = Optional(SettingCatalogue.NoticesAddress)?.TrimEnd('/'),
            Smtp = Optional(SettingCatalogue.NoticesSmtpHost) is not { } host ? null : new SmtpRelay
            {
                Host = host,
                Port = int.Parse(Text(SettingCatalogue.NoticesSmtpPort), NumberStyles.None, CultureInfo.InvariantCulture),
                Security = Enum.Parse<MailboxSecurity>(Text(SettingCatalogue.NoticesSmtpSecurity), ignoreCase: true),
                UserName = Text(SettingCatalogue.NoticesSmtpUserName),
                TrustedFingerprint = Optional(SettingCatalogue.NoticesSmtpTrustedFingerprint),
                TrustedCaFile = Optional(SettingCatalogue.NoticesSmtpTrustedCaFile),
            },
            From = Text(SettingCatalogue.NoticesFrom),
            To = SettingValues.List(value(SettingCatalogue.NoticesTo)),
            Webhook = Web(SettingCatalogue.NoticesWebhook),
            Heartbeat = Web(SettingCatalogue.NoticesHeartbeat),
            AllowPrivate = allowPrivate,
        };

        string Text(string key) => value(key).Trim();
        string? Optional(string key) => Text(key) is { Length: > 0 } text ? text : null;
        Uri? Web(string key) => Optional(key) is { } text ? new Uri(text, UriKind.Absolute) : null;
        TimeOnly Time(string key) => SettingValues.TryTimeOfDay(value(key), out var at) ? at : default;
    }
}
