using System.Globalization;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Worker.Jobs;
using Auditor.Worker.Mailboxes;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Web.Components.Work;

/// <summary>Reads, tests, saves and deletes mailboxes. A stored password is used, never shown.</summary>
public sealed class MailboxEditor(IDbContextFactory<AuditorDbContext> contexts, MailboxPasswords passwords, WorkQueue queue, TimeProvider clock)
{
    /// <summary>The form of a stored mailbox, its password left out; null when there is none.</summary>
    public async Task<MailboxForm?> ReadAsync(int id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Mailboxes.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, cancellationToken) is not { } mailbox ? null : new MailboxForm
        {
            Id = mailbox.Id,
            Host = mailbox.Host,
            Port = mailbox.Port,
            Security = mailbox.Security,
            UserName = mailbox.UserName,
            Folder = mailbox.Folder,
            Action = mailbox.Action,
            DoneFolder = mailbox.DoneFolder ?? "",
            QuarantineFolder = mailbox.QuarantineFolder ?? "",
            TrustedFingerprint = mailbox.TrustedFingerprint ?? "",
            TrustedCaFile = mailbox.TrustedCaFile ?? "",
            Enabled = mailbox.Enabled,
            Listens = !mailbox.PollOnly,
        };
    }

    /// <summary>Connects, signs in and opens the folder, changing nothing.</summary>
    public async Task<MailboxTestResult> TestAsync(MailboxForm form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        var password = form.Password;
        if (password.Length == 0 && form.Id != 0)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var stored = await db.Mailboxes.Where(m => m.Id == form.Id).Select(m => m.ProtectedPassword).SingleOrDefaultAsync(cancellationToken);
            password = passwords.Unprotect(stored) ?? "";
        }

        return await MailboxTest.RunAsync(form.ToSettings(password), cancellationToken);
    }

    /// <summary>Saves, and has the mailbox polled at once.</summary>
    /// <returns>What is wrong, in one sentence; null when it was saved.</returns>
    public async Task<string?> SaveAsync(MailboxForm form, string? by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (host, user, folder) = (form.Host.Trim(), form.UserName.Trim(), form.Folder.Trim());
        if (await db.Mailboxes.AnyAsync(m => m.Id != form.Id && m.Host == host && m.Port == form.Port && m.UserName == user && m.Folder == folder, cancellationToken))
        {
            return $"The folder {folder} of {user} on {host}:{form.Port} is read already.";
        }

        var now = clock.GetUtcNow();
        var mailbox = form.Id == 0 ? null : await db.Mailboxes.SingleOrDefaultAsync(m => m.Id == form.Id, cancellationToken);
        if (mailbox is null)
        {
            mailbox = new Mailbox { Host = host, UserName = user, CreatedAt = now };
            db.Mailboxes.Add(mailbox);
        }

        if (mailbox.Host != host || mailbox.UserName != user || mailbox.Folder != folder)
        {
            // Another folder: what was read of the old one says nothing about it.
            (mailbox.UidValidity, mailbox.LastUid) = (null, 0);
        }

        Apply(form, mailbox, host, user, folder, now);
        await db.SaveChangesAsync(cancellationToken);
        form.Id = mailbox.Id;
        if (mailbox.Enabled)
        {
            await queue.AskAsync(WorkKind.Poll, [mailbox.Id.ToString(CultureInfo.InvariantCulture)], by, cancellationToken);
        }

        return null;
    }

    /// <summary>Forgets a mailbox; its mails and the reports read from it stay.</summary>
    public async Task DeleteAsync(int id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Mailboxes.Where(m => m.Id == id).ExecuteDeleteAsync(cancellationToken);
    }

    private void Apply(MailboxForm form, Mailbox mailbox, string host, string user, string folder, DateTimeOffset now)
    {
        (mailbox.Host, mailbox.Port, mailbox.UserName, mailbox.Folder) = (host, form.Port, user, folder);
        (mailbox.Security, mailbox.Action) = (form.Security, form.Action);
        mailbox.DoneFolder = form.Action == MailboxAction.Move ? Text(form.DoneFolder) : null;
        mailbox.QuarantineFolder = form.Action == MailboxAction.Move ? Text(form.QuarantineFolder) : null;
        mailbox.TrustedFingerprint = Text(form.TrustedFingerprint);
        mailbox.TrustedCaFile = Text(form.TrustedCaFile);
        mailbox.Enabled = form.Enabled;
        mailbox.PollOnly = !form.Listens;
        mailbox.NextPollAt = now;
        (mailbox.LastError, mailbox.LastErrorStep, mailbox.FailureCount) = (null, null, 0);
        if (form.Password.Length > 0)
        {
            mailbox.ProtectedPassword = passwords.Protect(form.Password);
        }
    }

    private static string? Text(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
