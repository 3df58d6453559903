using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Ingest;
using Auditor.Worker;
using Auditor.Worker.Jobs;
using Auditor.Worker.Mailboxes;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using MimeKit;
using Xunit;

namespace Auditor.Tests.Support;

/// <summary>A mailbox of its own on a test's Dovecot, with a database of its own that it is read into.</summary>
internal sealed class ReadingMailbox : IAsyncDisposable
{
    private readonly DovecotServer server;
    private readonly ServiceProvider keys;

    private ReadingMailbox(DovecotServer server, TestDatabase database, ServiceProvider keys, int id, string user)
    {
        (this.server, Database, this.keys, Id, User) = (server, database, keys, id, user);
        Passwords = new MailboxPasswords(keys.GetRequiredService<IDataProtectionProvider>());
    }

    public TestDatabase Database { get; }

    public int Id { get; }

    public string User { get; }

    public TimeProvider Time { get; set; } = TimeProvider.System;

    public MailboxLimits Limits { get; set; } = new() { ReconnectPause = TimeSpan.FromMilliseconds(1), Reconnects = 0 };

    public MailboxSignIns SignIns => signIns ??= new(Database.Database, Passwords, new OAuthTokens(Time), Time);

    private MailboxSignIns? signIns;

    public MailboxPasswords Passwords { get; }

    public static async Task<ReadingMailbox> CreateAsync(DovecotServer server, Action<Mailbox>? configure = null, StorageProvider provider = StorageProvider.Sqlite)
    {
        var database = await TestDatabase.CreateAsync(provider, CancellationToken.None);
        var keys = new ServiceCollection().AddAuditorKeyRing(database.Database.Options).BuildServiceProvider();
        var user = "user" + Guid.NewGuid().ToString("N")[..12];
        var mailbox = new Mailbox
        {
            Host = "localhost",
            Port = server.TlsPort,
            UserName = user,
            TrustedFingerprint = server.Fingerprint,
            ProtectedPassword = new MailboxPasswords(keys.GetRequiredService<IDataProtectionProvider>()).Protect(DovecotServer.Password),
        };
        configure?.Invoke(mailbox);
        await using var context = database.Database.CreateDbContext();
        context.Mailboxes.Add(mailbox);
        await context.SaveChangesAsync();
        return new ReadingMailbox(server, database, keys, mailbox.Id, user);
    }

    /// <summary>Polls once, as the job does; gives what went wrong.</summary>
    public Task<string?> PollAsync() => PollUntilAsync(TestContext.Current.CancellationToken);

    /// <summary>Polls once and is stopped when the token says so.</summary>
    public Task<string?> PollUntilAsync(CancellationToken cancellationToken) => Polls.PollAsync(Id, cancellationToken);

    /// <summary>What the job polls with.</summary>
    public MailboxPolls Polls =>
        new(Database.Database, new IngestWriter(Database.Database, Time), new Leases(Database.Database, Time), SignIns, Auditor.Core.Reports.Intake.IntakeLimits.Default, Time, NullLogger<MailboxReader>.Instance) { Limits = Limits };

    public async Task ChangeAsync(Action<Mailbox> change)
    {
        await using var context = Database.Database.CreateDbContext();
        change(await context.Mailboxes.SingleAsync());
        await context.SaveChangesAsync();
    }

    public async Task<Mailbox> StateAsync()
    {
        await using var context = Database.Database.CreateDbContext();
        return await context.Mailboxes.AsNoTracking().SingleAsync();
    }

    public async Task<List<LedgerEntry>> LedgerAsync()
    {
        await using var context = Database.Database.CreateDbContext();
        return await context.Ledger.AsNoTracking().OrderBy(e => e.Uid).ThenBy(e => e.PartIndex).ToListAsync();
    }

