using Auditor.Core.Dns;

namespace Auditor.Core.Spf.Addresses;

/// <summary>
/// Counts whom a tree lets pass, by the rule of the first match (RFC 7208 4.6.2): what an earlier term decides, a later
/// one does not. A permerror is left aside, so that the count says what the record means to let in.
/// </summary>
internal sealed class AddressSum(HostAddresses hosts)
{
    /// <summary>The tree with the counts of its records and terms.</summary>
    public static async Task<SpfLookupTree> CountAsync(SpfLookupTree tree, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        var hosts = await HostAddresses.AskAsync(tree, resolver, cancellationToken).ConfigureAwait(false);
        return new AddressSum(hosts).Sum(tree).Tree;
    }

    private Summed Sum(SpfLookupTree tree)
    {
        var terms = new List<SpfTreeTerm>(tree.Terms.Length);
        var passed = new List<ClientSet>();
        var decided = ClientSet.Nobody;
        var isExact = tree.Parsed is not null;
        foreach (var run in Runs(tree.Terms))
        {
            var matched = new List<ClientSet>();
            foreach (var term in run.Terms)
            {
                var (summed, clients, isTermExact) = Match(term);
                terms.Add(run.Passes ? summed with { Addresses = clients?.Count(isTermExact) } : summed);
                isExact &= isTermExact;
                matched.Add(clients ?? ClientSet.Nobody);
            }

            var all = ClientSet.Union(matched);
            if (run.Passes)
            {
                passed.Add(all.Except(decided));
            }

            decided = ClientSet.Union(decided, all);
        }

        var passing = ClientSet.Union(passed);
        return new Summed(tree with { Terms = [.. terms], Addresses = tree.Parsed is null ? null : passing.Count(isExact) }, passing, isExact);
    }

    // Terms side by side that pass, or that do not, need not be told apart: a set is merged once a run, not once a term.
    private static IEnumerable<(bool Passes, List<SpfTreeTerm> Terms)> Runs(IEnumerable<SpfTreeTerm> terms)
    {
        (bool Passes, List<SpfTreeTerm> Terms)? run = null;
        foreach (var term in terms)
        {
            var passes = !term.IsIgnored && term.Term is Mechanism { Qualifier: Qualifier.Pass } or RedirectModifier;
            if (run is { } open && open.Passes == passes)
            {
                open.Terms.Add(term);
                continue;
            }

            if (run is { } ended)
            {
                yield return ended;
            }

            run = (passes, [term]);
        }

        if (run is { } last)
        {
            yield return last;
        }
    }

    // Null clients: the term can be counted by nobody, or matches nobody ever.
    private (SpfTreeTerm Term, ClientSet? Clients, bool IsExact) Match(SpfTreeTerm term)
    {
        switch (term)
        {
            case { IsIgnored: true } or { Term: ExplanationModifier or UnknownModifier }:
                return (term, null, true);
            case { Term: AllMechanism }:
                return (term, ClientSet.Everybody, true);
            case { Term: Ip4Mechanism four }:
                return (term, new ClientSet(AddressSet.OfPrefix(four.Address, four.PrefixLength), AddressSet.Empty), true);
            case { Term: Ip6Mechanism six }:
                return (term, new ClientSet(AddressSet.Empty, AddressSet.OfPrefix(six.Address, six.PrefixLength)), true);
            case { Tree: { } below }:
                var summed = Sum(below);
                return (term with { Tree = summed.Tree }, summed.Tree.Parsed is null ? null : summed.Passing, summed.IsExact || IsKnownWithoutRecord(below));
            case { Term: AMechanism or MxMechanism, IsDynamic: false, IsNoName: true }:
                return (term, ClientSet.Nobody, true);
            case { Term: AMechanism a, IsDynamic: false, Outcomes.IsEmpty: false }:
                return WithHosts(term, a.Cidr);
            case { Term: MxMechanism mx, IsDynamic: false, Outcomes.IsEmpty: false }:
                return WithHosts(term, mx.Cidr);
            default:
                return (term, null, false);
        }
    }

    private (SpfTreeTerm Term, ClientSet? Clients, bool IsExact) WithHosts(SpfTreeTerm term, DualCidr cidr)
    {
        var (clients, isExact) = hosts.Match(term, cidr);
        return (term.Term is AMechanism ? term with { Outcomes = hosts.Complete(term) } : term, clients, isExact);
    }

    // Such an include lets nobody in, and that is known; a record that DNS could not give is not.
    private static bool IsKnownWithoutRecord(SpfLookupTree below) => below.Parsed is null && below.Lookup.IsKnown;

    private sealed record Summed(SpfLookupTree Tree, ClientSet Passing, bool IsExact);
}
