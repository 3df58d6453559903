using System.Text.Json;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Worker.Cli;

public sealed class QuarantineCommandTests
{
    [Fact]
    public async Task Parts_are_listed_shown_put_aside_taken_back_and_read_again()
    {
        var data = Directory.CreateTempSubdirectory("auditor-quarantine-");
        try
        {
            var file = Path.Combine(data.FullName, "cut.xml");
            await File.WriteAllTextAsync(file, "<feedback><report_metadata><org_name>reporter.example</org_name>", TestContext.Current.CancellationToken);
            (await AuditorProcess.RunOnAsync(data, "ingest", file)).ExitCode.Should().Be(2);

            var list = await AuditorProcess.RunOnAsync(data, "quarantine", "list", "--format", "json");
            var part = JsonDocument.Parse(list.Output).RootElement.EnumerateArray().Should().ContainSingle().Which;
            (part.GetProperty("id").GetInt64(), part.GetProperty("reasonCode").GetString()).Should().Be((1, "xml-truncated"));
            (await AuditorProcess.RunOnAsync(data, "quarantine", "list", "--reason", "archive-damaged")).Output.Should().Be("0 part(s) waiting.\n");

            var show = await AuditorProcess.RunOnAsync(data, "quarantine", "show", "1");
            show.Output.Should().Contain("xml-truncated").And.Contain("state     waits").And.Contain("not possible");
            (await AuditorProcess.RunOnAsync(data, "quarantine", "show", "1", "--raw")).Output.Should().StartWith("<feedback><report_metadata>");
            (await AuditorProcess.RunOnAsync(data, "quarantine", "show", "7")).Should().BeEquivalentTo(
                new { ExitCode = 1, Error = "auditor: There is no quarantined part 7. 'auditor quarantine list' shows those that there are.\n" });

            (await AuditorProcess.RunOnAsync(data, "quarantine", "release", "1")).Should().Match<AuditorProcess.Result>(r => r.ExitCode == 1 && r.Error.Contains("cannot be released"));
            (await AuditorProcess.RunOnAsync(data, "quarantine", "reparse")).Error.Should().Be("auditor: Name parts, or write --all.\n");
            var again = await AuditorProcess.RunOnAsync(data, "quarantine", "reparse", "--all");
            again.ExitCode.Should().Be(2);
            again.Output.Should().EndWith("0 of 1 part(s) taken in.\n");

            (await AuditorProcess.RunOnAsync(data, "quarantine", "discard", "1")).Output.Should().Be("Part 1 is put aside.\n");
            (await AuditorProcess.RunOnAsync(data, "quarantine", "discard", "1")).Error.Should().Be("auditor: Part 1 does not wait (any more).\n");
            (await AuditorProcess.RunOnAsync(data, "quarantine", "reparse", "--all")).Should().BeEquivalentTo(new { ExitCode = 0, Output = "0 of 0 part(s) taken in.\n" });
            (await AuditorProcess.RunOnAsync(data, "quarantine", "list", "--discarded")).Output.Should().EndWith("1 part(s) put aside.\n");
            (await AuditorProcess.RunOnAsync(data, "quarantine", "restore", "1")).Output.Should().Be("Part 1 waits again.\n");

            var json = await AuditorProcess.RunOnAsync(data, "quarantine", "reparse", "1", "--format", "json");
            json.ExitCode.Should().Be(2);
            var told = JsonDocument.Parse(json.Output).RootElement.EnumerateArray().Single();
            (told.GetProperty("id").GetInt64(), told.GetProperty("outcome").GetString()).Should().Be((1, "waits"));
            told.GetProperty("error").GetString().Should().NotBeNullOrEmpty();
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }
}
