using Auditor.Core.Auditing;
using Auditor.Core.Findings;
using Auditor.Core.Spf;

namespace Auditor.Worker.Cli.Spf;

/// <summary>A lookup tree for people at a terminal.</summary>
internal static class SpfTreeText
{
    // Wide enough for what a large provider lets in: "123,456 + 12,345 /64".
    private const int AddressColumn = 20;

    /// <summary>The verdict, then the tree: lookups of each term with all below it, the running total, and what is wrong.</summary>
    public static IEnumerable<string> Lines(SpfFacts facts)
    {
        yield return Verdict(facts);
        foreach (var cause in facts.PermErrors)
        {
            yield return $"  permerror: {cause.Message}{(cause.Path.Length == 0 ? string.Empty : $" [{cause.Path}]")}";
        }

        foreach (var name in facts.UnknownNames)
        {
            yield return $"  unknown: DNS could not tell for {name}";
        }

        if (facts.Tree is null)
        {
            yield break;
        }

        if (SpfDocuments.From(facts.Addresses) is { } addresses)
        {
            yield return $"  {(facts.PermError ? "would let" : "lets")} {AddressText.Sentence(addresses)} pass";
        }

        yield return string.Empty;
        yield return $"  lookups  total  {"addresses",AddressColumn}  term";
        foreach (var line in Terms(facts.Tree, 0))
        {
            yield return line;
        }
    }

    private static string Verdict(SpfFacts facts) => facts.Status switch
    {
        RecordStatus.None => $"{facts.Domain}: no SPF record",
        RecordStatus.Unknown => $"{facts.Domain}: unknown",
        RecordStatus.Multiple => $"{facts.Domain}: {facts.Records.Length} SPF records",
        _ => $"{facts.Domain}: {(facts.LookupsAreMinimum ? "at least " : string.Empty)}{facts.Lookups} of {SpfLimits.Lookups} lookups, "
            + $"{facts.VoidLookups} of {SpfLimits.VoidLookups} void lookups{(facts.PermError ? ", permerror" : string.Empty)}",
    };

    private static IEnumerable<string> Terms(SpfLookupTree tree, int depth)
    {
        var indent = new string(' ', 2 * depth);
        foreach (var error in tree.Parsed?.Errors ?? [])
        {
            yield return $"{new string(' ', 20 + AddressColumn)}{indent}{error.Term}  <- {error.Message}";
        }

        foreach (var item in tree.Terms)
        {
            var counts = item.OwnLookups > 0 ? $"{item.Lookups,7}  {item.Total,5}" : new string(' ', 14);
            var addresses = AddressText.Column(SpfDocuments.From(item.Addresses));
            yield return $"  {counts}  {addresses,AddressColumn}  {indent}{item.Text}{Note(item)}";
            foreach (var line in item.Tree is null ? [] : Terms(item.Tree, depth + 1))
            {
                yield return line;
            }
        }
    }

    private static string Note(SpfTreeTerm item)
    {
        var notes = new List<string>();
        // The term that is itself the eleventh says so in its error; this marks those that it lies below.
        if (item.OwnLookups > 0 && item.Total - item.Lookups < SpfLimits.Lookups && item.Total > SpfLimits.Lookups)
        {
            notes.Add("goes over ten below");
        }

        if (item.IsIgnored)
        {
            notes.Add("ignored");
        }

        if (item.IsDynamic)
        {
            notes.Add("needs a message");
        }

        if (item.IsVoid)
        {
            notes.Add("void");
        }

        if (item.Error is not null)
        {
            notes.Add(item.Error);
        }

        return notes.Count == 0 ? string.Empty : $"  <- {string.Join("; ", notes)}";
    }
}
