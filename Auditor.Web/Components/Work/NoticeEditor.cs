using Auditor.Core.Storage;
using Auditor.Core.Storage.Activity;
using Auditor.Core.Storage.Entities;
using Auditor.Web.Components.Controls;
using Auditor.Web.Texts;
using Auditor.Worker.Notices;
using Auditor.Worker.Settings;

namespace Auditor.Web.Components.Work;

/// <summary>Reads, tests and saves the settings of notices. Stored secrets are used, never shown; neither they nor the paths of addresses, which may be some, come into the activity.</summary>
public sealed class NoticeEditor(SettingsStore store, SettingSecrets secrets, NoticeSettingsReader reader, NoticeDesk desk, ActivityLog log)
{
    private static readonly string[] Addresses = [SettingCatalogue.NoticesWebhook, SettingCatalogue.NoticesHeartbeat];

    /// <summary>The form as things stand.</summary>
    public async Task<NoticeForm> ReadAsync(CancellationToken cancellationToken)
    {
        var form = new NoticeForm
        {
            Settings = (await store.ListAsync(cancellationToken)).Where(s => IsOurs(s.Definition.Key)).ToDictionary(s => s.Definition.Key, StringComparer.Ordinal),
            PasswordOrigin = await OriginAsync(SettingCatalogue.NoticesSmtpPassword, cancellationToken),
            WebhookSecretOrigin = await OriginAsync(SettingCatalogue.NoticesWebhookSecret, cancellationToken),
        };
        foreach (var (key, setting) in form.Settings)
        {
            form.Values[key] = setting.Value;
        }

        return form;
    }

    /// <summary>Saves all of it, or, when something is wrong, nothing: then the form says what.</summary>
    /// <returns>True when it was saved.</returns>
    public async Task<bool> SaveAsync(NoticeForm form, Doer doer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (!Check(form))
        {
            return false;
        }

        foreach (var (key, setting) in form.Settings.Where(s => !s.Value.IsLocked && form[s.Key] != s.Value.Value.Trim()))
        {
            if (await store.SaveAsync(key, form[key], cancellationToken) is { } problem)
            {
                form.Problems[key] = problem;
                return false;
            }

            await log.NoteAsync(doer, new Deed(ActivityActions.SettingChanged, key, Told(key, setting.Value), Told(key, form[key])), CancellationToken.None);
        }

        await SaveAsync(SettingCatalogue.NoticesSmtpPassword, form.Password, form.PasswordOrigin, form[SettingCatalogue.NoticesSmtpUserName].Length > 0, doer, cancellationToken);
        await SaveAsync(SettingCatalogue.NoticesWebhookSecret, form.WebhookSecret, form.WebhookSecretOrigin, form[SettingCatalogue.NoticesWebhook].Length > 0, doer, cancellationToken);
        return true;
    }

    /// <summary>Sends a test with what is typed, saved or not; null when something typed is wrong: then the form says what.</summary>
    public async Task<NoticeTestResult?> TestAsync(NoticeForm form, NoticeChannel channel, Doer doer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (!Check(form))
        {
            return null;
        }

        var settings = NoticeSettings.Parse(key => form.Values.TryGetValue(key, out var typed) && typed.Trim().Length > 0 ? typed : Fallback(form, key), reader.AllowsPrivate);
        var secret = channel == NoticeChannel.Mail ? form.Password : form.WebhookSecret;
        var result = await desk.TestAsync(channel, settings, secret.Length == 0 ? null : secret, cancellationToken);
        await log.NoteAsync(doer, new Deed(ActivityActions.NoticeTested, settings.Target(channel), null, result.Failure?.Sentence ?? "sent"), CancellationToken.None);
        return result;
    }

    private static bool IsOurs(string key) => key.StartsWith("Notices:", StringComparison.Ordinal) || key.StartsWith("Schedule:", StringComparison.Ordinal);

    // An emptied field goes back to the default, as it does when it is saved.
    private static string Fallback(NoticeForm form, string key) => form.Settings[key].Definition.Default;

    private static bool Check(NoticeForm form)
    {
        form.Problems.Clear();
        foreach (var (key, setting) in form.Settings.Where(s => !s.Value.IsLocked))
        {
            if (form[key].Length > 0 && setting.Definition.Check(form[key]) is { } problem)
            {
                form.Problems[key] = problem;
            }
        }

        CheckSecret(form, SettingCatalogue.NoticesSmtpPassword, form.Password);
        CheckSecret(form, SettingCatalogue.NoticesWebhookSecret, form.WebhookSecret);
        return form.Problems.Count == 0;
    }

    private static void CheckSecret(NoticeForm form, string key, string secret)
    {
        if (secret.Length > SettingSecrets.MaxLength || secret.Any(char.IsControl))
        {
            form.Problems[key] = Say.It(NotificationTexts.SecretTooLong, SettingSecrets.MaxLength);
        }
    }

    private async Task<SecretOrigin> OriginAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            return (await secrets.ReadAsync(key, cancellationToken)).Origin;
        }
        catch (StorageException e) when (e.Fault == StorageFault.Configuration)
        {
            // A file of the configuration that cannot be read: a test says so.
            return SecretOrigin.Configuration;
        }
    }

    // A secret without what it belongs to is not kept.
    private async Task SaveAsync(string key, string typed, SecretOrigin origin, bool isNeeded, Doer doer, CancellationToken cancellationToken)
    {
        if (origin == SecretOrigin.Configuration || (isNeeded && typed.Length == 0) || (!isNeeded && origin == SecretOrigin.None))
        {
            return;
        }

        await secrets.SaveAsync(key, isNeeded ? typed : null, cancellationToken);
        await log.NoteAsync(doer, new Deed(ActivityActions.SettingChanged, key, origin == SecretOrigin.None ? null : "set", isNeeded ? "set anew" : null), CancellationToken.None);
    }

    private static string Told(string key, string value) =>
        Addresses.Contains(key) && Uri.TryCreate(value, UriKind.Absolute, out var address) ? $"{address.Scheme}://{address.Authority}/…" : value;
}
