using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Backups;
using Auditor.Core.Storage.Backups.Age;
using Auditor.Core.Storage.Entities;
using Auditor.Tests.Support;
using Auditor.Tests.Web.Support;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Auditor.Tests.Storage.Backups;

public sealed class BackupTests
{
    private const string Passphrase = "correct horse battery staple";
    private const string KeyName = "key-5f0e1d9c-2b6a-4f1e-8a9b-0c1d2e3f4a5b.xml";

    private static readonly StillTime Time = new(new DateTimeOffset(2026, 11, 28, 3, 30, 0, TimeSpan.Zero));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<StorageProvider, StorageProvider> Ways => new()
    {
        { StorageProvider.Sqlite, StorageProvider.Sqlite },
        { StorageProvider.Sqlite, StorageProvider.Postgres },
        { StorageProvider.Postgres, StorageProvider.Sqlite },
        { StorageProvider.Postgres, StorageProvider.Postgres },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Every_row_of_every_table_comes_back_in_either_database(StorageProvider from, StorageProvider to)
    {
        await using var source = await FilledAsync(from);
        var file = await BackedUpAsync(source);
        await using var target = await TestDatabase.CreateEmptyAsync(to);
        var content = await RestoreAsync(target, file);

        content.Head.Should().BeEquivalentTo(new { Format = 1, CreatedAt = Time.GetUtcNow(), Provider = from == StorageProvider.Sqlite ? "sqlite" : "postgres" });
        content.End.Keys.Should().Be(1);
        (await File.ReadAllTextAsync(Path.Combine(target.Database.Options.KeyRingPath, KeyName), Cancel)).Should().Be("<key/>");
        var (before, after) = (await RowsAsync(file), await RowsAsync(await BackedUpAsync(target)));
        after.Keys.Should().BeEquivalentTo(before.Keys);
        foreach (var (table, rows) in before.Where(t => t.Key != "Activity"))
        {
            after[table].Should().Equal(rows, "{0} is the same", table);
        }

        after["Activity"].Except(before["Activity"]).Should().ContainSingle().Which.Should().Contain("backup.restored");
        before.Values.Sum(r => r.Count).Should().BeGreaterThan(500, "an empty database proves nothing");

        // What comes later gets numbers of its own.
        await using var context = target.Database.CreateDbContext();
        context.Add(new MonitoredDomain { Name = "later.example" });
        await context.SaveChangesAsync(Cancel);
        await new DatabaseMigrator(target.Database).EnsureCurrentAsync(Cancel);
    }

    [Theory, BothDatabases]
    public async Task A_backup_shows_one_moment_while_others_write(StorageProvider provider)
    {
        await using var source = await FilledAsync(provider);
        await using var slow = new WritingWhileRead(async () =>
        {
            await using var context = source.Another().CreateDbContext();
            context.Add(new MonitoredDomain { Name = "meanwhile.example" });
            context.Add(new Setting { Key = "meanwhile", Value = "1", ChangedAt = Time.GetUtcNow() });
            await context.SaveChangesAsync(Cancel);
        });
        await new BackupWriter(source.Database, Time).WriteAsync(slow, Passphrase, Cancel);

        slow.Wrote.Should().BeTrue();
        var rows = await RowsAsync(slow.ToArray());
        rows["Domains"].Concat(rows["Settings"]).Should().NotContain(r => r.Contains("meanwhile", StringComparison.Ordinal));
        await using var after = source.Database.CreateDbContext();
        (await after.Domains.AnyAsync(d => d.Name == "meanwhile.example", Cancel)).Should().BeTrue();
    }

    [Theory, BothDatabases]
    public async Task An_older_version_s_backup_is_upgraded(StorageProvider provider)
    {
        await using var target = await TestDatabase.CreateEmptyAsync(provider);
        var file = Archive(
            ("backup.json", Head("Initial", ("AspNetUsers", ["Id:Text", "Email:Text", "EmailConfirmed:Integer", "PhoneNumberConfirmed:Integer", "TwoFactorEnabled:Integer", "LockoutEnabled:Integer", "AccessFailedCount:Integer", "CreatedAt:Integer"]))),
            ("tables/AspNetUsers/000000.jsonl", """["7f","old@example.com",1,0,0,1,0,1763000000]""" + "\n"),
            ("end.json", """{"rows":{"AspNetUsers":1},"keys":0}"""));
        await RestoreAsync(target, file);

        await new DatabaseMigrator(target.Database).EnsureCurrentAsync(Cancel);
        await using var context = target.Database.CreateDbContext();
        var user = await context.Users.SingleAsync(Cancel);
        user.Should().BeEquivalentTo(new { Email = "old@example.com", EmailConfirmed = true, Role = UserRole.Administrator, CreatedAt = DateTimeOffset.FromUnixTimeSeconds(1763000000) });
    }

    [Theory, BothDatabases]
    public async Task A_place_with_a_database_is_left_alone(StorageProvider provider)
    {
        await using var source = await FilledAsync(provider);
        var file = await BackedUpAsync(source);
        var before = await RowsAsync(file);
        var restore = () => RestoreAsync(source, file);

        (await restore.Should().ThrowAsync<BackupException>()).Which.Fault.Should().Be(BackupFault.NotEmpty);
        (await RowsAsync(await BackedUpAsync(source))).Should().BeEquivalentTo(before);
    }

    [Theory, BothDatabases]
    public async Task A_damaged_backup_leaves_nothing_and_a_whole_one_follows(StorageProvider provider)
    {
        await using var source = await FilledAsync(StorageProvider.Sqlite);
        var file = await BackedUpAsync(source);
        await using var target = await TestDatabase.CreateEmptyAsync(provider);
        var changed = file.ToArray();
        changed[^1000] ^= 1;
        foreach (var bad in new[] { changed, file[..^1], file[..(file.Length / 2)] })
        {
            var restore = () => RestoreAsync(target, bad);
            (await restore.Should().ThrowAsync<BackupException>()).Which.Fault.Should().Be(BackupFault.Damaged);
        }

        target.Folder.GetFileSystemInfos().Should().BeEmpty("half a database is none");
        (await RestoreAsync(target, file)).Rows.Should().BeGreaterThan(500);
    }

    [Theory]
    [InlineData("""{"rows":{"Tags":2},"keys":0}""", "*as many rows*")]
    [InlineData("""{"rows":{"Tags":1},"keys":1}""", "*as many rows*")]
    [InlineData("""{"rows":{},"keys":0}""", "*as many rows*")]
    public async Task An_archive_at_odds_with_itself_is_refused(string end, string message)
    {
        var file = Archive(("backup.json", Head("Endings", ("Tags", ["Id:Integer", "Name:Text"]))), ("tables/Tags/000000.jsonl", "[1,\"a\"]\n"), ("end.json", end));
        var check = () => BackupReader.CheckAsync(new MemoryStream(file), Passphrase, Cancel);
        await check.Should().ThrowAsync<BackupException>().WithMessage(message);
    }

    [Theory]
    [InlineData("Id:Integer,Nonsense:Text", "[1,\"a\"]\n", "*Tags.Nonsense*")]
    [InlineData("Id:Integer,Name:Text", "[1]\n", "*cannot be unpacked*")]
    [InlineData("Id:Integer,Name:Text", "[1,\"a\",2]\n", "*cannot be unpacked*")]
    [InlineData("Id:Integer,Name:Text", "{}\n", "*cannot be unpacked*")]
    public async Task Rows_that_no_version_wrote_are_refused(string columns, string rows, string message)
    {
        await using var target = await TestDatabase.CreateEmptyAsync(StorageProvider.Sqlite);
        var file = Archive(("backup.json", Head("Endings", ("Tags", columns.Split(',')))), ("tables/Tags/000000.jsonl", rows), ("end.json", """{"rows":{"Tags":1},"keys":0}"""));
        var restore = () => RestoreAsync(target, file);
        await restore.Should().ThrowAsync<BackupException>().WithMessage(message);
    }

    [Theory, BothDatabases]
    public async Task Rows_that_refer_to_nothing_are_refused(StorageProvider provider)
    {
        await using var target = await TestDatabase.CreateEmptyAsync(provider);
        var file = Archive(
            ("backup.json", Head("Endings", ("DomainSelectors", ["Id:Integer", "DomainId:Integer", "Selector:Text", "Source:Integer", "FirstSeenAt:Integer"]))), ("tables/DomainSelectors/000000.jsonl", "[1,77,\"s1\",1,1763000000]\n"), ("end.json", """{"rows":{"DomainSelectors":1},"keys":0}"""));
        var restore = () => RestoreAsync(target, file);
        await restore.Should().ThrowAsync<BackupException>().WithMessage("*DomainSelectors*Domains*");
    }

    [Theory]
    [InlineData("""{"format":2,"version":"9.0.0","createdAt":"2030-01-01T00:00:00Z","provider":"sqlite","migrations":["Initial"],"tables":[]}""", "*format 2*")]
    [InlineData("""{"format":1,"version":"9.0.0","createdAt":"2030-01-01T00:00:00Z","provider":"sqlite","migrations":["Initial","Wonder"],"tables":[]}""", "*Auditor 9.0.0*'Wonder'*")]
    public async Task A_newer_version_s_backup_is_refused(string head, string message)
    {
        await using var target = await TestDatabase.CreateEmptyAsync(StorageProvider.Sqlite);
        var restore = () => RestoreAsync(target, Archive(("backup.json", head), ("end.json", """{"rows":{},"keys":0}""")));
        (await restore.Should().ThrowAsync<BackupException>().WithMessage(message)).Which.Fault.Should().Be(BackupFault.TooNew);
    }

    [Theory]
    [InlineData("""[{"name":"Tags","columns":[]},{"name":"Tags","columns":[]}]""", "*a table twice*")]
    [InlineData("""[{"name":"Tags"}]""", "*cannot be unpacked*")]
    [InlineData("""[{"name":"Tags","columns":null}]""", "*cannot be unpacked*")]
    [InlineData("null", "*cannot be unpacked*")]
    public async Task A_head_that_no_version_wrote_is_refused(string tables, string message)
    {
        var head = $$"""{"format":1,"version":"0.1.0","createdAt":"2026-11-28T00:00:00Z","provider":"sqlite","migrations":["Initial"],"tables":{{tables}}}""";
        var check = () => BackupReader.CheckAsync(new MemoryStream(Archive(("backup.json", head), ("end.json", """{"rows":{},"keys":0}"""))), Passphrase, Cancel);
        (await check.Should().ThrowAsync<BackupException>().WithMessage(message)).Which.Fault.Should().Be(BackupFault.Damaged);
    }

    [Theory]
    [InlineData("keys/../../evil.xml")]
    [InlineData("keys/evil.sh")]
    [InlineData("tables/Tags/../../evil.jsonl")]
    [InlineData("/etc/evil")]
    public async Task An_entry_that_no_backup_has_is_refused(string name)
    {
        await using var target = await TestDatabase.CreateEmptyAsync(StorageProvider.Sqlite);
        var file = Archive(("backup.json", Head("Endings", ("Tags", ["Id:Integer", "Name:Text"]))), (name, "x"), ("end.json", """{"rows":{"Tags":0},"keys":1}"""));
        var restore = () => RestoreAsync(target, file);
        (await restore.Should().ThrowAsync<BackupException>()).Which.Fault.Should().Be(BackupFault.Damaged);
        target.Folder.GetFileSystemInfos().Should().BeEmpty();
    }

    [Fact]
    public async Task The_drill_leaves_nothing_behind()
    {
        await using var source = await FilledAsync(StorageProvider.Postgres);
        var file = await BackedUpAsync(source);
        var folder = source.Folder.CreateSubdirectory("drill");
        var content = await new BackupRestorer(source.Database.Options, Time).VerifyAsync(new MemoryStream(file), Passphrase, folder.FullName, Cancel);
        content.Rows.Should().BeGreaterThan(500);
        folder.GetFileSystemInfos().Should().BeEmpty();
    }

    [Fact]
    public async Task A_weak_passphrase_makes_no_backup()
    {
        await using var source = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        var write = () => new BackupWriter(source.Database, Time).WriteAsync(Stream.Null, "too short", Cancel);
        (await write.Should().ThrowAsync<BackupException>()).Which.Fault.Should().Be(BackupFault.NoPassphrase);
    }

    // Every kind of value, and text that either database's own form must escape.
    private static async Task<TestDatabase> FilledAsync(StorageProvider provider)
    {
        var test = await TestDatabase.CreateAsync(provider, Cancel);
        await SampleInstallation.FillAsync(test.Database, Time.GetUtcNow());
        await using var context = test.Database.CreateDbContext();
        context.Add(new Setting { Key = "hostile", Value = "tab\t newline\r\n back\\slash \\N \\. quote' \"ü\u202e 🙂", ChangedAt = Time.GetUtcNow() });
        context.Add(new AuditorUser { Id = "u1", Email = "a@example.com", UserName = "a@example.com", LockoutEnd = Time.GetUtcNow(), LockoutEnabled = true, CreatedAt = Time.GetUtcNow() });
        await context.SaveChangesAsync(Cancel);
        Directory.CreateDirectory(test.Database.Options.KeyRingPath);
        await File.WriteAllTextAsync(Path.Combine(test.Database.Options.KeyRingPath, KeyName), "<key/>", Cancel);
        return test;
    }

    private static async Task<byte[]> BackedUpAsync(TestDatabase test)
    {
        using var file = new MemoryStream();
        await new BackupWriter(test.Database, Time).WriteAsync(file, Passphrase, Cancel);
        return file.ToArray();
    }

    private static async Task<BackupContent> RestoreAsync(TestDatabase test, byte[] file)
    {
        // As a program of its own does.
        using var input = new MemoryStream(file);
        return await new BackupRestorer(test.Database.Options, Time).RestoreAsync(input, Passphrase, Cancel);
    }

    private static async Task<Dictionary<string, List<string>>> RowsAsync(byte[] file)
    {
        var sink = new Collected();
        using var input = new MemoryStream(file);
        await BackupReader.ReadAsync(input, Passphrase, sink, Cancel);
        return sink.Rows.ToDictionary(t => t.Key, t => t.Value.Order(StringComparer.Ordinal).ToList(), StringComparer.Ordinal);
    }

    private static string Head(string lastMigration, params (string Name, string[] Columns)[] tables)
    {
        var known = new DatabaseMigrator(new AuditorDatabase(new StorageOptions())).Known.Select(BackupWriter.NameOf).ToList();
        return JsonSerializer.Serialize(new
        {
            format = 1,
            version = "0.1.0",
            createdAt = Time.GetUtcNow(),
            provider = "sqlite",
            migrations = known.Take(known.IndexOf(lastMigration) + 1),
            tables = tables.Select(t => new { name = t.Name, columns = t.Columns.Select(c => new { name = c.Split(':')[0], kind = c.Split(':')[1] }) }),
        });
    }

    private static byte[] Archive(params (string Name, string Content)[] entries)
    {
        using var file = new MemoryStream();
        using (var age = new AgeWriter(file, Passphrase, 4))
        {
            using (var packed = new GZipStream(age, CompressionLevel.Fastest, leaveOpen: true))
            using (var tar = new TarWriter(packed, TarEntryFormat.Pax))
            {
                foreach (var (name, content) in entries)
                {
                    tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) });
                }
            }

