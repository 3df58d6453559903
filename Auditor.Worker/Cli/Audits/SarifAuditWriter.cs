using System.Text.Json;
using System.Text.Json.Nodes;
using Auditor.Core.Auditing;
using Auditor.Core.Findings;

namespace Auditor.Worker.Cli.Audits;

/// <summary>SARIF 2.1.0, as code scanners and their dashboards read it: one rule a code, one result a finding.</summary>
internal sealed class SarifAuditWriter(AuditSettings settings, TextWriter output) : IAuditWriter
{
    private readonly JsonArray results = [];
    private ToolInfo? tool;

    public bool IsOrdered => true;

    public void Write(AuditDocument document)
    {
        tool = document.Tool;
        foreach (var finding in document.Findings)
        {
            results.Add((JsonNode)Result(document, finding));
        }
    }

    public void Complete()
    {
        var driver = new JsonObject
        {
            ["name"] = tool?.Name ?? "auditor",
            ["semanticVersion"] = tool?.Version,
            ["rules"] = new JsonArray([.. RuleCatalogue.All.Select(r => (JsonNode)Rule(r))]),
        };
        var log = new JsonObject
        {
            ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new JsonArray(new JsonObject { ["tool"] = new JsonObject { ["driver"] = driver }, ["results"] = results }),
        };
        output.Write(log.ToJsonString(AuditJson.Indented));
        output.Write('\n');
    }

    public void Dispose()
    {
    }

    private static JsonObject Rule(RuleInfo rule) => new()
    {
        ["id"] = rule.Code,
        ["shortDescription"] = new JsonObject { ["text"] = rule.Title },
        ["help"] = new JsonObject { ["text"] = rule.Source },
        ["defaultConfiguration"] = new JsonObject { ["level"] = Level(rule.Severity) },
    };

    private JsonObject Result(AuditDocument document, Finding finding)
    {
        var result = new JsonObject
        {
            ["ruleId"] = finding.Code,
            ["level"] = Level(finding.Severity),
            ["message"] = new JsonObject { ["text"] = SafeText.Of($"{document.Domain}: {finding.Detail} {finding.Fix}") },
            ["locations"] = new JsonArray(new JsonObject
            {
                // A zone is no file of a repository; RFC 4501 has the URI for it.
                ["physicalLocation"] = new JsonObject { ["artifactLocation"] = new JsonObject { ["uri"] = $"dns:{document.Domain}" } },
                ["logicalLocations"] = new JsonArray(new JsonObject { ["fullyQualifiedName"] = document.Domain, ["kind"] = "resource" }),
            }),
            ["partialFingerprints"] = new JsonObject { ["finding/v1"] = $"{document.Domain}/{finding.Code}/{finding.Subject}" },
        };
        if (settings.Known is { } known)
        {
            result["baselineState"] = known.Contains(document, finding) ? "unchanged" : "new";
        }

        return result;
    }

    private static string Level(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "note",
    };
}
