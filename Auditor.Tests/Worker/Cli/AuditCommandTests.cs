using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Worker.Cli;

/// <summary>Runs <c>auditor audit</c> itself over the zones of fixtures/audit.</summary>
public sealed class AuditCommandTests
{
    private static readonly string[] Zones =
    [
        "--zone", "fixtures/audit/example.com.zone", "--zone", "fixtures/audit/sendgrid.net.zone", "--zone", "fixtures/audit/2.0.192.in-addr.arpa.zone",
    ];

    private const string Score = """
        {"value":79,"grade":"C","rubric":1,"strict":false,"assessedShare":1,"heldAt":79,"heldBy":"DMARC-POLICY-NONE",
        "categories":[{"name":"dmarc","lost":20,"of":38,"assessed":true},{"name":"spf","lost":0,"of":24,"assessed":true},
        {"name":"dkim","lost":0,"of":20,"assessed":true},{"name":"hosts","lost":0,"of":12,"assessed":true},{"name":"dns","lost":0,"of":6,"assessed":true}],
        "deductions":[{"code":"DMARC-POLICY-NONE","points":20,"regained":21,"title":"The DMARC policy is none"}]}
        """;

    [Fact]
    public async Task A_strict_audit_counts_optional_standards()
    {
        var audit = JsonNode.Parse((await AuditAsync("example.com", "--strict", "--format", "jsonl")).Output)!;

        var score = audit["score"]!;
        (Text(score["strict"]), Text(score["value"]), Text(score["assessedShare"])).Should().Be(("true", "77", "1"), "20 for the policy and 5 for what is missing, of 110");
        Text(score["categories"]![5]).Should().Be("""{"name":"standards","lost":5,"of":10,"assessed":true}""");
        score["deductions"]!.AsArray().Select(d => Text(d!["code"])).Should().Contain("\"MTA-STS-MISSING\"").And.Contain("\"TLS-RPT-MISSING\"");
    }

