using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Worker.Settings;

namespace Auditor.Worker.Notices;

/// <summary>Sends a notice by a channel. Tests of the settings page take the same way.</summary>
public sealed class NoticeSender(SettingSecrets secrets, WebSender web, TimeProvider time)
{
    /// <summary>Sends; each step that is done is told to <paramref name="done"/>.</summary>
    /// <param name="channel">Mail or webhook.</param>
    /// <param name="notice">What it says.</param>
    /// <param name="settings">From whom, and to whom.</param>
    /// <param name="token">The same at every try.</param>
    /// <param name="typed">A secret that was typed and is not saved yet; null for the one in force.</param>
    /// <param name="done">Told of each step.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>What did not go well although it was sent; null when all did.</returns>
    /// <exception cref="NoticeException">It could not be sent.</exception>
    public async Task<string?> SendAsync(NoticeChannel channel, Notice notice, NoticeSettings settings, string token, string? typed, Action<NoticeStep, string>? done, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notice);
        ArgumentNullException.ThrowIfNull(settings);
        switch (channel)
        {
            case NoticeChannel.Mail when settings is { HasMail: true, Smtp: { } relay }:
                var password = relay.UserName.Length == 0 ? null : typed ?? await SecretAsync(SettingCatalogue.NoticesSmtpPassword, "the SMTP password", cancellationToken).ConfigureAwait(false);
                if (relay.UserName.Length > 0 && string.IsNullOrEmpty(password))
                {
                    throw new NoticeException(NoticeStep.Settings, $"'{relay.UserName}' has no password: type it in, or leave the user empty.");
                }

                return await SmtpSender.SendAsync(relay, password, NoticeMail.Write(notice, settings, token, time.GetUtcNow()), done, cancellationToken).ConfigureAwait(false);
            case NoticeChannel.Webhook when settings.Webhook is { } address:
                var secret = typed ?? await SecretAsync(SettingCatalogue.NoticesWebhookSecret, "the webhook's secret", cancellationToken).ConfigureAwait(false);
                await web.PostAsync(address, settings.AllowPrivate, NoticeJson.Of(notice, token, time.GetUtcNow()), secret, done, cancellationToken).ConfigureAwait(false);
                return null;
            default:
                throw new NoticeException(NoticeStep.Settings, settings.Gaps.FirstOrDefault() ?? "This channel is not set.");
        }
    }

    /// <summary>Requests the heartbeat's address.</summary>
    /// <exception cref="NoticeException">There is none, or it gave no success.</exception>
    public Task BeatAsync(NoticeSettings settings, Action<NoticeStep, string>? done, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Heartbeat is { } address ? web.GetAsync(address, settings.AllowPrivate, done, cancellationToken) : throw new NoticeException(NoticeStep.Settings, "This channel is not set.");
    }

    private async Task<string?> SecretAsync(string key, string name, CancellationToken cancellationToken)
    {
        try
        {
            var (secret, origin) = await secrets.ReadAsync(key, cancellationToken).ConfigureAwait(false);
            return origin == SecretOrigin.Unreadable
                ? throw new NoticeException(NoticeStep.Settings, $"The key ring that protected {name} is gone: type it in again, or restore the folder keys/ that belongs to the database.")
                : secret;
        }
        catch (StorageException e) when (e.Fault == StorageFault.Configuration)
        {
            throw new NoticeException(NoticeStep.Settings, e.Message, e);
        }
    }
}