    /// <summary>All that two readings of the same mails must agree in.</summary>
    public async Task<Sums> SumsAsync()
    {
        await using var context = Database.Database.CreateDbContext();
        var outcomes = await context.Ledger.GroupBy(e => e.Outcome).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count);
        var runs = await context.IntakeRuns.AsNoTracking().ToListAsync();
        return new Sums(
            string.Join(' ', outcomes.OrderBy(o => o.Key).Select(o => $"{o.Key}={o.Value}")),
            outcomes.Values.Sum(),
            runs.Sum(r => r.Seen),
            runs.Sum(r => r.Imported + r.Duplicate + r.Empty + r.NotAReport + r.Quarantined + r.Failed),
            await context.Reports.CountAsync(),
            await context.Rows.CountAsync(),
            await context.Rows.Where(r => context.Reports.Any(x => x.Id == r.ReportId && !x.IsDisplaced)).SumAsync(r => r.Messages),
            await context.Totals.SumAsync(t => t.Messages),
            await context.Rollups.SumAsync(t => t.Messages));
    }

    /// <summary>A client of the user, as the owner's mail program would be.</summary>
    public async Task<ImapClient> SignInAsync()
    {
        var client = new ImapClient();
        await client.ConnectAsync("127.0.0.1", server.Port, MailKit.Security.SecureSocketOptions.None);
        await client.AuthenticateAsync(User, DovecotServer.Password);
        return client;
    }

    /// <summary>Mails by folder.</summary>
    public async Task<List<int>> CountsAsync(params string[] folders)
    {
        using var client = await SignInAsync();
        var counts = new List<int>();
        foreach (var name in folders)
        {
            var folder = await client.GetFolderAsync(name);
            await folder.OpenAsync(FolderAccess.ReadOnly);
            counts.Add(folder.Count);
        }

        return counts;
    }

    /// <summary>Unread mails of the inbox.</summary>
    public async Task<int> UnseenAsync()
    {
        using var client = await SignInAsync();
        await client.Inbox!.OpenAsync(FolderAccess.ReadOnly);
        return (await client.Inbox.SearchAsync(SearchQuery.NotSeen)).Count;
    }

    /// <summary>Deletes mails of the inbox, as another mail program would.</summary>
    public async Task DeleteAsync(params uint[] uids)
    {
        using var client = await SignInAsync();
        await client.Inbox!.OpenAsync(FolderAccess.ReadWrite);
        await client.Inbox.AddFlagsAsync([.. uids.Select(u => new UniqueId(u))], MessageFlags.Deleted, true);
        await client.Inbox.ExpungeAsync();
    }

    /// <summary>The owner moves all mails to a new folder: they have new numbers under a new UIDVALIDITY there.</summary>
    public async Task MoveAllAsync(string folder)
    {
        using var client = await SignInAsync();
        await client.Inbox!.OpenAsync(FolderAccess.ReadWrite);
        var target = await client.GetFolder(client.PersonalNamespaces[0]).CreateAsync(folder, true);
        await client.Inbox.MoveToAsync(await client.Inbox.SearchAsync(SearchQuery.All), target!);
        await client.DisconnectAsync(true);
    }

    public async Task AppendAsync(IEnumerable<byte[]> mails, string folder = "INBOX")
    {
        using var client = await SignInAsync();
        var target = await client.GetFolderAsync(folder);
        foreach (var mail in mails)
        {
            await target.AppendAsync(FormatOptions, new AppendRequest(MimeMessage.Load(new MemoryStream(mail))));
        }

        await client.DisconnectAsync(true);
    }

    public async ValueTask DisposeAsync()
    {
        await keys.DisposeAsync();
        await Database.DisposeAsync();
    }

    private static FormatOptions FormatOptions { get; } = new() { NewLineFormat = NewLineFormat.Dos };

    internal sealed record Sums(string Outcomes, int Entries, int Seen, int Ended, int Reports, int Rows, long RowMessages, long TotalMessages, long RollupMessages);
}