    [Fact]
    public async Task The_json_form_is_that_of_the_contract()
    {
        var result = await AuditAsync("example.com", "--format", "json");

        result.ExitCode.Should().Be(0);
        var audit = JsonNode.Parse(result.Output)!.AsArray().Should().ContainSingle().Subject!;
        Text(audit["tool"]).Should().Be("""{"name":"auditor","version":"0.1.0","rulesVersion":"2026.1"}""");
        Text(audit["domain"]).Should().Be("\"example.com\"");
        Text(audit["auditedAt"]).Should().MatchRegex(@"^""\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ""$");
        Text(audit["purpose"]).Should().Be("\"people\"");
        Text(audit["score"]).Should().Be(Score.ReplaceLineEndings(string.Empty));
        var spf = audit["spf"]!;
        (Text(spf["status"]), Text(spf["lookups"]), Text(spf["voidLookups"]), Text(spf["permError"])).Should().Be(("\"found\"", "7", "0", "false"));
        Text(spf["record"]).Should().Be("\"v=spf1 mx a:mx1.example.com include:sendgrid.net -all\"");
        Text(spf["tree"]!["terms"]![2]!["total"]).Should().Be("7");
        var key = audit["dkim"]!.AsArray().Should().ContainSingle().Subject!;
        (Text(key["selector"]), Text(key["status"]), Text(key["keyType"]), Text(key["bits"]), Text(key["testMode"]), Text(key["source"]))
            .Should().Be(("\"s1\"", "\"found\"", "\"rsa\"", "2048", "false", "\"catalogue\""));
        var dmarc = audit["dmarc"]!;
        (Text(dmarc["status"]), Text(dmarc["policyDomain"]), Text(dmarc["policy"]), Text(dmarc["subdomainPolicy"]), Text(dmarc["nonExistentPolicy"]))
            .Should().Be(("\"found\"", "\"example.com\"", "\"none\"", "null", "null"));
        (Text(dmarc["subdomainEffectivePolicy"]), Text(dmarc["subdomainAppliedPolicy"]), Text(dmarc["nonExistentEffectivePolicy"]), Text(dmarc["nonExistentAppliedPolicy"]))
            .Should().Be(("\"none\"", "\"none\"", "\"none\"", "\"none\""));
        (Text(dmarc["effectivePolicy"]), Text(dmarc["appliedPolicy"]), Text(dmarc["testMode"]), Text(dmarc["stage"]), Text(dmarc["rua"]))
            .Should().Be(("\"none\"", "\"none\"", "false", "\"monitoring\"", """["mailto:dmarc@example.com"]"""));
        Text(audit["mx"]).Should().Be("""[{"preference":10,"exchange":"mx1.example.com","addresses":["192.0.2.1"],"status":"ok"}]""");
        Text(audit["reverse"]).Should().Be("""[{"address":"192.0.2.1","names":["mx1.example.com"],"status":"confirmed","role":"mx"}]""");
        Text(audit["blocklists"]).Should().Be("[]");
        Text(audit["dane"]).Should().Be("""[{"host":"mx1.example.com","status":"none","records":[],"secure":null}]""");
        var zone = audit["zone"]!;
        (Text(zone["status"]), Text(zone["name"]), Text(zone["dnssec"]), Text(zone["agreement"]), Text(zone["caa"])).Should().Be(("\"found\"", "\"example.com\"", "\"unknown\"", "[]", "[]"));
        Text(zone["servers"]).Should().Be("""[{"host":"ns1.example.com","address":"192.0.2.53","status":"not-asked","serial":null,"detail":null}]""");
        (Text(audit["transport"]!["mtaSts"]!["status"]), Text(audit["transport"]!["tlsRpt"]!["status"]), Text(audit["bimi"]!["status"])).Should().Be(("\"none\"", "\"none\"", "\"none\""));
        var finding = audit["findings"]![0]!;
        (Text(finding["code"]), Text(finding["severity"])).Should().Be(("\"DMARC-POLICY-NONE\"", "\"warning\""));
        finding.AsObject().Select(p => p.Key).Should().Contain(["title", "detail", "fix", "source", "evidence"]);
        (Text(finding["evidence"]!["name"]), Text(finding["evidence"]!["type"]), Text(finding["evidence"]!["answer"]))
            .Should().Be(("\"_dmarc.example.com\"", "\"TXT\"", """["v=DMARC1; p=none; rua=mailto:dmarc@example.com"]"""));
        audit["dns"]!.AsObject().Select(p => p.Key).Should().Equal("queries", "cacheHits", "durationMs");
        audit["records"]!.AsArray().Select(r => $"{r!["name"]} {r["type"]}").Should().Contain(["_dmarc.example.com TXT", "example.com MX", "1.2.0.192.in-addr.arpa PTR"]);
    }

    [Theory]
    [InlineData(0, "example.com")]
    [InlineData(2, "example.com", "--fail-on", "warning")]
    [InlineData(0, "example.com", "--fail-on", "never")]
    [InlineData(2, "no-such.example.com")]
    public async Task The_exit_code_follows_the_threshold(int expected, params string[] arguments) =>
        (await AuditAsync(arguments)).ExitCode.Should().Be(expected);