            age.End();
        }

        return file.ToArray();
    }

    private sealed class Collected : IBackupSink
    {
        public Dictionary<string, List<string>> Rows { get; } = new(StringComparer.Ordinal);

        public Task BeginAsync(BackupHead head, CancellationToken cancellationToken)
        {
            foreach (var table in head.Tables)
            {
                Rows[table.Name] = [];
            }

            return Task.CompletedTask;
        }

        // By the names of the columns: a column that was added later stands elsewhere in a database that was upgraded.
        public Task RowsAsync(BackupTable table, ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
        {
            foreach (var line in Encoding.UTF8.GetString(lines.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                using var row = JsonDocument.Parse(line);
                Rows[table.Name].Add(string.Join(' ', table.Columns.Zip(row.RootElement.EnumerateArray(), (c, v) => $"{c.Name}={v.GetRawText()}").Order(StringComparer.Ordinal)));
            }

            return Task.CompletedTask;
        }

        public Task KeyAsync(string fileName, byte[] content, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    // The header goes out before the first row is read; what is written then must not be seen.
    private sealed class WritingWhileRead(Func<Task> write) : MemoryStream
    {
        public bool Wrote { get; private set; }

        public override void Write(byte[] buffer, int offset, int count)
        {
            base.Write(buffer, offset, count);
            if (!Wrote && Length > 10_000)
            {
                Wrote = true;
                write().GetAwaiter().GetResult();
            }
        }
    }
}
