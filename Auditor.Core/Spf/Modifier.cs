namespace Auditor.Core.Spf;

/// <summary>A modifier (RFC 7208 6); its place in the record does not matter.</summary>
public abstract record Modifier : Term
{
    private protected Modifier(TermSource source)
        : base(source)
    {
    }
}

/// <summary><c>redirect=</c> (RFC 7208 6.1).</summary>
public sealed record RedirectModifier(TermSource Source, MacroString Target) : Modifier(Source)
{
    /// <inheritdoc />
    public override string ToString() => $"redirect={Target}";
}

/// <summary><c>exp=</c> (RFC 7208 6.2).</summary>
public sealed record ExplanationModifier(TermSource Source, MacroString Target) : Modifier(Source)
{
    /// <inheritdoc />
    public override string ToString() => $"exp={Target}";
}

/// <summary>A modifier that RFC 7208 does not define: ignored, but its value must be a macro-string (RFC 7208 6).</summary>
public sealed record UnknownModifier(TermSource Source, string Name, MacroString Value) : Modifier(Source)
{
    /// <inheritdoc />
    public override string ToString() => $"{Name}={Value}";
}
