using System.Text.RegularExpressions;
using Auditor.Tests.Support;
using FluentAssertions;
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
            var run = await SameAsync(["audit", "--domains-file", domains, "--selectors-file", selectors, "--senders", senders, "--baseline", baseline, "--format", "json", .. Zones]);
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

    [Theory]
    [InlineData("audit")]
    [InlineData("audit", "--help")]
    [InlineData("audit", "a b", "--format", "json")]
    [InlineData("audit", "eleven.test", "--formt", "json")]
    [InlineData("audit", "eleven.test", "--selectors-file", "README.md")]
    [InlineData("audit", "eleven.test", "--baseline", "README.md")]
    [InlineData("audit", "eleven.test", "--senders", "README.md")]
    [InlineData("parse", "no-such-file")]
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

    // When it was and how long it took differs between two runs.
    private static string Steady(string text) => Moments().Replace(text, "*");

    [GeneratedRegex("""20\d\d-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?Z?|"durationMs": ?\d+|(?<=time=")[\d.]+|\b[\d.,]+ (ms|s)\b""")]
    private static partial Regex Moments();
}
