using Auditor.Core.Storage.Entities;
using Auditor.Tests.Support;
using Auditor.Worker.Mailboxes;
using FluentAssertions;
using MailKit;
using MailKit.Net.Imap;
using Xunit;

namespace Auditor.Tests.Worker.Mailboxes;

/// <summary>Folders of others, on servers that separate levels with a slash and with a dot.</summary>
public sealed class SharedFolderTests
{
    [Theory]
    [InlineData('/')]
    [InlineData('.')]
    public async Task A_shared_folder_is_read_and_its_mails_are_moved_beside_it(char separator)
    {
        await using var server = await DovecotServer.StartSharingAsync(separator);
        await using var mailbox = await ReadingMailbox.CreateAsync(server, m => (m.Folder, m.Action, m.DoneFolder, m.QuarantineFolder) = ("Public/Reports", MailboxAction.Move, "Public/Reports/Processed", "Invalid/DMARC"));
        var (shared, processed) = ($"Public{separator}Reports", $"Public{separator}Reports{separator}Processed");
        using (var client = await mailbox.SignInAsync())
        {
            await client.GetFolder(client.SharedNamespaces[0]).CreateAsync("Reports", true, Cancel);
        }

        await mailbox.AppendAsync([ReportMails.Report(1), ReportMails.Bomb(), ReportMails.Report(2)], shared);
        (await mailbox.PollAsync()).Should().BeNull();
        (await mailbox.CountsAsync(shared, processed, $"Invalid{separator}DMARC")).Should().Equal(0, 2, 1);
        (await mailbox.SumsAsync()).Outcomes.Should().Be("Imported=2 Quarantined=1");
    }

    [Theory]
    [InlineData('/')]
    [InlineData('.')]
    public async Task The_inbox_of_another_user_is_read_who_lets_us(char separator)
    {
        await using var server = await DovecotServer.StartSharingAsync(separator);
        await using var owner = await ReadingMailbox.CreateAsync(server);
        await using var mailbox = await ReadingMailbox.CreateAsync(server, m => m.Folder = $"Users/{owner.User}");
        (await mailbox.PollAsync()).Should().StartWith($"There is no folder 'Users/{owner.User}' in this mailbox; it has INBOX");
        using (var client = await owner.SignInAsync())
        {
            await client.Inbox!.SetAccessRightsAsync(mailbox.User, new AccessRights("lr"), Cancel);
        }

        await owner.AppendAsync([ReportMails.Report(1)]);
        (await mailbox.PollAsync()).Should().BeNull();
        (await mailbox.SumsAsync()).Outcomes.Should().Be("Imported=1");
        using var reader = await mailbox.SignInAsync();
        (await ListAsync(reader)).Should().Equal("INBOX", $"Users{separator}{owner.User}");
    }

    [Theory]
    [InlineData('/')]
    [InlineData('.')]
    public async Task All_folders_are_listed_under_the_names_of_the_server(char separator)
    {
        await using var server = await DovecotServer.StartSharingAsync(separator);
        await using var mailbox = await ReadingMailbox.CreateAsync(server);
        using var client = await mailbox.SignInAsync();
        await client.GetFolder(client.SharedNamespaces[0]).CreateAsync("Reports", true, Cancel);
        await MailboxFolders.FindOrCreateAsync(client, "DMARC/Processed", Cancel);
        await MailboxFolders.FindOrCreateAsync(client, @"DMARC\Failed", Cancel);

        (await ListAsync(client)).Should().Equal("INBOX", "DMARC", $"DMARC{separator}Failed", $"DMARC{separator}Processed", $"Public{separator}Reports");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Task<IReadOnlyList<string>> ListAsync(ImapClient client) => MailboxFolders.ListAsync(client, Cancel);
}
