using System.Diagnostics.CodeAnalysis;
using Auditor.Core.Dns;

namespace Auditor.Core.Dkim;

/// <summary>A DKIM selector: one label or several (RFC 6376 3.1), compared without case.</summary>
public readonly struct Selector : IEquatable<Selector>
{
    private readonly string? text;

    private Selector(string text) => this.text = text;

    /// <summary>The selector as it was given.</summary>
    public string Text => text ?? string.Empty;

    /// <summary>Reads a selector; false when it cannot be part of a domain name.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Selector selector)
    {
        selector = default;
        if (!DomainName.TryParse(text, out var name) || name.IsRoot || text.EndsWith('.'))
        {
            return false;
        }

        selector = new Selector(text);
        return true;
    }

    /// <summary>Reads a selector.</summary>
    /// <exception cref="ArgumentException">The text cannot be part of a domain name.</exception>
    public static Selector Parse(string text) =>
        TryParse(text, out var selector) ? selector : throw new ArgumentException($"'{text}' is no DKIM selector.", nameof(text));

    /// <summary>The name of the key record, <c>selector._domainkey.domain</c> (RFC 6376 3.6.2.1); false when it would be too long.</summary>
    public bool TryKeyName(DomainName domain, out DomainName name) =>
        DomainName.TryParse($"{Text}._domainkey.{domain.Value}", out name);

    /// <inheritdoc />
    public bool Equals(Selector other) => string.Equals(Text, other.Text, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is Selector other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => string.GetHashCode(Text, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc />
    public override string ToString() => Text;

    public static bool operator ==(Selector left, Selector right) => left.Equals(right);

    public static bool operator !=(Selector left, Selector right) => !left.Equals(right);
}