    [Theory]
    [InlineData(3, "unknown", "; !servfail 9.2.0.192.in-addr.arpa\n")]
    [InlineData(0, "missing", "")]
    public async Task Reverse_names_that_dns_failed_for_are_unknown_and_not_missing(int exit, string status, string failure)
    {
        var zone = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(zone, $"$ORIGIN 2.0.192.in-addr.arpa.\n{failure}1 3600 PTR mx1.example.com.\n", TestContext.Current.CancellationToken);
            var result = await AuditorProcess.RunAsync("audit", "example.com", "--checks", "reverse", "--ip", "192.0.2.9", "--fail-on", "never",
                "--format", "json", "--zone", zone, "--zone", "fixtures/audit/example.com.zone", "--zone", "fixtures/audit/sendgrid.net.zone");

            result.ExitCode.Should().Be(exit);
            var reverse = JsonNode.Parse(result.Output)![0]!["reverse"]!.AsArray();
            reverse.Single(r => Text(r!["address"]) == "\"192.0.2.9\"")!["status"]!.GetValue<string>().Should().Be(status);
        }
        finally
        {
            File.Delete(zone);
        }
    }

    [Fact]
    public async Task Unknown_is_exit_code_3_and_findings_win_over_it()
    {
        var folder = Directory.CreateTempSubdirectory("auditor-test-");
        try
        {
            var zone = Path.Combine(folder.FullName, "failing.zone");
            File.WriteAllText(zone, File.ReadAllText(Path.Combine(ProjectRoot.Path, "fixtures/audit/example.com.zone")) + "; !servfail _dmarc.example.com\n");
            string[] arguments = ["audit", "example.com", "--zone", zone, .. Zones[2..], "--format", "json"];

            var unknown = await AuditorProcess.RunAsync(arguments);
            var both = await AuditorProcess.RunAsync([.. arguments, "other.example.com"]);

            (unknown.ExitCode, both.ExitCode).Should().Be((3, 2));
            var audit = JsonNode.Parse(unknown.Output)![0]!;
            (Text(audit["score"]!["value"]), Text(audit["score"]!["grade"]), Text(audit["dmarc"]!["status"]), Text(audit["dmarc"]!["stage"]), Text(audit["unknown"]))
                .Should().Be(("null", "null", "\"unknown\"", "\"unknown\"", """["dmarc"]"""));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("auditor: 'example..com' has an empty label", "example..com")]
    [InlineData("auditor: Name at least one domain")]
    [InlineData("auditor: --senders /no/such/file.json: the file cannot be read", "example.com", "--senders", "/no/such/file.json")]
    [InlineData("auditor: --ehlo: 'localhost' is no full host name", "example.com", "--smtp-probe", "--ehlo", "localhost")]
    [InlineData("auditor: --format: 'yaml' is none of table, json, jsonl, csv, sarif, junit.", "example.com", "--format", "yaml")]
    public async Task What_the_caller_got_wrong_is_one_clear_line_and_exit_code_1(string expected, params string[] arguments)
    {
        var result = await AuditAsync(arguments);

        result.ExitCode.Should().Be(1);
        result.Output.Should().BeEmpty();
        result.Error.TrimEnd().Should().StartWith(expected).And.NotContain("\n");
    }

    [Fact]
    public async Task Every_bad_domain_gets_its_own_line()
    {
        var result = await AuditAsync("good.example", "localhost", "192.0.2.1");

        result.ExitCode.Should().Be(1);
        result.Error.TrimEnd().Split('\n').Should().HaveCount(2).And.OnlyContain(l => l.StartsWith("auditor: '"));
    }

    [Fact]
    public async Task Domains_come_from_standard_input_and_jsonl_has_one_object_a_line()
    {
        var result = await AuditorProcess.RunWithInputAsync(
            "https://example.com/ # the shop\nJane <jane@sub.example.com>; EXAMPLE.com",
            ["audit", "--domains-file", "-", "--format", "jsonl", .. Zones]);

        result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => JsonNode.Parse(l)!["domain"]!.GetValue<string>()).Should().BeEquivalentTo("example.com", "sub.example.com");
    }

    [Fact]
    public async Task Findings_of_the_baseline_do_not_fail_the_run()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, (await AuditAsync("example.com", "--format", "json")).Output);

            var known = await AuditAsync("example.com", "--fail-on", "warning", "--baseline", file);
            var other = await AuditAsync("no-such.example.com", "--fail-on", "warning", "--baseline", file);

            (known.ExitCode, other.ExitCode).Should().Be((0, 2));
            known.Output.Should().Contain("DMARC-POLICY-NONE").And.Contain("(known)");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task The_table_shows_score_costs_findings_and_fix_in_a_hundred_columns()
    {
        var result = await AuditAsync("example.com");

        result.Output.Should().Contain("example.com  79 of 100, grade C  (scored as people)")
            .And.Contain("Held at 79 by DMARC-POLICY-NONE.")
            .And.Contain("-20  DMARC-POLICY-NONE")
            .And.Contain("+21 when mended")
            .And.Contain("s1: rsa 2048")
            .And.Contain("Fix: ")
            .And.Contain("Publish: _dmarc.example.com TXT v=DMARC1; p=quarantine; rua=mailto:dmarc@example.com");
        result.Output.Should().NotContain("\u001b", "no colours go into a pipe");
        result.Output.Split('\n').Where(l => !l.Contains("Publish:", StringComparison.Ordinal)).Should().OnlyContain(l => l.Length <= 100);
    }

    [Fact]
    public async Task The_sarif_form_has_a_rule_for_each_result()
    {
        var result = await AuditAsync("example.com", "--format", "sarif");

        var run = JsonNode.Parse(result.Output)!["runs"]![0]!;
        var rules = run["tool"]!["driver"]!["rules"]!.AsArray().Select(r => r!["id"]!.GetValue<string>()).ToHashSet();
        var results = run["results"]!.AsArray().Select(r => (Rule: r!["ruleId"]!.GetValue<string>(), Level: r["level"]!.GetValue<string>())).ToList();
        results.Should().Contain(("DMARC-POLICY-NONE", "warning")).And.OnlyContain(r => rules.Contains(r.Rule));
    }

    [Fact]
    public async Task The_junit_form_fails_the_case_of_the_part_that_fails_the_run()
    {
        var result = await AuditAsync("example.com", "--format", "junit", "--fail-on", "warning");

        var suite = XDocument.Parse(result.Output).Root!.Elements("testsuite").Should().ContainSingle().Subject;
        (suite.Attribute("name")!.Value, suite.Attribute("failures")!.Value, suite.Attribute("errors")!.Value).Should().Be(("example.com", "1", "0"));
        suite.Elements("testcase").Where(c => c.Element("failure") is not null).Select(c => c.Attribute("name")!.Value).Should().Equal("dmarc");
    }

    [Fact]
    public async Task The_junit_form_skips_the_parts_that_were_not_asked_for()
    {
        var result = await AuditAsync("example.com", "--checks", "dmarc", "--format", "junit");

        var suite = XDocument.Parse(result.Output).Root!.Elements("testsuite").Should().ContainSingle().Subject;
        suite.Attribute("skipped")!.Value.Should().Be("4");
        suite.Elements("testcase").Where(c => c.Element("skipped") is not null).Select(c => c.Attribute("name")!.Value).Should().Equal("spf", "dkim", "mx", "reverse");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[null]")]
    [InlineData("{}")]
    public async Task A_baseline_that_is_no_audit_is_an_error_of_the_caller(string text)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, text);

            var result = await AuditAsync("example.com", "--baseline", file);

            (result.ExitCode, result.Output).Should().Be((1, string.Empty));
            result.Error.TrimEnd().Should().StartWith($"auditor: --baseline {file}: not written by --format json or jsonl").And.NotContain("\n");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task The_csv_form_has_a_heading_and_a_row_a_domain()
    {
        var result = await AuditAsync("example.com", "no-such.example.com", "--format", "csv");

        var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Should().HaveCount(3);
        lines[0].Should().StartWith("domain,audited_at,purpose,score,grade,");
        lines[1].Should().MatchRegex("^example\\.com,[0-9TZ:-]+,people,79,C,1,79,DMARC-POLICY-NONE,");
        lines[2].Should().StartWith("no-such.example.com,");
    }

    [Fact]
    public async Task Zone_files_keep_their_promise_when_the_probe_is_asked_for()
    {
        var result = await AuditAsync("example.com", "--smtp-probe", "--ip", "127.0.0.1", "--format", "json");

        var hosts = JsonNode.Parse(result.Output)![0]!["smtp"]!.AsArray();
        hosts.Select(h => h!["status"]!.GetValue<string>()).Should().NotBeEmpty().And.OnlyContain(s => s == "not-allowed");
        result.Error.Should().Contain("no host is connected to, because --zone promises that nothing reaches the network");
        (await AuditAsync("example.com", "--smtp-probe")).Output.Should().MatchRegex(@"SMTP +192\.0\.2\.1 not-allowed");
    }

    [Fact]
    public async Task Senders_of_the_user_bring_their_selectors()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(
                file,
                """{"services": [{"id": "sendgrid", "name": "Our SendGrid", "category": "transactional", "confidence": "documented", "spfIncludes": ["sendgrid.net"], "selectors": ["ours7"]}]}""",
                TestContext.Current.CancellationToken);
            var result = await AuditAsync("example.com", "--senders", file, "--format", "json");
            var questions = JsonNode.Parse(result.Output)![0]!["records"]!.AsArray().Select(r => r!["name"]!.GetValue<string>());
            questions.Should().Contain("ours7._domainkey.example.com");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task The_optional_standards_have_a_line_each_where_they_are_used()
    {
        var used = await AuditorProcess.RunAsync("audit", "example.org", "--zone", "fixtures/audit/example.org.zone");
        var unused = await AuditAsync("example.com");

        used.Output.Should().Contain("\n  MTA-STS record found, policy not fetched\n")
            .And.Contain("\n  TLS-RPT mailto:tls@example.org\n")
            .And.Contain("\n  BIMI    logo not-fetched, certificate not-fetched: https://www.example.org/logo.svg\n");
        unused.Output.Should().NotContain("  MTA-STS ").And.NotContain("  TLS-RPT ").And.NotContain("  BIMI ");
    }

    [Fact]
    public async Task With_zone_files_nothing_is_fetched_and_the_record_stands_in_the_document()
    {
        var result = await AuditorProcess.RunAsync("audit", "example.org", "--checks", "transport,bimi", "--format", "json", "--zone", "fixtures/audit/example.org.zone");

        result.ExitCode.Should().Be(0);
        var audit = JsonNode.Parse(result.Output)![0]!;
        Text(audit["transport"]).Should().Be("""
            {"mtaSts":{"status":"found","record":"v=STSv1; id=20260101T000000","id":"20260101T000000","alias":null,
            "policy":{"status":"not-fetched","mode":null,"maxAge":null,"mx":[],"unlistedHosts":[],"fetch":null}},
            "tlsRpt":{"status":"found","record":"v=TLSRPTv1; rua=mailto:tls@example.org","alias":null,"rua":["mailto:tls@example.org"]}}
            """.ReplaceLineEndings(string.Empty));
        (Text(audit["bimi"]!["status"]), Text(audit["bimi"]!["logo"]!["status"]), Text(audit["bimi"]!["certificate"]!["status"])).Should().Be(("\"found\"", "\"not-fetched\"", "\"not-fetched\""));
        audit["findings"]!.AsArray().Should().BeEmpty();
    }

    [Fact]
    public async Task Only_the_parts_asked_for_are_looked_at()
    {
        var result = await AuditAsync("example.com", "--checks", "dmarc", "--format", "json", "--fail-on", "never");

        var audit = JsonNode.Parse(result.Output)![0]!;
        (Text(audit["spf"]!["status"]), Text(audit["mxStatus"]), Text(audit["dmarc"]!["status"]), Text(audit["score"]!["value"]))
            .Should().Be(("\"unknown\"", "\"unknown\"", "\"found\"", "null"));
        result.ExitCode.Should().Be(0, "what was not asked for is not open");
    }

    private static Task<AuditorProcess.Result> AuditAsync(params string[] arguments) => AuditorProcess.RunAsync(["audit", .. arguments, .. Zones]);

    private static string Text(JsonNode? node) => node?.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) ?? "null";
}
