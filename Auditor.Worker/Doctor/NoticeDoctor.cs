using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Worker.Notices;
using Auditor.Worker.Settings;

namespace Auditor.Worker.Doctor;

/// <summary>Whether each channel of notices that is begun is complete, with a secret that can be read. Nobody is sent anything: a test on the settings page does that.</summary>
internal static class NoticeDoctor
{
    public const string Area = "notices";

    /// <summary>Judges the settings and the secrets behind them.</summary>
    public static async Task<IReadOnlyList<DoctorCheck>> CheckAsync(NoticeSettings settings, SettingSecrets? secrets, CancellationToken cancellationToken)
    {
        var checks = new List<DoctorCheck>();
        checks.AddRange(settings.Gaps.Select(g => DoctorCheck.Warning(Area, "mail", g, "Complete it in Settings, Notifications, or empty the SMTP server.")));
        if (settings.HasMail)
        {
            checks.Add(await MailAsync(settings, secrets, cancellationToken).ConfigureAwait(false));
        }

        checks.AddRange(new[] { (NoticeChannel.Webhook, settings.Webhook), (NoticeChannel.Heartbeat, settings.Heartbeat) }.Where(w => w.Item2 is not null).Select(w => Web(settings, w.Item1, w.Item2!)));
        if (checks.Count == 0)
        {
            return [DoctorCheck.Skipped(Area, "channels", "None is set: nobody is told of anything. Settings, Notifications has them.")];
        }

        return settings.When == NoticeWhen.Never ? [.. checks, DoctorCheck.Skipped(Area, "channels", $"{SettingCatalogue.NoticesWhen} is never: no notice is sent.")] : checks;
    }

    private static async Task<DoctorCheck> MailAsync(NoticeSettings settings, SettingSecrets? secrets, CancellationToken cancellationToken)
    {
        var server = $"{settings.Smtp!.Host}:{settings.Smtp.Port}";
        if (settings.Smtp.UserName.Length == 0)
        {
            return DoctorCheck.Ok(Area, server, $"Notices go to {settings.Target(NoticeChannel.Mail)}; nobody signs in.");
        }

        try
        {
            return secrets is not null && (await secrets.ReadAsync(SettingCatalogue.NoticesSmtpPassword, cancellationToken).ConfigureAwait(false)).Secret is { Length: > 0 }
                ? DoctorCheck.Ok(Area, server, $"Notices go to {settings.Target(NoticeChannel.Mail)}; '{settings.Smtp.UserName}' has a password.")
                : DoctorCheck.Failed(Area, server, $"'{settings.Smtp.UserName}' has no password that can be read: no mail is sent.", "Type it in again in Settings, Notifications, or restore the folder keys/ that belongs to the database.");
        }
        catch (StorageException e)
        {
            return DoctorCheck.Failed(Area, server, e.Message);
        }
    }

    private static DoctorCheck Web(NoticeSettings settings, NoticeChannel channel, Uri address)
    {
        var name = $"{(channel == NoticeChannel.Webhook ? "webhook" : "heartbeat")} {address.Authority}";
        return address.Scheme == Uri.UriSchemeHttps || settings.AllowPrivate
            ? DoctorCheck.Ok(Area, name, "It is set.")
            : DoctorCheck.Failed(Area, name, "It is plain HTTP, which is not spoken to strangers.", $"Write https, or set {SettingCatalogue.NoticesAllowPrivate} in the configuration for a server in your own network.");
    }
}
