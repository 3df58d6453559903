using System.Collections.Immutable;
using Auditor.Core.Dns;

namespace Auditor.Core.Spf;

/// <summary>
/// Which terms of a domain's record mail came by. Mail counts at the first term that lets its address pass, as in evaluation (RFC 7208 4.6.2); limits and terms in error
/// are passed over, so that a record that receivers do not evaluate to its end still shows what its last terms are there for.
/// </summary>
public sealed class SpfUse
{
    private readonly DomainName domain;
    private readonly DateTimeOffset now;
    private readonly ImmutableArray<Covered> mail;
    private readonly Dictionary<string, SpfTermMail> terms = new(StringComparer.Ordinal);
    private readonly HashSet<string> untold = new(StringComparer.Ordinal);

    private SpfUse(DomainName domain, DateTimeOffset now, ImmutableArray<Covered> mail)
    {
        this.domain = domain;
        this.now = now;
        this.mail = mail;
        foreach (var item in mail)
        {
            untold.UnionWith(item.Check.Untold.SelectMany(Prefixes));
            foreach (var path in item.Path is { } way ? Prefixes(way) : [])
            {
                terms[path] = terms.GetValueOrDefault(path, SpfTermMail.None).Add(item.Mail);
            }
        }
    }

    /// <summary>Mail of addresses that no term names: they pass by <c>all</c> at most.</summary>
    public SpfTermMail Uncovered => mail.Where(m => m.Path is null).Aggregate(SpfTermMail.None, (sum, m) => sum.Add(m.Mail)) with { IsSure = untold.Count == 0 };

    /// <summary>Follows the record for each address.</summary>
    public static async Task<SpfUse> OfAsync(DomainName domain, IEnumerable<SpfMail> mail, IDnsResolver resolver, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mail);
        var records = new ParsedRecords();
        var covered = ImmutableArray.CreateBuilder<Covered>();
        foreach (var item in mail)
        {
            covered.Add(new Covered(item, await SpfEvaluator.CheckAsync(Request(domain, item, now), resolver, records, cancellationToken).ConfigureAwait(false)));
        }

        return new SpfUse(domain, now, covered.ToImmutable());
    }

    /// <summary>The mail that came by a term.</summary>
    /// <param name="path">The way to it, such as <c>include:a.example > ip4:192.0.2.0/24</c>.</param>
    public SpfTermMail Of(string path) => terms.GetValueOrDefault(path, SpfTermMail.None) with { IsSure = !untold.Contains(path) };

    /// <summary>The mail that nothing else lets pass once the terms are gone.</summary>
    public async Task<SpfLoss> WithoutAsync(SpfRemoval removal, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(removal);
        var gone = removal.Terms.Select(t => t.Source.Text).ToHashSet(StringComparer.Ordinal);
        var edited = removal.Over(resolver);
        var records = new ParsedRecords();
        var loss = SpfLoss.None;
        foreach (var item in mail.Where(m => m.Path is { } path && gone.Contains(Prefixes(path).First())))
        {
            var check = await SpfEvaluator.CheckAsync(Request(domain, item.Mail, now), edited, records, cancellationToken).ConfigureAwait(false);
            if (check.Result != SpfResult.Pass)
            {
                loss = loss.Add(item.Mail, isUntold: !check.Untold.IsEmpty);
            }
        }

        return loss;
    }

    private static SpfCheckRequest Request(DomainName domain, SpfMail mail, DateTimeOffset now) =>
        new(mail.Address, domain.Value, now) { Sender = $"postmaster@{domain.Value}", PassesOverErrors = true };

    // "a", "a > b", "a > b > c".
    private static IEnumerable<string> Prefixes(string path)
    {
        for (var end = path.IndexOf(SpfPath.Separator, StringComparison.Ordinal); end >= 0; end = path.IndexOf(SpfPath.Separator, end + SpfPath.Separator.Length, StringComparison.Ordinal))
        {
            yield return path[..end];
        }

        yield return path;
    }

    private sealed record Covered(SpfMail Mail, SpfCheck Check)
    {
        // "all" lets everybody pass and names nobody.
        public string? Path => SpfPath.OfPass(Check);
    }
}
