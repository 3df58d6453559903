using System.Text.Json;
using System.Text.RegularExpressions;
using Auditor.Core.Storage;
using Auditor.Tests.Support;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;

namespace Auditor.Tests.Native;

/// <summary>The commands that are compiled ahead of time say what the program says that the runtime compiles, and what they do not know goes to it.</summary>
public sealed partial class NativeProgramTests
{
    private static readonly string[] Zones =
    [
        .. Directory.GetFiles(Path.Combine(ProjectRoot.Path, "fixtures", "zones"), "*.zone")
            .Concat(Directory.GetFiles(Path.Combine(ProjectRoot.Path, "fixtures", "audit"), "*.zone"))
            .Where(f => Path.GetFileName(f) != "broken.test.zone")
            .DistinctBy(Path.GetFileName).Order(StringComparer.Ordinal).SelectMany(f => new[] { "--zone", f }),
    ];

    [Theory]
    [InlineData("table")]
    [InlineData("json")]
    [InlineData("jsonl")]
    [InlineData("csv")]
    [InlineData("sarif")]
    [InlineData("junit")]
    public async Task An_audit_is_the_same_in_every_format(string format)
    {
        var run = await SameAsync(["audit", "example.com", "example.org", "answers.test", "deep.test", "eleven.test", "keys.test", "large.test", "--ip", "192.0.2.1", "--concurrency", "1", "--format", format, .. Zones]);
        run.ExitCode.Should().Be(2);
        run.Output.Should().Contain("example.com").And.Contain("SPF-LOOKUP-LIMIT");
    }

