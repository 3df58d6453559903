using System.Globalization;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Activity;
using Auditor.Core.Storage.Entities;
using Auditor.Web.Components.Controls;
using Auditor.Web.Texts;
using Auditor.Worker.Jobs;
using Auditor.Worker.Mailboxes;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Web.Components.Work;

/// <summary>Reads, tests, saves and deletes mailboxes. A stored password is used, never shown.</summary>
public sealed class MailboxEditor(IDbContextFactory<AuditorDbContext> contexts, MailboxPasswords passwords, OAuthTokens tokens, WorkQueue queue, ActivityLog log, TimeProvider clock)
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
            SignIn = mailbox.SignIn,
            TokenEndpoint = mailbox.TokenEndpoint ?? "",
            ClientId = mailbox.ClientId ?? "",
            TokenScope = mailbox.TokenScope ?? "",
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
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var stored = form.Id == 0 ? null : await db.Mailboxes.AsNoTracking().SingleOrDefaultAsync(m => m.Id == form.Id, cancellationToken);
        var settings = form.ToSettings(form.SignIn != MailboxSignIn.Password ? "" : form.Password.Length > 0 ? form.Password : passwords.Unprotect(stored?.ProtectedPassword) ?? "");
        if (form.SignIn != MailboxSignIn.Password)
        {
            settings = settings with { Token = new TokenSource(cancel => AskAsync(form, stored, cancel), () => { }) };
        }

        return await MailboxTest.RunAsync(settings, cancellationToken);
    }

    /// <summary>Saves, and has the mailbox polled at once.</summary>
    /// <returns>What is wrong, in one sentence; null when it was saved.</returns>
    public async Task<string?> SaveAsync(MailboxForm form, Doer doer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(doer);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (host, user, folder) = (form.Host.Trim(), form.UserName.Trim(), form.Folder.Trim());
        if (await db.Mailboxes.AnyAsync(m => m.Id != form.Id && m.Host == host && m.Port == form.Port && m.UserName == user && m.Folder == folder, cancellationToken))
        {
            return Say.It(WorkTexts.ReadAlready, folder, user, host, form.Port);
        }

        var now = clock.GetUtcNow();
        var before = form.Id == 0 ? null : await db.Mailboxes.AsNoTracking().SingleOrDefaultAsync(m => m.Id == form.Id, cancellationToken);
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
            (mailbox.FormerUidValidity, mailbox.UidValidityChangedAt, mailbox.SignedInAt) = (null, null, null);
            (mailbox.LookedAt, mailbox.WaitingMails, mailbox.OldestWaitingAt) = (null, 0, null);
            (mailbox.QuotaAt, mailbox.QuotaUsedBytes, mailbox.QuotaLimitBytes) = (null, null, null);
        }

        Apply(form, mailbox, host, user, folder, now);
        log.Add(db, doer, new Deed(before is null ? ActivityActions.MailboxAdded : ActivityActions.MailboxChanged, user, before is null ? null : Describe(before), Describe(mailbox)));
        await db.SaveChangesAsync(cancellationToken);
        form.Id = mailbox.Id;
        if (mailbox.Enabled)
        {
            await queue.AskAsync(WorkKind.Poll, [mailbox.Id.ToString(CultureInfo.InvariantCulture)], doer.Name, cancellationToken);
        }

        return null;
    }

    /// <summary>Forgets a mailbox; its mails and the reports read from it stay.</summary>
    public async Task DeleteAsync(int id, Doer doer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(doer);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Mailboxes.SingleOrDefaultAsync(m => m.Id == id, cancellationToken) is { } mailbox)
        {
            db.Mailboxes.Remove(mailbox);
            log.Add(db, doer, new Deed(ActivityActions.MailboxRemoved, mailbox.UserName, Describe(mailbox)));
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    // A token that is replaced in a test goes on in the form, or is stored at once when it took the place of the stored one.
    private async Task<AccessToken> AskAsync(MailboxForm form, Mailbox? stored, CancellationToken cancellationToken)
    {
        var refresh = form.SignIn == MailboxSignIn.RefreshToken ? Typed(form.RefreshToken, stored?.ProtectedRefreshToken) : null;
        var token = await tokens.AskAsync(
            new TokenGrant
            {
                SignIn = form.SignIn,
                Endpoint = new Uri(form.TokenEndpoint.Trim()),
                ClientId = form.ClientId.Trim(),
                ClientSecret = Typed(form.ClientSecret, stored?.ProtectedClientSecret),
                Scope = Text(form.TokenScope),
                RefreshToken = refresh,
            },
            cancellationToken);
        if (token.RefreshToken is { } next && form.RefreshToken.Length > 0)
        {
            form.RefreshToken = next;
        }
        else if (token.RefreshToken is { } replaced && stored is not null)
        {
            var kept = passwords.Protect(replaced);
            await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
            await db.Mailboxes.Where(m => m.Id == stored.Id && m.ProtectedRefreshToken == stored.ProtectedRefreshToken).ExecuteUpdateAsync(set => set.SetProperty(m => m.ProtectedRefreshToken, kept), CancellationToken.None);
        }

        return token;
    }

    private string? Typed(string typed, string? stored) => typed.Length > 0 ? typed.Trim() : passwords.Unprotect(stored);

    // Never a secret.
    private static string Describe(Mailbox m) => $"{m.UserName} at {m.Host}:{m.Port} ({m.Security}), folder {m.Folder}, sign-in {m.SignIn}, action {m.Action}, {(m.Enabled ? "on" : "off")}";

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
        var isToken = form.SignIn != MailboxSignIn.Password;
        mailbox.SignIn = form.SignIn;
        (mailbox.TokenEndpoint, mailbox.ClientId, mailbox.TokenScope) = isToken ? (Text(form.TokenEndpoint), Text(form.ClientId), Text(form.TokenScope)) : (null, null, null);

        // A secret of another way to sign in is not kept.
        mailbox.ProtectedPassword = isToken ? null : Kept(form.Password, mailbox.ProtectedPassword);
        mailbox.ProtectedClientSecret = isToken ? Kept(form.ClientSecret.Trim(), mailbox.ProtectedClientSecret) : null;
        mailbox.ProtectedRefreshToken = form.SignIn == MailboxSignIn.RefreshToken ? Kept(form.RefreshToken.Trim(), mailbox.ProtectedRefreshToken) : null;
    }

    private string? Kept(string typed, string? stored) => typed.Length > 0 ? passwords.Protect(typed) : stored;

    private static string? Text(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
