namespace Auditor.Core.Spf;

/// <summary>A directive or a modifier of an SPF record (RFC 7208 4.6.1), with the place where it stands.</summary>
public abstract record Term
{
    private protected Term(TermSource source) => Source = source;

    /// <summary>The text as written and where it begins.</summary>
    public TermSource Source { get; }

    /// <summary>The term in canonical form: lower-case name, no <c>+</c>.</summary>
    public abstract override string ToString();
}

/// <summary>A piece of a record's text.</summary>
/// <param name="Text">The characters as written.</param>
/// <param name="Position">Offset of the first one in the record, from 0.</param>
public readonly record struct TermSource(string Text, int Position);
