using MailKit;
using MailKit.Net.Imap;

namespace Auditor.Worker.Mailboxes;

/// <summary>An IMAP client whose mails are received into <see cref="SpillStream"/>s instead of into memory only.</summary>
internal sealed class ReportImapClient(long maxMessageBytes) : ImapClient
{
    protected override ImapFolder CreateImapFolder(ImapFolderConstructorArgs args) => new SpillingFolder(args, maxMessageBytes);

    private sealed class SpillingFolder(ImapFolderConstructorArgs args, long maxMessageBytes) : ImapFolder(args)
    {
        protected override Stream CreateStream(UniqueId? uid, string section, int offset, int length) =>
            new SpillStream(maxMessageBytes, length);
    }
}
