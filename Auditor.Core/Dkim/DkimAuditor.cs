using System.Collections.Immutable;
using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Core.Dkim;

/// <summary>
/// Collects the facts about DKIM keys of one domain. DNS cannot list selectors, so the caller brings candidates: those that are
/// configured or seen in reports are asked for first, then those found before and those of the services that the domain uses; the long list of names to
/// probe is tried only when nothing better is known.
/// </summary>
public static class DkimAuditor
{
    /// <summary>The most candidates that are asked for at once, apart from configured ones and from a probe.</summary>
    public const int MaxKnownCandidates = 8;

    /// <summary>Questions of a probe that are under way at a time; after each batch it is decided whether to go on.</summary>
    public const int ProbeBatch = 16;

    // A selector that nobody has: whatever answers for it answers for every name.
    private const string UnusedSelector = "auditor-unused-7f3a9c1e";

    /// <summary>Asks for the candidates. Whatever DNS does comes back as a value.</summary>
    public static async ValueTask<DkimFacts> AuditAsync(
        DomainName domain, IReadOnlyCollection<SelectorCandidate> candidates, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(resolver);
        var distinct = candidates.OrderBy(c => Rank(c.Source)).DistinctBy(c => c.Selector).ToList();
        var known = distinct.Where(c => c.Source != SelectorSource.Probe).ToList();
        var asked = known.Where((c, i) => c.Source == SelectorSource.Configured || i < MaxKnownCandidates).ToList();
        var selectors = await AskAsync(domain, asked, resolver, cancellationToken).ConfigureAwait(false);
        var facts = new DkimFacts { Domain = domain, Selectors = selectors, Discovery = SelectorDiscovery.Known, SkippedCandidates = known.Count - asked.Count };
        return known.Any(c => c.IsInUse) || selectors.Any(s => s.Status != RecordStatus.Unknown)
            ? await WithoutWildcardAsync(facts, resolver, cancellationToken).ConfigureAwait(false)
            : await ProbeAsync(facts, [.. distinct.Except(asked)], resolver, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The facts of one selector.</summary>
    public static async ValueTask<SelectorFacts?> AuditSelectorAsync(
        DomainName domain, SelectorCandidate candidate, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentNullException.ThrowIfNull(resolver);
        if (!candidate.Selector.TryKeyName(domain, out var name))
        {
            return null;
        }

        var outcome = await resolver.QueryAsync(name, DnsRecordType.Txt, cancellationToken).ConfigureAwait(false);
        return FromOutcome(candidate, name, outcome);
    }

    /// <summary>The facts that an answer gives.</summary>
    public static SelectorFacts FromOutcome(SelectorCandidate candidate, DomainName name, DnsOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var texts = outcome.Texts.ToList();
        var record = texts.Count == 1 ? DkimKeyParser.Parse(texts[0]) : null;
        return new SelectorFacts
        {
            Candidate = candidate,
            Name = name,
            Outcome = outcome,
            Record = record,
            Fingerprint = record is null ? null : KeyFingerprint.Of(record),
            Status = outcome.IsUnknown ? RecordStatus.Unknown
                : texts.Count > 1 ? RecordStatus.Multiple
                : record is null ? RecordStatus.None
                : record.IsValid ? RecordStatus.Found : RecordStatus.Invalid,
        };
    }

    private static async ValueTask<DkimFacts> ProbeAsync(
        DkimFacts facts, ImmutableArray<SelectorCandidate> names, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        // Under a name that does not exist there is nothing (RFC 8020), so that one question may answer for all.
        if (!facts.Domain.TryPrepend("_domainkey", out var nodeName) || !nodeName.TryPrepend(UnusedSelector, out var unusedName))
        {
            return facts with { Discovery = SelectorDiscovery.NothingFound };
        }

        var node = await resolver.QueryAsync(nodeName, DnsRecordType.Txt, cancellationToken).ConfigureAwait(false);
        if (node.IsUnknown || node.Status == DnsStatus.NxDomain)
        {
            return facts with { Discovery = node.IsUnknown ? SelectorDiscovery.Unknown : SelectorDiscovery.NoDomainKeyNode };
        }

        var wildcard = await resolver.QueryAsync(unusedName, DnsRecordType.Txt, cancellationToken).ConfigureAwait(false);
        if (wildcard.IsUnknown || wildcard.Status == DnsStatus.Answer)
        {
            return facts with { WildcardOutcome = wildcard, Discovery = wildcard.IsUnknown ? SelectorDiscovery.Unknown : SelectorDiscovery.Wildcard };
        }

        var found = facts.Selectors;
        var answered = true;
        foreach (var batch in names.Chunk(ProbeBatch))
        {
            var outcome = await AskAllAsync(facts.Domain, batch, resolver, cancellationToken).ConfigureAwait(false);
            found = found.AddRange(outcome.Where(IsShown));
            answered &= !outcome.Any(s => s.Status == RecordStatus.Unknown);

            // One key shows that the domain signs; reports name the rest better than further guesses. And a dead server stays dead.
            if (outcome.Any(s => s.HasUsableKey) || outcome.All(s => s.Status == RecordStatus.Unknown))
            {
                break;
            }
        }

        var any = found.Any(s => s.Status != RecordStatus.Unknown);
        return facts with
        {
            Selectors = any ? [.. found.Where(s => s.Status != RecordStatus.Unknown)] : [],
            WildcardOutcome = wildcard,
            Discovery = any ? SelectorDiscovery.Known : answered ? SelectorDiscovery.NothingFound : SelectorDiscovery.Unknown,
        };
    }

    // The same record at two selectors may come from a wildcard, under which a guessed name shows nothing.
    private static async ValueTask<DkimFacts> WithoutWildcardAsync(DkimFacts facts, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        var texts = facts.Selectors.Select(s => s.RecordText).OfType<string>().ToList();
        if (texts.Distinct(StringComparer.Ordinal).Count() == texts.Count || !facts.Domain.TryPrepend("_domainkey", out var node) || !node.TryPrepend(UnusedSelector, out var unused))
        {
            return facts;
        }

        var wildcard = await resolver.QueryAsync(unused, DnsRecordType.Txt, cancellationToken).ConfigureAwait(false);
        if (wildcard.Status != DnsStatus.Answer)
        {
            return facts with { WildcardOutcome = wildcard };
        }

        ImmutableArray<SelectorFacts> own = [.. facts.Selectors.Where(s => s.Candidate.IsInUse || !s.Outcome.Texts.SequenceEqual(wildcard.Texts))];
        return facts with { WildcardOutcome = wildcard, Selectors = own, Discovery = own.IsEmpty ? SelectorDiscovery.Wildcard : facts.Discovery };
    }

    private static async ValueTask<ImmutableArray<SelectorFacts>> AskAsync(
        DomainName domain, IEnumerable<SelectorCandidate> candidates, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        var all = await AskAllAsync(domain, candidates, resolver, cancellationToken).ConfigureAwait(false);
        return [.. all.Where(s => s.Candidate.IsInUse || IsShown(s) || s.Status == RecordStatus.Unknown)];
    }

    private static async ValueTask<SelectorFacts[]> AskAllAsync(
        DomainName domain, IEnumerable<SelectorCandidate> candidates, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        var all = await Task.WhenAll(candidates.Select(c => AuditSelectorAsync(domain, c, resolver, cancellationToken).AsTask())).ConfigureAwait(false);
        return [.. all.OfType<SelectorFacts>()];
    }

    // A guessed name counts when something that was meant as a key, or an alias into nothing, stands there.
    private static bool IsShown(SelectorFacts selector) =>
        selector.IsDangling || selector.Outcome.Texts.Any(DkimKeyParser.LooksMeant);

    private static int Rank(SelectorSource source) => source switch
    {
        SelectorSource.Configured => 0,
        SelectorSource.Reports => 1,
        SelectorSource.Earlier => 2,
        SelectorSource.Catalogue => 3,
        _ => 4,
    };
}
