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
        var passed = ClientSet.Nobody;
        var decided = ClientSet.Nobody;
        var isExact = tree.Parsed is not null;
        foreach (var run in Runs(tree.Terms))
        {
            var matched = new ClientList();
            foreach (var term in run.Terms)
            {
                var (summed, count, isTermExact) = Match(term, matched);
                terms.Add(run.Passes && count is not null ? summed with { Addresses = count } : summed);
                isExact &= isTermExact;
            }

            var all = matched.ToSet();
            passed = run.Passes ? passed.Union(all.Except(decided)) : passed;
            decided = decided.Union(all);
        }

        return new Summed(tree with { Terms = [.. terms], Addresses = tree.Parsed is null ? null : passed.Count(isExact) }, passed, isExact);
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

    // Adds whom the term matches. A null count: a network counts itself, or nobody can count the term, or it matches nobody ever.
    private (SpfTreeTerm Term, AddressCount? Count, bool IsExact) Match(SpfTreeTerm term, ClientList matched)
    {
        switch (term)
        {
            case { IsIgnored: true } or { Term: ExplanationModifier or UnknownModifier }:
                return (term, null, true);
            case { Term: AllMechanism }:
                return Counted(term, ClientSet.Everybody, true, matched);
            case { Term: Ip4Mechanism four }:
                matched.Add(four.Address, four.PrefixLength);
                return (term, null, true);
            case { Term: Ip6Mechanism six }:
                matched.Add(six.Address, six.PrefixLength);
                return (term, null, true);
            case { Tree: { } below }:
                var summed = Sum(below);
                var (with, isExact) = (term with { Tree = summed.Tree }, summed.IsExact || IsKnownWithoutRecord(below));
                return summed.Tree.Parsed is null ? (with, null, isExact) : Counted(with, summed.Passing, isExact, matched);
            case { Term: AMechanism or MxMechanism, IsDynamic: false, IsNoName: true }:
                return Counted(term, ClientSet.Nobody, true, matched);
            case { Term: AMechanism a, IsDynamic: false, Outcomes.IsEmpty: false }:
                return WithHosts(term, a.Cidr, matched);
            case { Term: MxMechanism mx, IsDynamic: false, Outcomes.IsEmpty: false }:
                return WithHosts(term, mx.Cidr, matched);
            default:
                return (term, null, false);
        }
    }

    private (SpfTreeTerm Term, AddressCount? Count, bool IsExact) WithHosts(SpfTreeTerm term, DualCidr cidr, ClientList matched)
    {
        var (clients, isExact) = hosts.Match(term, cidr);
        return Counted(term.Term is AMechanism ? term with { Outcomes = hosts.Complete(term) } : term, clients, isExact, matched);
    }

    private static (SpfTreeTerm Term, AddressCount? Count, bool IsExact) Counted(SpfTreeTerm term, ClientSet clients, bool isExact, ClientList matched)
    {
        matched.Add(clients);
        return (term, clients.Count(isExact), isExact);
    }

    // Such an include lets nobody in, and that is known; a record that DNS could not give is not.
    private static bool IsKnownWithoutRecord(SpfLookupTree below) => below.Parsed is null && below.Lookup.IsKnown;

    private sealed record Summed(SpfLookupTree Tree, ClientSet Passing, bool IsExact);
}
