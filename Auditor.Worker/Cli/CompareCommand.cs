using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Auditor.Core.Auditing;
using Auditor.Worker.Cli.Audits;

namespace Auditor.Worker.Cli;

/// <summary><c>auditor compare BEFORE AFTER</c>: why scores changed between two runs of <c>audit</c>.</summary>
internal static class CompareCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var before = new Argument<string>("BEFORE") { Description = "The earlier audit, written by --format json or jsonl." };
        var after = new Argument<string>("AFTER") { Description = "The later audit." };
        var format = OutputFormat.Create();
        var command = new Command("compare", "Says why scores changed between two audits.\n\nExample: auditor compare monday.json tuesday.json") { before, after, format };
        command.SetAction(async (result, _) =>
        {
            var output = result.InvocationConfiguration.Output;
            var earlier = AuditFile.Read("BEFORE", result.GetValue(before)!);
            var later = AuditFile.Read("AFTER", result.GetValue(after)!);
            var shared = later.Where(l => earlier.ContainsKey(l.Key)).OrderBy(l => l.Key, StringComparer.Ordinal).ToList();
            if (shared.Count == 0)
            {
                throw new UsageException("The two files have no domain in common.");
            }

            ImmutableArray<ComparisonDocument> compared = [.. shared.Select(pair => new ComparisonDocument(pair.Key, ScoreComparison.Between(earlier[pair.Key], pair.Value)))];
            if (result.GetValue(format) == "json")
            {
                await OutputFormat.WriteJsonAsync(output, compared).ConfigureAwait(false);
                return ExitCode.Ok;
            }

            foreach (var line in compared.SelectMany(c => Lines(c.Domain, c.Comparison)))
            {
                await output.WriteLineAsync(line).ConfigureAwait(false);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static IEnumerable<string> Lines(string domain, ScoreComparison comparison)
    {
        yield return $"{domain}  {Score(comparison.Before)} -> {Score(comparison.After)}{(comparison.Change is { } change ? $" ({Signed(change)})" : string.Empty)}";
        if (comparison.RubricsDiffer)
        {
            yield return "  The scores were made under different rubrics.";
        }

        foreach (var cause in comparison.Causes)
        {
            yield return $"  {Signed(cause.Points),7}  {cause.Code,-34} {Word(cause.Kind)}: {SafeText.Of(cause.Detail)}";
            foreach (var record in cause.Records)
            {
                yield return $"           {record.Type} {SafeText.Of(record.Name)}";
                yield return $"           - {SafeText.Of(string.Join(" | ", record.Before))}";
                yield return $"           + {SafeText.Of(string.Join(" | ", record.After))}";
            }
        }

        foreach (var category in comparison.Assessment)
        {
            yield return $"           {category.Category} is {(category.IsAssessed ? "assessed now" : "not assessed any more")}: the other parts weigh {(category.IsAssessed ? "less" : "more")}.";
        }

        foreach (var other in comparison.OtherFindings)
        {
            yield return $"           {other.Code,-34} {Word(other.Kind)}";
        }

        if (comparison is { Causes.IsEmpty: true, OtherFindings.IsEmpty: true, Assessment.IsEmpty: true })
        {
            yield return "  Nothing that counts changed.";
        }
    }

    private static string Score(int? score) => score?.ToString(CultureInfo.InvariantCulture) ?? "unknown";

    private static string Signed(decimal points) => points.ToString("+0.##;-0.##;0", CultureInfo.InvariantCulture);

    private static string Word(CauseKind kind) => kind switch { CauseKind.Appeared => "new", CauseKind.Mended => "mended", _ => "weighs otherwise" };

    private sealed record ComparisonDocument(string Domain, ScoreComparison Comparison);
}
