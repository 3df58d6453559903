using System.Collections.Immutable;
using Auditor.Core.Dns;

namespace Auditor.Core.Spf;

/// <summary>The state of one evaluation: counters, trace, and the recursion over records.</summary>
internal sealed class SpfEvaluation
{
    private readonly MechanismMatcher matcher;
    private readonly ClientNames names;
    private readonly MacroValues message;
    private readonly IDnsResolver resolver;
    private readonly bool passesOverErrors;
    private readonly ParsedRecords records;
    private readonly ImmutableArray<SpfTraceStep>.Builder trace = ImmutableArray.CreateBuilder<SpfTraceStep>();
    private readonly ImmutableArray<string>.Builder untold = ImmutableArray.CreateBuilder<string>();

    public SpfEvaluation(IDnsResolver resolver, MacroValues message, bool passesOverErrors, ParsedRecords records)
    {
        this.resolver = resolver;
        this.message = message;
        this.passesOverErrors = passesOverErrors;
        this.records = records;
        Counter = new LookupCounter(isLimited: !passesOverErrors);
        names = new ClientNames(resolver, message.Address);
        matcher = new MechanismMatcher(resolver, names, Counter);
    }

    public LookupCounter Counter { get; }

    public ImmutableArray<SpfTraceStep> Trace => trace.ToImmutable();

    public ImmutableArray<string> Untold => untold.ToImmutable();

