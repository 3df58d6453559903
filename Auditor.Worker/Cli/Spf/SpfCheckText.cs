using Auditor.Core.Spf;

namespace Auditor.Worker.Cli.Spf;

/// <summary>An evaluation for people at a terminal.</summary>
internal static class SpfCheckText
{
    /// <summary>Result, reason, counts, then the steps.</summary>
    public static IEnumerable<string> Lines(SpfCheckRequest request, SpfCheck check)
    {
        yield return $"{check.Result.Word()}: {request.Domain} from {request.Address}";
        yield return $"  {check.Reason}";
        if (check.Matched is not null)
        {
            yield return $"  Matched: {check.Matched}";
        }

        if (check.Explanation is not null)
        {
            yield return $"  Explanation of the owner: {check.Explanation}";
        }

        yield return $"  Lookups: {check.Lookups} of {SpfLimits.Lookups}; void lookups: {check.VoidLookups} of {SpfLimits.VoidLookups}";
        if (check.Trace.IsEmpty)
        {
            yield break;
        }

        yield return string.Empty;
        yield return "  lookups  void  term";
        foreach (var step in check.Trace)
        {
            yield return $"  {step.Lookups,7}  {step.VoidLookups,4}  {new string(' ', 2 * step.Depth)}{step.Term}  ({step.Outcome})";
        }
    }
}
