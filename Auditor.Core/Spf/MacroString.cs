using System.Collections.Immutable;

namespace Auditor.Core.Spf;

/// <summary>A macro-string (RFC 7208 7.1), read into literals and macros.</summary>
/// <param name="Text">The text as written.</param>
/// <param name="Parts">Its parts in order.</param>
public sealed record MacroString(string Text, ImmutableArray<MacroPart> Parts)
{
    /// <summary>True when a macro stands in it, so that it has no value without a message.</summary>
    public bool HasMacros => Parts.Any(p => p is MacroExpansion);

    /// <summary>The value of a text without macros (<c>%%</c>, <c>%_</c> and <c>%-</c> replaced); null with one.</summary>
    public string? StaticValue => HasMacros ? null : string.Concat(Parts.OfType<MacroLiteral>().Select(l => l.Value));

    /// <summary>True when the macro letter, given in lower case, is used.</summary>
    public bool Uses(char letter) => Parts.OfType<MacroExpansion>().Any(m => m.Letter == letter);

    /// <inheritdoc />
    public override string ToString() => Text;

    /// <inheritdoc />
    public bool Equals(MacroString? other) => other is not null && string.Equals(Text, other.Text, StringComparison.Ordinal);

    /// <inheritdoc />
    public override int GetHashCode() => string.GetHashCode(Text, StringComparison.Ordinal);
}

/// <summary>A literal or a macro.</summary>
public abstract record MacroPart
{
    private protected MacroPart()
    {
    }
}

/// <summary>Text that stands for itself, <c>%%</c>, <c>%_</c> and <c>%-</c> already replaced.</summary>
public sealed record MacroLiteral(string Value) : MacroPart;

/// <summary>One <c>%{...}</c> (RFC 7208 7.1 to 7.3).</summary>
/// <param name="Letter">The macro letter in lower case.</param>
/// <param name="UrlEscape">True when it was written in upper case: the value is URL-escaped.</param>
/// <param name="KeepParts">How many right-hand parts remain; null for all.</param>
/// <param name="Reverse">True when the parts are reversed first.</param>
/// <param name="Delimiters">The characters that the value is split at.</param>
public sealed record MacroExpansion(char Letter, bool UrlEscape, int? KeepParts, bool Reverse, string Delimiters) : MacroPart;