    [Fact]
    public async Task An_audit_reads_its_files_the_same()
    {
        var folder = Directory.CreateTempSubdirectory("auditor-native-");
        try
        {
            string File(string name, string content)
            {
                var path = Path.Combine(folder.FullName, name);
                System.IO.File.WriteAllText(path, content);
                return path;
            }

            var domains = File("domains.txt", "keys.test, eleven.test # both\n");
            var selectors = File("selectors.json", """{"keys.test":["s1","ed"],"eleven.test":["x"]}""");
            var senders = File("senders.json", """{"services":[{"id":"acme","name":"Acme","category":"transactional","confidence":"documented","spfIncludes":["a.spf.eleven.test"],"selectors":["acme1"]}]}""");
            var first = await AuditorProcess.RunAsync(["audit", "eleven.test", "--format", "json", .. Zones]);
            var baseline = File("baseline.json", first.Output);
            first.ExitCode.Should().Be(2);
            var run = await SameAsync(["audit", "--domains-file", domains, "--selectors-file", selectors, "--senders", senders, "--baseline", baseline, "--concurrency", "1", "--format", "json", .. Zones]);
            run.Output.Should().Contain("acme1._domainkey.eleven.test");
            (await SameAsync(["audit", "eleven.test", "--baseline", baseline, .. Zones])).ExitCode.Should().Be(0);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("json")]
    [InlineData("jsonl")]
    [InlineData("csv")]
    public async Task Reports_are_read_the_same(string format) => await SameAsync("parse", "fixtures/reports", "--unredacted", "--format", format);

    [Fact]
    public async Task Reports_are_stored_the_same_and_each_finds_what_the_other_stored()
    {
        var (native, other) = (Directory.CreateTempSubdirectory("auditor-native-"), Directory.CreateTempSubdirectory("auditor-native-"));
        try
        {
            var first = await AuditorProcess.RunPublishedOnAsync(native, "ingest", "fixtures/reports", "--format", "json");
            var expected = await AuditorProcess.RunOnAsync(other, "ingest", "fixtures/reports", "--format", "json");
            Steady(first.Output).Should().Be(Steady(expected.Output));
            first.ExitCode.Should().Be(expected.ExitCode);
            using var stored = JsonDocument.Parse(first.Output);
            stored.RootElement.GetProperty("imported").GetInt32().Should().BeGreaterThan(10);
            (await SumsAsync(native)).Should().Equal(await SumsAsync(other));

            var again = await AuditorProcess.RunOnAsync(native, "ingest", "fixtures/reports", "--format", "json");
            var againNative = await AuditorProcess.RunPublishedOnAsync(other, "ingest", "fixtures/reports", "--format", "json");
            Steady(againNative.Output).Should().Be(Steady(again.Output));
            using var known = JsonDocument.Parse(again.Output);
            known.RootElement.GetProperty("imported").GetInt32().Should().Be(0);
        }
        finally
        {
            native.Delete(recursive: true);
            other.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_database_of_an_older_version_is_upgraded_before_reports_are_stored()
    {
        var folder = Directory.CreateTempSubdirectory("auditor-native-");
        try
        {
            await using (var database = new AuditorDatabase(new StorageOptions { Path = folder.FullName }))
            {
                await using var context = database.CreateDbContext();
                var migrations = context.Database.GetMigrations().ToList();
                await context.GetService<IMigrator>().MigrateAsync(migrations[^2], TestContext.Current.CancellationToken);
                (await new ScriptedSchema(database).IsCurrentOrNewAsync(TestContext.Current.CancellationToken)).Should().BeFalse();
            }

            var run = await AuditorProcess.RunPublishedOnAsync(folder, "ingest", "fixtures/reports/aggregate/valid");
            run.ExitCode.Should().Be(0, run.Error);
            await using var upgraded = new AuditorDatabase(new StorageOptions { Path = folder.FullName });
            (await new ScriptedSchema(upgraded).IsCurrentOrNewAsync(TestContext.Current.CancellationToken)).Should().BeTrue();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("audit")]
    [InlineData("audit", "--help")]
    [InlineData("audit", "a b", "--format", "json")]
    [InlineData("audit", "eleven.test", "--formt", "json")]
    [InlineData("audit", "eleven.test", "--selectors-file", "README.md")]
    [InlineData("audit", "eleven.test", "--baseline", "README.md")]
    [InlineData("audit", "eleven.test", "--senders", "README.md")]
    [InlineData("parse", "no-such-file")]
    [InlineData("ingest")]
    [InlineData("ingest", "--help")]
    public async Task Mistakes_are_told_the_same(params string[] arguments) => await SameAsync(arguments);

    [Theory]
    [InlineData("--version")]
    [InlineData("--help")]
    [InlineData()]
    [InlineData("no-such-command")]
    [InlineData("lint", "spf", "v=spf1 +all")]
    public async Task Other_commands_are_handed_over(params string[] arguments) => await SameAsync(arguments);

    private static async Task<AuditorProcess.Result> SameAsync(params string[] arguments)
    {
        var published = await AuditorProcess.RunPublishedAsync(arguments);
        var expected = await AuditorProcess.RunAsync(arguments);
        (published.Output + expected.Output + expected.Error).Should().NotBeEmpty();
        published.ExitCode.Should().Be(expected.ExitCode);
        Steady(published.Output).Should().Be(Steady(expected.Output));
        Steady(published.Error).Should().Be(Steady(expected.Error));
        return published;
    }

    private static async Task<IReadOnlyList<(string Table, long Count)>> SumsAsync(DirectoryInfo folder)
    {
        await using var database = new StorageConnections(new StorageOptions { Path = folder.FullName });
        await using var connection = await database.OpenAsync(TestContext.Current.CancellationToken);
        var sums = new List<(string Table, long Count)>();
        foreach (var table in new[] { "Reports", "ReportRows", "DailyRollups", "DailyTotals", "Ledger", "Quarantine", "RawReports", "ReportSelectors", "TlsReports" })
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT count(*) FROM \"{table}\"";
            sums.Add((table, (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!));
        }

        return sums;
    }

    // When it was, how long it took, and which of two parts asked a question that both need differs between two runs.
    private static string Steady(string text) => Moments().Replace(text, "*");

    [GeneratedRegex("""20\d\d-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?Z?|"(durationMs|queries|cacheHits)": ?\d+|(?<=time=")[\d.]+|\b[\d.,]+ (ms|s)\b""")]
    private static partial Regex Moments();
}
