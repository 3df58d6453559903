using Auditor.Core.Storage;
using Auditor.Worker.Mailboxes;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Worker.Doctor;

/// <summary>Whether each mailbox can be signed in to and its folder read, without changing anything in it.</summary>
internal sealed class MailboxDoctor(AuditorDatabase database, MailboxSignIns signIns)
{
    private const string Area = "mailbox";

    public async Task<IReadOnlyList<DoctorCheck>> CheckAsync(CancellationToken cancellationToken)
    {
        var context = database.CreateDbContext();
        await using var _ = context.ConfigureAwait(false);
        var mailboxes = await StorageFaults.GuardAsync(database.Options, () => context.Mailboxes.AsNoTracking().OrderBy(m => m.Id).ToListAsync(cancellationToken)).ConfigureAwait(false);
        if (mailboxes.Count == 0)
        {
            return [DoctorCheck.Skipped(Area, "mailboxes", "There are none.")];
        }

        return await Task.WhenAll(mailboxes.Select(m => CheckAsync(m, cancellationToken))).ConfigureAwait(false);
    }

    private async Task<DoctorCheck> CheckAsync(Core.Storage.Entities.Mailbox mailbox, CancellationToken cancellationToken)
    {
        var name = $"{mailbox.UserName} at {mailbox.Host}";
        if (!mailbox.Enabled)
        {
            return DoctorCheck.Skipped(Area, name, "It is switched off.");
        }

        MailboxSettings settings;
        try
        {
            settings = signIns.Open(mailbox);
        }
        catch (MailboxException e)
        {
            return DoctorCheck.Failed(Area, name, e.Message, "Type the secret in again in Settings, or restore the folder keys/ that belongs to the database.");
        }

        var result = await MailboxTest.RunAsync(settings, cancellationToken).ConfigureAwait(false);
        return result.Failure is { } failure
            ? DoctorCheck.Failed(Area, name, failure.Sentence)
            : DoctorCheck.Ok(Area, name, string.Join(' ', result.Steps.Select(s => s.Sentence)));
    }
}