    /// <summary>Evaluates one domain's record (RFC 7208 4.4 to 4.7).</summary>
    public async Task<Verdict> CheckHostAsync(DomainName domain, ImmutableArray<Term> path, CancellationToken cancellationToken)
    {
        var lookup = await resolver.QueryAsync(domain, DnsRecordType.Txt, cancellationToken).ConfigureAwait(false);
        if (lookup.IsUnknown)
        {
            return new Verdict(SpfResult.TempError, $"The TXT records of {domain} could not be looked up: {lookup.Error ?? lookup.Status.ToString()}");
        }

        // The first record is the check's own; those of includes and redirects belong to their terms.
        if (!path.IsEmpty && lookup.IsVoid && !Counter.AddVoid())
        {
            return Verdict.TooManyVoids(domain);
        }

        var texts = lookup.Texts.Where(SpfParser.IsSpfRecord).ToList();
        if (texts.Count != 1)
        {
            return texts.Count == 0
                ? new Verdict(SpfResult.None, $"{domain} has no SPF record.")
                : new Verdict(SpfResult.PermError, $"{domain} has {texts.Count} SPF records.");
        }

        var record = records.Of(texts[0]);
        if (!record.IsValid)
        {
            Note(domain, path, record.Errors[0].Term, "syntax error");
            return new Verdict(SpfResult.PermError, $"The record of {domain} has a syntax error at '{record.Errors[0].Term}': {record.Errors[0].Message}");
        }

        return await EvaluateAsync(domain, record, path, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The explanation of a fail; null whenever anything about it is wrong (RFC 7208 6.2).</summary>
    public async Task<string?> ExplainAsync(Verdict verdict, CancellationToken cancellationToken)
    {
        if (verdict.Explanation is not { } modifier)
        {
            return null;
        }

        var values = await ValuesAsync(verdict.Domain, modifier.Target, cancellationToken).ConfigureAwait(false);
        if (values.CannotFill(modifier.Target) || !DomainName.TryParseWithSpaces(values.ExpandName(modifier.Target), out var target, out _))
        {
            return null;
        }

        var lookup = await resolver.QueryAsync(target, DnsRecordType.Txt, cancellationToken).ConfigureAwait(false);
        var texts = lookup.Texts.ToList();
        if (texts.Count != 1 || !MacroStringParser.TryParse(texts[0], MacroRules.Explanation, out var text, out _))
        {
            return null;
        }

        return (await ValuesAsync(verdict.Domain, text, cancellationToken).ConfigureAwait(false)).Expand(text);
    }

    private async Task<Verdict> EvaluateAsync(DomainName domain, SpfRecord record, ImmutableArray<Term> path, CancellationToken cancellationToken)
    {
        foreach (var mechanism in record.Mechanisms)
        {
            var here = path.Add(mechanism);
            if (mechanism.CausesLookup && !Counter.AddLookup())
            {
                Note(domain, path, mechanism.Source.Text, "lookup limit");
                NoteUntold(here);
                return Verdict.TooManyLookups(here);
            }

            var match = await MatchAsync(domain, mechanism, here, cancellationToken).ConfigureAwait(false);
            Note(domain, path, mechanism.Source.Text, match.Outcome);
            if (match.Error is { } error && !passesOverErrors)
            {
                return error;
            }

            await NoteUntoldAsync(mechanism, match, here, cancellationToken).ConfigureAwait(false);
            if (match.IsMatch)
            {
                return new Verdict(mechanism.Qualifier.ToResult(), $"{mechanism.Source.Text} in the record of {domain} matches.")
                {
                    Matched = match.Inner.IsDefaultOrEmpty ? here : match.Inner,
                    Domain = domain,
                    Explanation = record.Explanation,
                };
            }
        }

        return record.EffectiveRedirect is { } redirect
            ? await RedirectAsync(domain, redirect, path, cancellationToken).ConfigureAwait(false)
            : new Verdict(SpfResult.Neutral, $"Nothing in the record of {domain} matches.");
    }

    private async Task<Match> MatchAsync(DomainName domain, Mechanism mechanism, ImmutableArray<Term> here, CancellationToken cancellationToken)
    {
        if (mechanism is AllMechanism)
        {
            return Match.Yes;
        }

        var values = await ValuesAsync(domain, mechanism.DomainSpec, cancellationToken).ConfigureAwait(false);
        // RFC 8616 4: such a term does not match anything, an include neither.
        if (mechanism.DomainSpec is { } filled && values.CannotFill(filled))
        {
            return Match.No;
        }

        var target = domain;
        if (mechanism.DomainSpec is { } spec && !DomainName.TryParseWithSpaces(values.ExpandName(spec), out target, out _))
        {
            // 4.8 leaves an impossible name open; it cannot match, and an include of it has no record.
            return mechanism is IncludeMechanism
                ? Match.Failed(SpfResult.PermError, $"{mechanism.Source.Text} gives no domain name, so it has no SPF record.")
                : Match.No;
        }

        if (mechanism is IncludeMechanism)
        {
            Note(domain, here[..^1], mechanism.Source.Text, "followed");
        }

        return mechanism is IncludeMechanism
            ? await IncludeAsync(target, here, cancellationToken).ConfigureAwait(false)
            : await matcher.MatchAsync(mechanism, target, values.Address, cancellationToken).ConfigureAwait(false);
    }

    // The table of 5.2.
    private async Task<Match> IncludeAsync(DomainName target, ImmutableArray<Term> here, CancellationToken cancellationToken)
    {
        var verdict = await CheckHostAsync(target, here, cancellationToken).ConfigureAwait(false);
        return verdict.Result switch
        {
            SpfResult.Pass => Match.Yes with { Inner = verdict.Matched },
            SpfResult.TempError => Match.Failed(SpfResult.TempError, verdict.Reason),
            SpfResult.PermError => Match.Failed(SpfResult.PermError, verdict.Reason),
            SpfResult.None => Match.Failed(SpfResult.PermError, $"{verdict.Reason} An include of it is a permerror (RFC 7208 5.2)."),
            _ => Match.No,
        };
    }

    private async Task<Verdict> RedirectAsync(DomainName domain, RedirectModifier redirect, ImmutableArray<Term> path, CancellationToken cancellationToken)
    {
        var here = path.Add(redirect);
        if (!Counter.AddLookup())
        {
            Note(domain, path, redirect.Source.Text, "lookup limit");
            NoteUntold(here);
            return Verdict.TooManyLookups(here);
        }

        Note(domain, path, redirect.Source.Text, "followed");
        var values = await ValuesAsync(domain, redirect.Target, cancellationToken).ConfigureAwait(false);
        if (values.CannotFill(redirect.Target) || !DomainName.TryParseWithSpaces(values.ExpandName(redirect.Target), out var target, out _))
        {
            return new Verdict(SpfResult.PermError, $"{redirect.Source.Text} gives no domain name.");
        }

        var verdict = await CheckHostAsync(target, here, cancellationToken).ConfigureAwait(false);
        if (verdict.Result == SpfResult.TempError)
        {
            // It ends the evaluation as a mechanism's does, and has no match to be noted by.
            NoteUntold(here);
        }

        return verdict.Result == SpfResult.None
            ? verdict with { Result = SpfResult.PermError, Reason = $"{verdict.Reason} A redirect to it is a permerror (RFC 7208 6.1)." }
            : verdict;
    }

    // 5.5 takes a failure at the client's names for "no match", which is enough for a receiver and not for a count.
    private async ValueTask NoteUntoldAsync(Mechanism mechanism, Match match, ImmutableArray<Term> here, CancellationToken cancellationToken)
    {
        if (!passesOverErrors || match.IsMatch)
        {
            return;
        }

        if (match.Error?.Result == SpfResult.TempError || Counter.IsSpent
            || (mechanism is PtrMechanism && (await names.ReverseAsync(cancellationToken).ConfigureAwait(false)).IsUnknown))
        {
            NoteUntold(here);
        }
    }

    private void NoteUntold(ImmutableArray<Term> here)
    {
        if (passesOverErrors)
        {
            untold.Add(SpfPath.Join(here));
        }
    }

    private async Task<MacroValues> ValuesAsync(DomainName domain, MacroString? text, CancellationToken cancellationToken)
    {
        var values = message with { Domain = Written(domain) };
        return text is not null && text.Uses('p')
            ? values with { ValidatedName = await names.NameForAsync(domain, cancellationToken).ConfigureAwait(false) }
            : values;
    }

    // Macros keep the owner's capitals; a name in U-labels goes on in A-labels.
    private static string Written(DomainName domain) =>
        System.Text.Ascii.IsValid(domain.Original) ? domain.Original.TrimEnd('.') : domain.Value;

    private void Note(DomainName domain, ImmutableArray<Term> path, string term, string outcome) =>
        trace.Add(new SpfTraceStep(path.Length, domain.ToString(), term, outcome, Counter.Lookups, Counter.Voids));
}
