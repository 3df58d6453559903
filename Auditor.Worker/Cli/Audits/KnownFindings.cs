using System.Text.Json;
using System.Text.Json.Serialization;
using Auditor.Core.Auditing;
using Auditor.Core.Findings;

namespace Auditor.Worker.Cli.Audits;

/// <summary>The findings of an earlier audit (<c>--baseline</c>): they are shown, and do not fail the run.</summary>
internal sealed class KnownFindings
{
    private readonly HashSet<(string Domain, string Code, string? Subject)> known = [];

    /// <summary>Reads a file that <c>--format json</c> or <c>jsonl</c> wrote; null without one.</summary>
    public static KnownFindings? Read(string? file)
    {
        if (file is null)
        {
            return null;
        }

        var result = new KnownFindings();
        foreach (var document in AuditFile.Read("--baseline", file, BaselineJson.Default.BaselineAudit, a => a.Domain).Values)
        {
            result.known.UnionWith((document.Findings ?? []).OfType<BaselineFinding>().Select(f => (document.Domain, f.Code, f.Subject)));
        }

        return result;
    }

    /// <summary>True when the earlier audit had this finding for the same subject.</summary>
    public bool Contains(AuditDocument document, Finding finding) => known.Contains((document.Domain, finding.Code, finding.Subject));
}

/// <summary>What a baseline says of an audit; the rest of the file is not read.</summary>
internal sealed record BaselineAudit
{
    public required string Domain { get; set; }

    public BaselineFinding?[]? Findings { get; set; }
}

/// <summary>A finding that is known.</summary>
internal sealed record BaselineFinding
{
    public required string Code { get; set; }

    public string? Subject { get; set; }
}

/// <summary>Reads it by code made when the product is built.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(BaselineAudit))]
internal sealed partial class BaselineJson : JsonSerializerContext;
