using System.Collections.Immutable;
using Auditor.Core.Dns;

namespace Auditor.Core.Spf;

/// <summary>
/// One walk over a tree in order of evaluation, as if nothing ever matched: counts terms (RFC 7208 4.6.4) and logs void
/// lookups, every cause of a permerror, and every question whose answer is not known yet.
/// </summary>
internal sealed class TreeWalk
{
    private readonly List<DomainName> open = [];
    private readonly TermLookups lookups;
    private int total;

    private TreeWalk(IReadOnlyDictionary<Question, DnsOutcome> answers)
    {
        Log = new WalkLog(answers);
        lookups = new TermLookups(Log);
    }

    /// <summary>What the walk met.</summary>
    public WalkLog Log { get; }

    public SpfLookupTree Tree { get; private set; } = null!;

    /// <summary>True when the count is a lower bound.</summary>
    public bool IsMinimum { get; private set; }

    /// <summary>Walks the tree of a domain whose TXT answer is among the answers.</summary>
    public static TreeWalk Run(DomainName domain, IReadOnlyDictionary<Question, DnsOutcome> answers)
    {
        var walk = new TreeWalk(answers);
        var lookup = answers[new Question(domain, DnsRecordType.Txt)];
        walk.Tree = walk.WalkRecord(domain, lookup, SpfParser.Parse(lookup.Texts.First(SpfParser.IsSpfRecord)), []);
        return walk;
    }

    private SpfLookupTree WalkRecord(DomainName domain, DnsOutcome lookup, SpfRecord record, ImmutableArray<Term> path)
    {
        open.Add(domain);
        var before = total;
        string? error = null;
        if (!record.IsValid)
        {
            error = $"Syntax error at '{record.Errors[0].Term}': {record.Errors[0].Message}";
            Log.AddCause(SpfPermErrorKind.Syntax, path, domain, $"The record of {domain} has a syntax error at '{record.Errors[0].Term}': {record.Errors[0].Message}", lookup);
        }

        var terms = ImmutableArray.CreateBuilder<SpfTreeTerm>(record.Terms.Length);
        var behindAll = false;
        foreach (var term in record.Terms.Where(t => t is not RedirectModifier))
        {
            var ignored = term is Mechanism && behindAll;
            terms.Add(ignored ? new SpfTreeTerm { Term = term, Total = total, IsIgnored = true } : WalkTerm(domain, term, path));
            behindAll |= term is AllMechanism;
        }

        if (record.Redirect is { } redirect)
        {
            terms.Add(record.EffectiveRedirect is null
                ? new SpfTreeTerm { Term = redirect, Total = total, IsIgnored = true }
                : WalkTerm(domain, redirect, path));
        }

        open.RemoveAt(open.Count - 1);
        return new SpfLookupTree
        {
            Domain = domain,
            Lookup = lookup,
            Parsed = record,
            Lookups = total - before,
            Error = error,
            Terms = terms.ToImmutable(),
        };
    }

    private SpfTreeTerm WalkTerm(DomainName domain, Term term, ImmutableArray<Term> path)
    {
        if (term is not (Mechanism { CausesLookup: true } or RedirectModifier))
        {
            return new SpfTreeTerm { Term = term, Total = total };
        }

        if (total >= SpfLimits.CountedTerms)
        {
            IsMinimum = true;
            return new SpfTreeTerm { Term = term, Total = total, Error = $"Not followed: the count ends at {SpfLimits.CountedTerms}." };
        }

        var here = path.Add(term);
        var before = total++;
        string? error = null;
        if (total == SpfLimits.Lookups + 1)
        {
            error = $"This is the {total}th lookup; {SpfLimits.Lookups} are allowed (RFC 7208 4.6.4).";
            Log.AddCause(SpfPermErrorKind.LookupLimit, here, domain, $"{SpfPath.Join(here)} is the {total}th term that causes DNS queries (RFC 7208 4.6.4).", null);
        }

        var result = WalkTarget(new SpfTreeTerm { Term = term, OwnLookups = 1 }, domain, here);
        return result with { Lookups = total - before, Total = total, Error = error is null || result.Error is null ? result.Error ?? error : $"{error} {result.Error}" };
    }

    private SpfTreeTerm WalkTarget(SpfTreeTerm item, DomainName domain, ImmutableArray<Term> here)
    {
        var spec = item.Term is RedirectModifier redirect ? redirect.Target : ((Mechanism)item.Term).DomainSpec;
        var follows = item.Term is IncludeMechanism or RedirectModifier;
        if (spec is { HasMacros: true })
        {
            IsMinimum |= follows;
            return item with { IsDynamic = true };
        }

        var target = domain;
        if (spec is not null && !DomainName.TryParseWithSpaces(spec.StaticValue, out target, out _))
        {
            return follows
                ? item with { Error = Log.AddCause(SpfPermErrorKind.TargetWithoutRecord, here, domain, $"{item.Text} names no domain, so it has no SPF record.", null) }
                : item with { IsNoName = true, Error = $"'{spec}' is no domain name, so the term never matches." };
        }

        return follows ? Follow(item, target, here) : lookups.Look(item, target, new TermPlace(here, total));
    }

    private SpfTreeTerm Follow(SpfTreeTerm item, DomainName target, ImmutableArray<Term> here)
    {
        if (open.Contains(target))
        {
            var cycle = string.Join(" > ", open.SkipWhile(d => d != target).Append(target));
            return item with { Error = Log.AddCause(SpfPermErrorKind.Loop, here, target, $"{item.Text} leads back to {target}: {cycle}.", Log.Answer(target)) };
        }

        if (Log.Ask(target, DnsRecordType.Txt, total) is not { } lookup)
        {
            IsMinimum = true;
            return item;
        }

        if (lookup.IsUnknown)
        {
            IsMinimum = true;
            Log.Failures.Add(lookup);
            return item with { Error = WalkLog.Unknown(lookup), Tree = new SpfLookupTree { Domain = target, Lookup = lookup, Error = WalkLog.Unknown(lookup) } };
        }

        var isVoid = Log.AddVoid(lookup, here);
        var records = lookup.Texts.Where(SpfParser.IsSpfRecord).ToList();
        if (records.Count == 1)
        {
            return item with { Tree = WalkRecord(target, lookup, SpfParser.Parse(records[0]), here) };
        }

        var error = records.Count == 0
            ? Log.AddCause(SpfPermErrorKind.TargetWithoutRecord, here, target, $"{target} has no SPF record{(lookup.Status == DnsStatus.NxDomain ? ": the name does not exist" : string.Empty)} (RFC 7208 {(item.Term is RedirectModifier ? "6.1" : "5.2")}).", lookup)
            : Log.AddCause(SpfPermErrorKind.TargetWithSeveralRecords, here, target, $"{target} has {records.Count} SPF records (RFC 7208 4.5).", lookup);
        return item with { IsVoid = isVoid, Error = error, Tree = new SpfLookupTree { Domain = target, Lookup = lookup, Error = error } };
    }
}
