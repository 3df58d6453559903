using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Auditor.Worker.Mailboxes;

/// <summary>Keeps passwords of mailboxes unreadable in the database; the key ring lies outside of it.</summary>
public sealed class MailboxPasswords(IDataProtectionProvider provider)
{
    private readonly IDataProtector protector = provider.CreateProtector("Auditor.MailboxPassword.v1");

    /// <summary>The text to store.</summary>
    public string Protect(string password) => protector.Protect(password);

    /// <summary>The password; null when there is none, or when the key ring that protected it is gone: then it must be typed in again.</summary>
    public string? Unprotect(string? stored)
    {
        if (string.IsNullOrEmpty(stored))
        {
            return null;
        }

        try
        {
            return protector.Unprotect(stored);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
