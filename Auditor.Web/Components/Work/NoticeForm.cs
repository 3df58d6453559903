using Auditor.Core.Storage.Entities;
using Auditor.Worker.Notices;
using Auditor.Worker.Settings;

namespace Auditor.Web.Components.Work;

/// <summary>What is typed about notices.</summary>
public sealed class NoticeForm
{
    /// <summary>Settings by key, as they are in force.</summary>
    public required IReadOnlyDictionary<string, EffectiveSetting> Settings { get; init; }

    /// <summary>What is typed, by key.</summary>
    public Dictionary<string, string> Values { get; } = new(StringComparer.Ordinal);

    /// <summary>What is wrong with what is typed, by key.</summary>
    public Dictionary<string, string> Problems { get; } = new(StringComparer.Ordinal);

    /// <summary>Empty keeps the password that is stored.</summary>
    public string Password { get; set; } = "";

    public SecretOrigin PasswordOrigin { get; init; }

    /// <summary>Empty keeps the secret that is stored.</summary>
    public string WebhookSecret { get; set; } = "";

    public SecretOrigin WebhookSecretOrigin { get; init; }

    /// <summary>The trimmed text of a key.</summary>
    public string this[string key] => Values[key].Trim();

    /// <summary>True when there is something to send a test to.</summary>
    public bool Has(NoticeChannel channel) => channel switch
    {
        NoticeChannel.Mail => this[SettingCatalogue.NoticesSmtpHost].Length > 0,
        NoticeChannel.Webhook => this[SettingCatalogue.NoticesWebhook].Length > 0,
        _ => this[SettingCatalogue.NoticesHeartbeat].Length > 0,
    };
}
