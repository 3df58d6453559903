using System.Security.Cryptography;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;

namespace Auditor.Worker.Settings;

/// <summary>Where a secret comes from.</summary>
public enum SecretOrigin
{
    None,

    /// <summary>Typed in, and kept unreadable.</summary>
    Database,

    /// <summary>Kept in the database, and the key ring that protected it is gone: it must be typed in again.</summary>
    Unreadable,

    /// <summary>Given by the configuration: locked in the product.</summary>
    Configuration,
}

/// <summary>Secrets that people set, such as the password of SMTP: of the configuration, of a file that it names, or of the database, unreadable without the key ring, which lies outside of it.</summary>
public sealed class SettingSecrets(AuditorDatabase database, IDataProtectionProvider provider, IConfiguration configuration, TimeProvider time)
{
    /// <summary>Characters of a secret.</summary>
    public const int MaxLength = 1_000;

    private readonly IDataProtector protector = provider.CreateProtector("Auditor.NoticeSecret.v1");

    /// <summary>The secret, and where it comes from; null when there is none.</summary>
    /// <exception cref="StorageException">A file that the configuration names cannot be read.</exception>
    public async Task<(string? Secret, SecretOrigin Origin)> ReadAsync(string key, CancellationToken cancellationToken)
    {
        if (configuration[key + SettingCatalogue.FileSuffix] is { Length: > 0 } file)
        {
            return (ReadFile(key, file), SecretOrigin.Configuration);
        }

        if (configuration[key] is { Length: > 0 } given)
        {
            return (given, SecretOrigin.Configuration);
        }

        var stored = await StoredSettings.ReadAsync(database, cancellationToken).ConfigureAwait(false);
        if (!stored.TryGetValue(key, out var text))
        {
            return (null, SecretOrigin.None);
        }

        try
        {
            return (protector.Unprotect(text), SecretOrigin.Database);
        }
        catch (CryptographicException)
        {
            return (null, SecretOrigin.Unreadable);
        }
    }

    /// <summary>Keeps a secret; null or empty forgets it. What the configuration gives wins all the same.</summary>
    public async Task SaveAsync(string key, string? secret, CancellationToken cancellationToken)
    {
        var context = database.CreateDbContext();
        await using var _ = context.ConfigureAwait(false);
        var row = await context.Settings.SingleOrDefaultAsync(s => s.Key == key, cancellationToken).ConfigureAwait(false);
        if (string.IsNullOrEmpty(secret))
        {
            if (row is not null)
            {
                context.Settings.Remove(row);
            }
        }
        else if (row is null)
        {
            context.Settings.Add(new Setting { Key = key, Value = protector.Protect(secret), ChangedAt = time.GetUtcNow() });
        }
        else
        {
            (row.Value, row.ChangedAt) = (protector.Protect(secret), time.GetUtcNow());
        }

        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    // The line end that editors put behind it is none of it.
    private static string ReadFile(string key, string path)
    {
        try
        {
            return File.ReadAllText(path).TrimEnd('\r', '\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new StorageException(StorageFault.Configuration, $"The file '{path}' of {key} cannot be read: {e.Message.TrimEnd('.')}.", e);
        }
    }
}
