using System.Text;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Ingest;
using Auditor.Tests.Support;
using Auditor.Worker.Reports;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Auditor.Tests.Worker.Reports;

public sealed class DropFolderTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("auditor-drop-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory, BothDatabases]
    public async Task Files_are_taken_in_by_content_and_moved_by_what_became_of_them(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        Put("a.eml", ReportMails.Report(0));
        Put("b.bin", ReportMails.Gzip(Encoding.UTF8.GetBytes(ReportMails.Xml(1))));
        Put("b-again.bin", ReportMails.Gzip(Encoding.UTF8.GetBytes(ReportMails.Xml(1))));
        Put("broken.xml", Encoding.UTF8.GetBytes(ReportMails.Xml(2)[..400]));
        Put("note.txt", "hello"u8.ToArray());

        (await Sweep(test.Database).RunAsync(Cancel)).Should().Be(5);
        Names().Should().BeEmpty();
        Names("processed").Should().Equal("a.eml", "b-again.bin", "b.bin");
        Names("invalid").Should().Equal("broken.xml", "note.txt");
        await using var context = test.Database.CreateDbContext();
        (await context.IntakeRuns.SingleAsync(Cancel)).Should().BeEquivalentTo(new { Source = IntakeSource.DropFolder, Seen = 5, Imported = 2, Duplicate = 1, Quarantined = 1, NotAReport = 1, Error = (string?)null });
        (await context.Ledger.Select(e => e.Path).ToListAsync(Cancel)).Should().BeEquivalentTo("a.eml", "b.bin", "b-again.bin", "broken.xml", "note.txt");
    }

    [Fact]
    public async Task What_is_not_a_complete_file_of_the_folder_itself_stays()
    {
        await using var test = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        var outside = Directory.CreateTempSubdirectory("auditor-outside-");
        File.WriteAllBytes(Path.Combine(outside.FullName, "secret.eml"), ReportMails.Report(0));
        File.CreateSymbolicLink(Path.Combine(folder.FullName, "link.eml"), Path.Combine(outside.FullName, "secret.eml"));
        Directory.CreateSymbolicLink(Path.Combine(folder.FullName, "folder-link"), outside.FullName);
        folder.CreateSubdirectory("sub");
        Put("sub/deep.eml", ReportMails.Report(1));
        Put(".writing.eml", ReportMails.Report(2));
        Put("empty.eml", []);
        (await Sweep(test.Database).RunAsync(Cancel)).Should().Be(0);
        Names().Should().BeEquivalentTo("link.eml", ".writing.eml", "empty.eml");
        await using var context = test.Database.CreateDbContext();
        (await context.IntakeRuns.AnyAsync(Cancel)).Should().BeFalse();
        outside.Delete(recursive: true);
    }

    [Fact]
    public async Task A_file_that_is_still_written_waits_until_it_is_complete()
    {
        await using var test = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        var report = ReportMails.Report(0);
        Put("slow.eml", report[..200]);
        var sweep = Sweep(test.Database, TimeSpan.FromSeconds(1));
        var running = sweep.RunAsync(Cancel);
        await Task.Delay(200, Cancel);
        Put("slow.eml", report);
        (await running).Should().Be(0);
        Names().Should().Equal("slow.eml");
        (await sweep.RunAsync(Cancel)).Should().Be(1);
        Names("processed").Should().Equal("slow.eml");
    }

    [Fact]
    public async Task A_name_that_is_taken_gets_a_number_and_nothing_is_replaced()
    {
        await using var test = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        for (var i = 0; i < 3; i++)
        {
            Put("report.eml", ReportMails.Report(i));
            await Sweep(test.Database).RunAsync(Cancel);
        }

        Names("processed").Should().Equal("report-2.eml", "report-3.eml", "report.eml");
        File.ReadAllBytes(Path.Combine(folder.FullName, "processed", "report-2.eml")).Should().Equal(ReportMails.Report(1));
    }

    [Fact]
    public async Task A_file_that_cannot_be_moved_is_read_once_and_the_run_says_so()
    {
        await using var test = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        var blocked = Path.Combine(Directory.CreateTempSubdirectory("auditor-blocked-").FullName, "file");
        File.WriteAllText(blocked, "a file, not a folder");
        Put("report.eml", ReportMails.Report(0));
        var sweep = new DropFolderSweep(
            new DropFolderOptions { Folder = folder.FullName, Done = blocked, Invalid = blocked }, new IngestWriter(test.Database, TimeProvider.System), Auditor.Core.Reports.Intake.IntakeLimits.Default, TimeProvider.System, NullLogger<DropFolderSweep>.Instance)
        { Settle = TimeSpan.FromMilliseconds(20) };
        (await sweep.RunAsync(Cancel)).Should().Be(1);
        (await sweep.RunAsync(Cancel)).Should().Be(0);
        await using var context = test.Database.CreateDbContext();
        (await context.IntakeRuns.SingleAsync(Cancel)).Error.Should().StartWith("The file 'report.eml' is stored, but cannot be moved to");

        // A worker that is killed before the move reads the file again: that counts nothing twice.
        (await Sweep(test.Database).RunAsync(Cancel)).Should().Be(1);
        (await context.Reports.CountAsync(Cancel)).Should().Be(1);
        Names("processed").Should().Equal("report.eml");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private DropFolderSweep Sweep(AuditorDatabase database, TimeSpan? settle = null) => new(
        new DropFolderOptions { Folder = folder.FullName, Done = Path.Combine(folder.FullName, "processed"), Invalid = Path.Combine(folder.FullName, "invalid") },
        new IngestWriter(database, TimeProvider.System), Auditor.Core.Reports.Intake.IntakeLimits.Default, TimeProvider.System, NullLogger<DropFolderSweep>.Instance)
    { Settle = settle ?? TimeSpan.FromMilliseconds(20) };

    private void Put(string name, byte[] content) => File.WriteAllBytes(Path.Combine(folder.FullName, name), content);

    private IEnumerable<string> Names(string below = "") => Directory.EnumerateFiles(Path.Combine(folder.FullName, below)).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal);
}
