using System.Collections.Immutable;
using Auditor.Core.Dns;

namespace Auditor.Core.Dmarc;

/// <summary>One name of a tree walk with what was found at it.</summary>
/// <param name="Domain">The domain, without <c>_dmarc</c>.</param>
/// <param name="Outcome">The TXT answer at <c>_dmarc.</c> of it.</param>
/// <param name="Records">The texts that are DMARC records; the others are discarded.</param>
public sealed record TreeWalkStep(DomainName Domain, DnsOutcome Outcome, ImmutableArray<DmarcPolicyRecord> Records)
{
    /// <summary>The record; null without one, and when there are several, which are all discarded.</summary>
    public DmarcPolicyRecord? Record => Records.Length == 1 ? Records[0] : null;
}

/// <summary>
/// The DNS Tree Walk from one domain towards the root (RFC 9989 4.10): at most eight questions, whatever the length of the name.
/// </summary>
public sealed record DnsTreeWalk
{
    /// <summary>The most questions that a walk asks.</summary>
    public const int MaxQueries = 8;

    /// <summary>A longer name is cut to so many labels after the first question (step 4).</summary>
    public const int LabelsAfterJump = 7;

    private DnsTreeWalk(DomainName start, ImmutableArray<TreeWalkStep> steps)
    {
        Start = start;
        Steps = steps;
    }

    public DomainName Start { get; }

    /// <summary>The names asked, from the longest to the shortest.</summary>
    public ImmutableArray<TreeWalkStep> Steps { get; }

    /// <summary>True when a question failed, so that nothing may be concluded from the walk as a whole.</summary>
    public bool IsUnknown => Steps.Any(s => s.Outcome.IsUnknown);

    /// <summary>The step at the start itself.</summary>
    public TreeWalkStep? First => Steps.IsEmpty || Steps[0].Domain != Start ? null : Steps[0];

    /// <summary>The organizational domain of the start (RFC 9989 4.10.2); null when DNS could not tell.</summary>
    public DomainName? OrganizationalDomain
    {
        get
        {
            if (IsUnknown)
            {
                return null;
            }

            DomainName? shortest = null;
            foreach (var step in Steps.Where(s => s.Record is not null))
            {
                if (step.Record!.Psd == PsdFlag.No)
                {
                    return step.Domain;
                }

                if (step.Record.Psd == PsdFlag.Yes && step.Domain != Start)
                {
                    return OneLabelBelow(step.Domain);
                }

                shortest = step.Domain;
            }

            return shortest ?? Start;
        }
    }

    /// <summary>Walks from <paramref name="start"/>; it stops at a record with psd=y or psd=n, and at the first question that fails.</summary>
    public static async ValueTask<DnsTreeWalk> FromAsync(DomainName start, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(resolver);
        var steps = ImmutableArray.CreateBuilder<TreeWalkStep>(MaxQueries);
        foreach (var domain in Targets(start))
        {
            if (!domain.TryPrepend("_dmarc", out var name))
            {
                continue;
            }

            var outcome = await resolver.QueryAsync(name, DnsRecordType.Txt, cancellationToken).ConfigureAwait(false);
            var step = new TreeWalkStep(domain, outcome, [.. outcome.Texts.Select(t => DmarcParser.Parse(t).Record).OfType<DmarcPolicyRecord>()]);
            steps.Add(step);
            if (outcome.IsUnknown || step.Record is { Psd: not PsdFlag.Undetermined })
            {
                break;
            }
        }

        return new DnsTreeWalk(start, steps.ToImmutable());
    }

    /// <summary>
    /// The walk that a name directly below the start would make, had it no record: the same questions but its own, which is left out.
    /// Null where this walk did not ask them, or where DNS has no room for such a name.
    /// </summary>
    public DnsTreeWalk? OfSubdomain()
    {
        if (!Start.TryPrepend("x", out var below))
        {
            return null;
        }

        // From nine labels on the walk jumps over the start itself, whose record may have ended this one.
        var skipsStart = below.LabelCount > MaxQueries;
        var endedAtStart = First is { Record.Psd: not PsdFlag.Undetermined };
        return skipsStart && endedAtStart ? null : new DnsTreeWalk(below, skipsStart ? [.. Steps.Where(s => s.Domain != Start)] : Steps);
    }

    /// <summary>The domains that a walk from <paramref name="start"/> would ask at, if nothing stopped it.</summary>
    public static IEnumerable<DomainName> Targets(DomainName start)
    {
        if (start.IsRoot)
        {
            yield break;
        }

        yield return start;
        var next = start.Parent;
        while (next.LabelCount > LabelsAfterJump)
        {
            next = next.Parent;
        }

        for (; !next.IsRoot; next = next.Parent)
        {
            yield return next;
        }
    }

    private DomainName OneLabelBelow(DomainName ancestor)
    {
        var domain = Start;
        while (domain.LabelCount > ancestor.LabelCount + 1)
        {
            domain = domain.Parent;
        }

        return domain;
    }
}
