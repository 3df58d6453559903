using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Worker.Mailboxes;

/// <summary>A mailbox with what opens it.</summary>
/// <param name="Settings">With the secret in the clear.</param>
/// <param name="UidValidity">Of its folder when it was last read; null before the first time.</param>
/// <param name="LastUid">Up to which it is read.</param>
internal sealed record OpenableMailbox(MailboxSettings Settings, long? UidValidity, long LastUid);

/// <summary>Turns what is stored of mailboxes into what opens them.</summary>
internal sealed class MailboxSignIns(AuditorDatabase database, MailboxPasswords passwords)
{
    /// <summary>The settings of a mailbox with its secret.</summary>
    /// <returns>Null when it is gone.</returns>
    /// <exception cref="MailboxException">There is no secret that can be read.</exception>
    public async Task<OpenableMailbox?> OpenAsync(int id, CancellationToken cancellationToken)
    {
        var context = database.CreateDbContext();
        await using var _ = context.ConfigureAwait(false);
        return await context.Mailboxes.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, cancellationToken).ConfigureAwait(false) is { } mailbox
            ? new OpenableMailbox(Open(mailbox), mailbox.UidValidity, mailbox.LastUid)
            : null;
    }

    /// <summary>As above, of a mailbox that is at hand.</summary>
    /// <exception cref="MailboxException">There is no secret that can be read.</exception>
    public MailboxSettings Open(Mailbox mailbox) => passwords.Unprotect(mailbox.ProtectedPassword) is { } password
        ? MailboxSettings.Of(mailbox, password)
        : throw new MailboxException(MailboxStep.SignIn, $"The password of '{mailbox.UserName}' on {mailbox.Host} is not there or cannot be read with this key ring; type it in again.");
}
