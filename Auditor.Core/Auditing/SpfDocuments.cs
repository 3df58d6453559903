using Auditor.Core.Findings;
using Auditor.Core.Spf;
using Auditor.Core.Spf.Addresses;

namespace Auditor.Core.Auditing;

/// <summary>The SPF part of an audit's document.</summary>
public static class SpfDocuments
{
    /// <summary>The document of the facts; unknown when SPF was not asked for.</summary>
    public static SpfDocument From(SpfFacts? spf) => spf is null
        ? new SpfDocument { Status = RecordStatus.Unknown }
        : new SpfDocument
        {
            Status = spf.Status,
            Record = spf.Record,
            Lookups = spf.Lookups,
            VoidLookups = spf.VoidLookups,
            PermError = spf.PermError,
            PermErrorPath = spf.PermErrorPath,
            Addresses = From(spf.Addresses),
            Tree = spf.Tree is null ? null : From(spf.Tree, countsNetworks: false),
        };

    /// <summary>The document of a tree, as <c>spf tree</c> prints it too.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="countsNetworks">False to leave out the counts of ip4 and ip6 terms, which their text says: an audit has thousands of them.</param>
    public static SpfTreeDocument From(SpfLookupTree tree, bool countsNetworks = true)
    {
        ArgumentNullException.ThrowIfNull(tree);
        return new SpfTreeDocument
        {
            Domain = tree.Domain.ToString(),
            Record = tree.Record,
            Lookups = tree.Lookups,
            Addresses = From(tree.Addresses),
            Error = tree.Error,
            Terms = [.. tree.Terms.Select(t => From(t, countsNetworks))],
        };
    }

    /// <summary>The document of a count.</summary>
    public static SpfAddressesDocument? From(AddressCount? count) =>
        count is null ? null : new SpfAddressesDocument(count.Ip4, count.Ip6Networks, count.IsExact);

    /// <summary>The count of a network that passes, from its text, which audits keep without the count; null for any other term.</summary>
    public static SpfAddressesDocument? OfNetwork(string term)
    {
        ArgumentNullException.ThrowIfNull(term);
        return term.Contains("ip", StringComparison.OrdinalIgnoreCase) && SpfParser.Parse($"v=spf1 {term}") is { IsValid: true, Terms: [Ip4Mechanism or Ip6Mechanism] } record
            ? From(new SpfTreeTerm { Term = record.Terms[0] }.Addresses)
            : null;
    }

    private static SpfTermDocument From(SpfTreeTerm term, bool countsNetworks) => new()
    {
        Term = term.Text,
        Lookups = term.Lookups,
        Total = term.Total,
        Void = term.IsVoid,
        Addresses = !countsNetworks && term.Term is (Ip4Mechanism or Ip6Mechanism) ? null : From(term.Addresses),
        Error = term.Error,
        Tree = term.Tree is null ? null : From(term.Tree, countsNetworks),
    };
}
