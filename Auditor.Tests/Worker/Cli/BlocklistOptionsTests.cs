using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Auditor.Tests.Blocklists;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Worker.Cli;

/// <summary>Runs <c>auditor audit --blocklists</c> itself over the lists of fixtures/blocklists.</summary>
public sealed class BlocklistOptionsTests
{
    private static readonly string[] Zones =
    [
        "--zone", "fixtures/audit/example.com.zone", "--zone", "fixtures/audit/sendgrid.net.zone", "--zone", "fixtures/audit/2.0.192.in-addr.arpa.zone",
        .. SampleLists.ZoneFiles.SelectMany(f => (string[])["--zone", f]),
    ];

    [Fact]
    public async Task The_json_form_has_an_entry_for_each_list_and_subject()
    {
        var result = await AuditAsync("--format", "json", "--ip", "192.0.2.9", "--fail-on", "never");

        var audit = JsonNode.Parse(result.Output)![0]!;
        Text(audit["blocklistSubjects"]).Should().Be("""["192.0.2.9","192.0.2.1","example.com"]""");
        var lists = audit["blocklists"]!.AsArray();
        lists.Should().HaveCount(17, "eight lists of addresses for two addresses, and one of domains");
        var listed = lists.First(l => Text(l!["subject"]) == "\"192.0.2.1\"" && Text(l["zone"]) == "\"bl.test\"")!.AsObject();
        Text(listed["askedAt"]).Should().MatchRegex(@"^""\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ""$");
        listed.Remove("askedAt");
        Text(listed).Should().Be("""
            {"zone":"bl.test","name":"First","subject":"192.0.2.1","kind":"ip","status":"listed","codes":["SPAM"],"listType":"block","weight":"high",
            "answer":["127.0.0.2"],"reason":"Spam was sent; see https://bl.test/?ip=192.0.2.1","detail":"127.0.0.2 spam was sent"}
            """.ReplaceLineEndings(string.Empty));
        Statuses("refusing.test").Should().AllBe("error");
        Statuses("allow.test").Should().AllBe("clean");

        IEnumerable<string> Statuses(string zone) => lists.Where(l => Text(l!["zone"]) == $"\"{zone}\"").Select(l => l!["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_lists_cost_the_audit_no_question_and_the_score_no_point()
    {
        var with = JsonNode.Parse((await AuditAsync("--format", "json", "--fail-on", "never")).Output)![0]!;
        var without = JsonNode.Parse((await AuditorProcess.RunAsync(["audit", "example.com", "--format", "json", .. Zones])).Output)![0]!;

        Text(with["dns"]!["queries"]).Should().Be(Text(without["dns"]!["queries"]));
        Text(with["score"]).Should().Be(Text(without["score"]));
        Text(without["blocklists"]).Should().Be("[]");
        with["records"]!.AsArray().Should().NotContain(r => Text(r!["name"]).Contains(".test", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_table_has_one_line_with_the_listings_first()
    {
        var result = await AuditAsync("--ip", "192.0.2.9");

        result.ExitCode.Should().Be(2, "two lists that many follow are an error");
        var lines = string.Join(' ', result.Output.Split('\n').Select(l => l.Trim()));
        lines.Should().Contain("Lists   192.0.2.1 on First (SPAM), 192.0.2.1 on Second (LISTED), 192.0.2.9 on First (DIALIN, policy), 192.0.2.9 on Networks (NETWORK, informational),")
            .And.Contain("; 4 clean, 8 could not tell").And.Contain("BLOCKLIST-HEAVY");
    }

    [Fact]
    public async Task The_part_alone_can_be_asked_for()
    {
        var result = await AuditorProcess.RunAsync(["audit", "example.com", "--checks", "blocklists", "--blocklist-catalogue", SampleLists.CatalogueFile, "--format", "csv", "--fail-on", "never", .. Zones]);

        result.Output.Split('\n')[0].Should().EndWith(",listed_on");
        result.Output.Split('\n')[1].TrimEnd().Should().EndWith(",192.0.2.1@bl.test 192.0.2.1@second.test");
    }

    [Fact]
    public async Task The_junit_form_has_a_case_for_lists_that_were_asked()
    {
        var asked = XDocument.Parse((await AuditAsync("--format", "junit")).Output);
        var other = XDocument.Parse((await AuditorProcess.RunAsync(["audit", "example.com", "--format", "junit", .. Zones])).Output);

        asked.Descendants("testcase").Single(c => c.Attribute("name")!.Value == "blocklists").Element("failure").Should().NotBeNull();
        other.Descendants("testcase").Should().NotContain(c => c.Attribute("name")!.Value == "blocklists");
    }

    [Theory]
    [InlineData("--blocklist-catalogue", "README.md", "auditor: blocklists: README.md: It is no catalogue of blocklists*")]
    [InlineData("--blocklist-catalogue", "/nowhere", "auditor: blocklists: /nowhere: the file cannot be read*")]
    [InlineData("--dqs-key", "no.key", "auditor: blocklists: The spamhaus key is no key*")]
    public async Task What_the_caller_got_wrong_is_one_line(string option, string value, string message)
    {
        var result = await AuditorProcess.RunAsync(["audit", "example.com", "--blocklists", option, value, .. Zones]);

        (result.ExitCode, result.Output).Should().Be((1, string.Empty));
        result.Error.TrimEnd().Should().Match(message).And.NotContain("\n");
    }

    [Fact]
    public async Task A_key_is_part_of_the_question_and_of_nothing_that_is_written()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "$ORIGIN sEcret0key.zen.dq.spamhaus.net.\n$TTL 60\n@ SOA n h 1 1 1 1 1\n2.0.0.127 A 127.0.0.2\n1.2.0.192 A 127.0.0.2\n1.2.0.192 TXT \"see secret0key\"\n", TestContext.Current.CancellationToken);
            var result = await AuditorProcess.RunAsync(["audit", "example.com", "--blocklists", "--dqs-key", "SECRET0KEY", "--format", "json", "--fail-on", "never", "--zone", file, .. Zones[..6]]);

            var zen = JsonNode.Parse(result.Output)![0]!["blocklists"]!.AsArray().Single(l => Text(l!["zone"]) == "\"zen.spamhaus.org\"")!;
            (Text(zen["status"]), Text(zen["codes"]), Text(zen["reason"])).Should().Be(("\"listed\"", "[\"SBL\"]", "\"see (key)\""));
            result.Output.Should().NotContainEquivalentOf("secret0key");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static Task<AuditorProcess.Result> AuditAsync(params string[] arguments) =>
        AuditorProcess.RunAsync(["audit", "example.com", "--blocklists", "--blocklist-catalogue", SampleLists.CatalogueFile, .. arguments, .. Zones]);

    private static string Text(JsonNode? node) => node?.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) ?? "null";
}
