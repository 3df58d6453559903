using System.Collections.Immutable;
using Auditor.Core.Dns;
using Auditor.Core.Spf.Addresses;

namespace Auditor.Core.Spf;

/// <summary>
/// A record with what its terms cost when nothing matches early (RFC 7208 4.6.4), and the same of every record below it.
/// </summary>
public sealed record SpfLookupTree
{
    /// <summary>Whose record it is.</summary>
    public required DomainName Domain { get; init; }

    /// <summary>The answer to the TXT question.</summary>
    public required DnsOutcome Lookup { get; init; }

    /// <summary>The record read; null when there is none, several, or DNS could not tell.</summary>
    public SpfRecord? Parsed { get; init; }

    /// <summary>The text of the record; null when there is none to show.</summary>
    public string? Record => Parsed?.Text;

    /// <summary>Lookups of this record with all below it.</summary>
    public int Lookups { get; init; }

    /// <summary>What makes this record a permerror, as a sentence; null when it is sound.</summary>
    public string? Error { get; init; }

    /// <summary>How many clients the record lets pass; null without a record to read.</summary>
    public AddressCount? Addresses { get; init; }

    /// <summary>The terms in order of evaluation, a redirect last; ignored ones are marked.</summary>
    public ImmutableArray<SpfTreeTerm> Terms { get; init; } = [];

    /// <summary>This record and all below it, in order of evaluation.</summary>
    public IEnumerable<SpfLookupTree> Records() =>
        Terms.Where(t => t.Tree is not null).SelectMany(t => t.Tree!.Records()).Prepend(this);

    /// <summary>The qualifier of the <c>all</c> that applies here, redirects followed; null without one.</summary>
    public Qualifier? DefaultQualifier =>
        Parsed?.All is { } all ? all.Qualifier : Terms.FirstOrDefault(t => t.Term is RedirectModifier)?.Tree?.DefaultQualifier;

    /// <summary>False when the default hangs on a redirect whose record DNS, a macro or an error hides.</summary>
    public bool DefaultIsKnown =>
        Parsed is not null && (Parsed.EffectiveRedirect is null || Terms.First(t => t.Term is RedirectModifier).Tree is { DefaultIsKnown: true });

    /// <summary>This record and those that stand in its place by redirect: what the owner writes, without what is included.</summary>
    public IEnumerable<SpfLookupTree> Owned()
    {
        for (var record = this; record is not null; record = record.Terms.FirstOrDefault(t => t.Term is RedirectModifier)?.Tree)
        {
            yield return record;
        }
    }

    /// <summary>Every term that gives pass when it matches, through includes that pass and redirects, with the way to it.</summary>
    public IEnumerable<(string Path, Term Term)> PassingTerms()
    {
        foreach (var item in Terms.Where(t => !t.IsIgnored && t.Term is Mechanism { Qualifier: Qualifier.Pass } or RedirectModifier))
        {
            yield return (item.Text, item.Term);
            foreach (var (path, term) in item.Tree?.PassingTerms() ?? [])
            {
                yield return ($"{item.Text} > {path}", term);
            }
        }
    }

    /// <summary>The way to a <c>+all</c> that lets everyone pass; null without one.</summary>
    public string? FindPassAll() => PassingTerms().FirstOrDefault(p => p.Term is AllMechanism).Path;
}

/// <summary>One term of a record in the tree.</summary>
public sealed record SpfTreeTerm
{
    private readonly AddressCount? addresses;

    /// <summary>The term.</summary>
    public required Term Term { get; init; }

    /// <summary>The term as written.</summary>
    public string Text => Term.Source.Text;

    /// <summary>Lookups of the term itself: 1 or 0.</summary>
    public int OwnLookups { get; init; }

    /// <summary>Lookups of the term with all below it.</summary>
    public int Lookups { get; init; }

    /// <summary>The running count of the whole tree after this term.</summary>
    public int Total { get; init; }

    /// <summary>True when the term's own lookup found nothing.</summary>
    public bool IsVoid { get; init; }

    /// <summary>True for a term behind <c>all</c>, or a redirect beside it: never evaluated, never counted.</summary>
    public bool IsIgnored { get; init; }

    /// <summary>True when a macro decides the name, so that only a message tells what is below.</summary>
    public bool IsDynamic { get; init; }

    /// <summary>True when the name of the term is none that DNS can carry, so that it never matches (RFC 7208 4.8).</summary>
    public bool IsNoName { get; init; }

    /// <summary>What makes this term a permerror, as a sentence; null when it is sound.</summary>
    public string? Error { get; init; }

    /// <summary>
    /// How many clients a term that passes lets in by itself, whatever stands before it; null for other terms, and for those that nobody
    /// can count (<c>ptr</c>, <c>exists</c>, macros).
    /// </summary>
    public AddressCount? Addresses
    {
        get => addresses ?? Network();
        init => addresses = value;
    }

    /// <summary>The answers that the term's own lookups got; empty for includes and redirects, whose answer stands in <see cref="Tree"/>.</summary>
    public ImmutableArray<DnsOutcome> Outcomes { get; init; } = [];

    /// <summary>The record that an include or redirect leads to; null for other terms, for macros, and where a loop closes.</summary>
    public SpfLookupTree? Tree { get; init; }

    // A network counts itself; a record may name dozens, and nobody may ask.
    private AddressCount? Network() => this switch
    {
        { IsIgnored: false, Term: Ip4Mechanism { Qualifier: Qualifier.Pass } four } => AddressCount.OfIp4(four.PrefixLength),
        { IsIgnored: false, Term: Ip6Mechanism { Qualifier: Qualifier.Pass } six } => AddressCount.OfIp6(six.PrefixLength),
        _ => null,
    };
}
