using System.Collections.Immutable;

namespace Auditor.Core.Spf;

/// <summary>An SPF record as read: the terms that follow the grammar, and every place that does not.</summary>
/// <param name="Text">The record as published.</param>
/// <param name="Terms">The well-formed terms in order; the ill-formed ones stand in <paramref name="Errors"/>.</param>
/// <param name="Errors">Syntax errors in order; one is enough to make every evaluation a permerror (RFC 7208 4.6).</param>
public sealed record SpfRecord(string Text, ImmutableArray<Term> Terms, ImmutableArray<SpfSyntaxError> Errors)
{
    /// <summary>True when the whole record follows the grammar.</summary>
    public bool IsValid => Errors.IsEmpty;

    /// <summary>The mechanisms in order, those behind <c>all</c> included.</summary>
    public IEnumerable<Mechanism> Mechanisms => Terms.OfType<Mechanism>();

    /// <summary>The first <c>all</c>; null without one.</summary>
    public AllMechanism? All => Terms.OfType<AllMechanism>().FirstOrDefault();

    /// <summary>The redirect as written, even when an <c>all</c> makes it void; null without one.</summary>
    public RedirectModifier? Redirect => Terms.OfType<RedirectModifier>().FirstOrDefault();

    /// <summary>The redirect that takes effect: none when the record has an <c>all</c> anywhere (RFC 7208 6.1).</summary>
    public RedirectModifier? EffectiveRedirect => All is null ? Redirect : null;

    /// <summary>The explanation modifier; null without one.</summary>
    public ExplanationModifier? Explanation => Terms.OfType<ExplanationModifier>().FirstOrDefault();

    /// <summary>The mechanisms that can be reached: those up to and with the first <c>all</c> (RFC 7208 5.1).</summary>
    public IEnumerable<Mechanism> ReachableMechanisms
    {
        get
        {
            foreach (var mechanism in Mechanisms)
            {
                yield return mechanism;
                if (mechanism is AllMechanism)
                {
                    yield break;
                }
            }
        }
    }

    /// <summary>The mechanisms behind the first <c>all</c>, which are never tested.</summary>
    public IEnumerable<Mechanism> IgnoredMechanisms => Mechanisms.SkipWhile(m => m is not AllMechanism).Skip(1);

    /// <summary>The well-formed terms in canonical form, behind the version.</summary>
    public override string ToString() => Print(Terms);

    /// <summary>A record of the given terms in canonical form.</summary>
    public static string Print(IEnumerable<Term> terms) => string.Join(' ', terms.Select(t => t.ToString()).Prepend("v=spf1"));

    /// <inheritdoc />
    public bool Equals(SpfRecord? other) => other is not null && string.Equals(Text, other.Text, StringComparison.Ordinal);

    /// <inheritdoc />
    public override int GetHashCode() => string.GetHashCode(Text, StringComparison.Ordinal);
}
