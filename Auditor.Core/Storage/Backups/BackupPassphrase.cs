using System.Globalization;

namespace Auditor.Core.Storage.Backups;

/// <summary>What a passphrase must be.</summary>
public static class BackupPassphrase
{
    /// <summary>Characters at least: whoever has the file may try as often as he likes.</summary>
    public const int LeastLength = 12;

    /// <summary>Characters at most.</summary>
    public const int MostLength = 1000;

    /// <summary>What is wrong with a passphrase for new backups, in a sentence; null when nothing is.</summary>
    public static string? Problem(string passphrase)
    {
        ArgumentNullException.ThrowIfNull(passphrase);
        return passphrase.Length is < LeastLength or > MostLength || passphrase.Any(char.IsControl)
            ? string.Create(CultureInfo.InvariantCulture, $"The passphrase must have {LeastLength} to {MostLength} characters on one line, such as what 'openssl rand -base64 24' prints.")
            : null;
    }
}
