using System.Text.Json;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Tests.Storage.Rereading;
using Auditor.Tests.Support;
using FluentAssertions;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Auditor.Tests.Worker.Cli;

public sealed class ReparseCommandTests
{
    [Fact]
    public async Task Reports_are_read_again_after_a_trial_and_what_stays_says_why()
    {
        var data = Directory.CreateTempSubdirectory("auditor-reparse-");
        try
        {
            (await AuditorProcess.RunOnAsync(data, "migrate")).ExitCode.Should().Be(0);
            await using (var database = Database(data))
            await using (var db = database.CreateDbContext())
            {
                db.Domains.Add(new MonitoredDomain { Name = "example.com" });
                await db.SaveChangesAsync(TestContext.Current.CancellationToken);
            }

            foreach (var id in (string[])["1", "2", "3"])
            {
                var file = Path.Combine(data.FullName, $"{id}.xml");
                await File.WriteAllTextAsync(file, RereadStore.Xml(id), TestContext.Current.CancellationToken);
                (await AuditorProcess.RunOnAsync(data, "ingest", file)).ExitCode.Should().Be(0);
            }

            (await AuditorProcess.RunOnAsync(data, "reparse", "--all")).Should().BeEquivalentTo(
                new { ExitCode = 0, Output = "3 report(s) read again: 0 changed, 3 the same, 0 cannot be read any more, 0 left alone. 0 not kept as they arrived.\n" });
            await ExecuteAsync(data, """UPDATE "ReportRows" SET "HeaderFrom" = 'wrong.example' WHERE "ReportId" = 1 AND "Ordinal" = 1; UPDATE "RawReports" SET "Content" = x'FFFF01' WHERE "ReportId" = 2; DELETE FROM "RawReports" WHERE "ReportId" = 3;""");

            var trial = await AuditorProcess.RunOnAsync(data, "reparse", "--domain", "EXAMPLE.com", "--dry-run");
            trial.ExitCode.Should().Be(2);
            trial.Output.Should().StartWith("Report 1: would change.\n  rows that differ: nothing -> 1\n  row 2 header_from: wrong.example -> example.com\nReport 2: The kept bytes cannot be read any more:")
                .And.EndWith("2 report(s) read again: 1 would change, 0 the same, 1 cannot be read any more, 0 left alone. 1 not kept as they arrived.\n");

            var done = await AuditorProcess.RunOnAsync(data, "reparse", "--all", "--format", "json");
            done.ExitCode.Should().Be(2);
            var json = JsonDocument.Parse(done.Output).RootElement;
            (json.GetProperty("dryRun").GetBoolean(), json.GetProperty("changed").GetInt32(), json.GetProperty("failed").GetInt32(), json.GetProperty("notKept").GetInt32()).Should().Be((false, 1, 1, 1));
            json.GetProperty("reports").EnumerateArray().Select(r => (r.GetProperty("id").GetInt64(), r.GetProperty("outcome").GetString())).Should().Equal((1, "changed"), (2, "failed"));
            (await AuditorProcess.RunOnAsync(data, "reparse", "--report", "1")).Should().BeEquivalentTo(
                new { ExitCode = 0, Output = "1 report(s) read again: 0 changed, 1 the same, 0 cannot be read any more, 0 left alone. 0 not kept as they arrived.\n" });
            var without = await AuditorProcess.RunOnAsync(data, "reparse", "--report", "3");
            without.ExitCode.Should().Be(2);
            without.Output.Should().StartWith("Report 3: The report is not kept as it arrived:").And.EndWith("1 not kept as they arrived.\n");

            (await AuditorProcess.RunOnAsync(data, "reparse", "--report", "9")).Error.Should().Be("auditor: There is no report 9. Its number is in the address of its page.\n");
            (await AuditorProcess.RunOnAsync(data, "reparse")).Error.Should().Be("auditor: Write one of --report ID, --domain DOMAIN and --all.\n");
            (await AuditorProcess.RunOnAsync(data, "reparse", "--all", "--report", "1")).ExitCode.Should().Be(1);
            (await AuditorProcess.RunOnAsync(data, "reparse", "--domain", "no domain")).Error.Should().Contain("is no domain");
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            data.Delete(recursive: true);
        }
    }

    private static AuditorDatabase Database(DirectoryInfo data) => new(new StorageOptions { Provider = StorageProvider.Sqlite, Path = data.FullName });

    private static async Task ExecuteAsync(DirectoryInfo data, string sql)
    {
        await using var database = Database(data);
        await using var connection = await database.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
