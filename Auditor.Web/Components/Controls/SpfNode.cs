using System.Collections.Immutable;
using Auditor.Core.Auditing;

namespace Auditor.Web.Components.Controls;

/// <summary>One line of the SPF tree as shown, with the count that evaluation has reached there.</summary>
/// <param name="Path">The way to the term through the terms above it.</param>
/// <param name="Term">The term as written.</param>
/// <param name="Lookups">Lookups of the term with all below it.</param>
/// <param name="Running">The count after the term's own lookup, before what lies below it.</param>
/// <param name="Total">The count after the term and all below it.</param>
/// <param name="Crosses">True for the one term whose own lookup is the eleventh.</param>
/// <param name="Void">True when the name gave nothing.</param>
/// <param name="Error">What is wrong with it; null when nothing is.</param>
/// <param name="Addresses">How many clients it lets in; null when it lets nobody pass, or nobody can count them.</param>
/// <param name="Children">The terms of the record that it leads to.</param>
public sealed record SpfNode(
    string Path, string Term, int Lookups, int Running, int Total, bool Crosses, bool Void, string? Error, SpfAddressesDocument? Addresses, ImmutableArray<SpfNode> Children)
{
    /// <summary>Most terms that may cause queries (RFC 7208 4.6.4).</summary>
    public const int LookupLimit = 10;

    /// <summary>True for a term that mail can come by: those that give pass, but for <c>all</c>, which names nobody.</summary>
    public bool LetsPass => Term is not ['-' or '~' or '?', ..] && !Term.TrimStart('+').Equals("all", StringComparison.OrdinalIgnoreCase)
        && (!IsModifier || Term.StartsWith("redirect=", StringComparison.OrdinalIgnoreCase));

    /// <summary>The name that an include or a redirect leads to; null for other terms.</summary>
    public string? Target
    {
        get
        {
            var bare = Term.TrimStart('+', '-', '~', '?');
            return bare.StartsWith("include:", StringComparison.OrdinalIgnoreCase) ? bare["include:".Length..]
                : bare.StartsWith("redirect=", StringComparison.OrdinalIgnoreCase) ? bare["redirect=".Length..]
                : null;
        }
    }

    // A modifier has its "=" before any ":" or "/" (RFC 7208 4.6.1).
    private bool IsModifier => Term.IndexOfAny([':', '/', '=']) is var at and >= 0 && Term[at] == '=';

    /// <summary>The lines of a tree in the order of evaluation.</summary>
    public static ImmutableArray<SpfNode> Of(SpfTreeDocument tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        var count = 0;
        return Of(tree, "", ref count);
    }

    private static ImmutableArray<SpfNode> Of(SpfTreeDocument tree, string above, ref int count)
    {
        var nodes = ImmutableArray.CreateBuilder<SpfNode>(tree.Terms.Length);
        foreach (var term in tree.Terms)
        {
            var below = term.Tree?.Terms.Sum(t => t.Lookups) ?? 0;
            var before = count;
            count += Math.Max(0, term.Lookups - below);
            var running = count;
            var path = above + term.Term;
            var children = term.Tree is null ? [] : Of(term.Tree, path + " > ", ref count);
            nodes.Add(new SpfNode(path, term.Term, term.Lookups, running, count, before <= LookupLimit && running > LookupLimit,
                term.Void, term.Error ?? term.Tree?.Error, term.Addresses ?? SpfDocuments.OfNetwork(term.Term), children));
        }

        return nodes.ToImmutable();
    }
}
