using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Auditor.Core.Dns;

/// <summary>
/// A domain name as DNS compares it: lower-case A-labels without the final dot (RFC 1034 3.1, RFC 5890 2.3.2.1).
/// The text as first written is kept beside it. Two names are equal when their A-label forms are.
/// </summary>
/// <remarks>
/// Any printable ASCII (a space only in <see cref="TryParseWithSpaces"/>) is accepted inside a label, because DNS itself accepts it and SPF macros produce it;
/// <see cref="IsHostName"/> says whether a name also fits the host-name rules.
/// </remarks>
public readonly struct DomainName : IEquatable<DomainName>
{
    /// <summary>Longest name in octets, without the final dot (RFC 1035 2.3.4).</summary>
    public const int MaxLength = 253;

    /// <summary>Longest label in octets (RFC 1035 2.3.4).</summary>
    public const int MaxLabelLength = 63;

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = false, AllowUnassigned = true };

    private readonly string? value;
    private readonly string? original;

    private DomainName(string value, string original)
    {
        this.value = value;
        this.original = original;
    }

    /// <summary>The lower-case A-label form without a final dot; the root is the empty string.</summary>
    public string Value => value ?? string.Empty;

    /// <summary>The text as it was given.</summary>
    public string Original => original ?? Value;

    /// <summary>The DNS root, whose <see cref="Value"/> is empty.</summary>
    public static DomainName Root { get; } = new(string.Empty, ".");

    /// <summary>True for the DNS root and for <c>default</c>.</summary>
    public bool IsRoot => Value.Length == 0;

    /// <summary>Number of labels; 0 for the root.</summary>
    public int LabelCount => IsRoot ? 0 : Value.AsSpan().Count('.') + 1;

    /// <summary>The form for people: U-labels where an A-label decodes, else <see cref="Value"/>.</summary>
    public string Display
    {
        get
        {
            if (!Value.Contains("xn--", StringComparison.Ordinal))
            {
                return Value;
            }

            try
            {
                return Idn.GetUnicode(Value);
            }
            catch (ArgumentException)
            {
                return Value;
            }
        }
    }

    /// <summary>Two labels or more of letters, digits and inner hyphens (underscores allowed), the last not all digits (RFC 1123 2.1).</summary>
    public bool IsHostName
    {
        get
        {
            var labels = Value.Split('.');
            if (labels.Length < 2 || labels[^1].All(char.IsAsciiDigit))
            {
                return false;
            }

            return labels.All(l => l.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') && l[0] != '-' && l[^1] != '-');
        }
    }

    /// <summary>The labels from left to right.</summary>
    public IReadOnlyList<string> Labels => IsRoot ? [] : Value.Split('.');

    /// <summary>The name without its first label; the root for a single label.</summary>
    public DomainName Parent
    {
        get
        {
            var dot = Value.IndexOf('.', StringComparison.Ordinal);
            return dot < 0 ? Root : new DomainName(Value[(dot + 1)..], Value[(dot + 1)..]);
        }
    }

    /// <summary>Reads a name. A final dot is dropped, U-labels are converted (UTS #46 where the platform has ICU).</summary>
    /// <exception cref="ArgumentException">The text is no domain name; the message says why.</exception>
    public static DomainName Parse(string text) =>
        TryParse(text, out var name, out var error) ? name : throw new ArgumentException(error, nameof(text));

    /// <summary>Reads a name; false when the text is no domain name.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out DomainName name) => TryParse(text, out name, out _);

    /// <summary>Reads a name; when false, <paramref name="error"/> says in one sentence what is wrong.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out DomainName name, [NotNullWhen(false)] out string? error) =>
        TryRead(text, '!', out name, out error);

    /// <summary>As <see cref="TryParse(string?, out DomainName)"/>, for names that no person types: a label may hold spaces, which SPF macros can write (RFC 7208 7.1).</summary>
    public static bool TryParseWithSpaces([NotNullWhen(true)] string? text, out DomainName name, [NotNullWhen(false)] out string? error) =>
        TryRead(text, ' ', out name, out error);

    private static bool TryRead([NotNullWhen(true)] string? text, char lowest, out DomainName name, [NotNullWhen(false)] out string? error)
    {
        name = default;
        if (string.IsNullOrEmpty(text))
        {
            error = "The domain name is empty.";
            return false;
        }

        if (text == ".")
        {
            name = Root;
            error = null;
            return true;
        }

        var candidate = text[^1] == '.' ? text[..^1] : text;
        if (!System.Text.Ascii.IsValid(candidate))
        {
            try
            {
                candidate = Idn.GetAscii(candidate);
            }
            catch (ArgumentException)
            {
                error = $"'{text}' is no internationalised domain name that can be converted to A-labels (RFC 5890).";
                return false;
            }
        }

        if (candidate.Length > MaxLength)
        {
            error = $"'{text}' is {candidate.Length} octets long; a domain name has at most {MaxLength} (RFC 1035 2.3.4).";
            return false;
        }

        foreach (var range in candidate.AsSpan().Split('.'))
        {
            var label = candidate.AsSpan(range);
            if (label.IsEmpty)
            {
                error = $"'{text}' has an empty label (two dots in a row, or a dot in front).";
                return false;
            }

            if (label.Length > MaxLabelLength)
            {
                error = $"'{text}' has a label of {label.Length} octets; a label has at most {MaxLabelLength} (RFC 1035 2.3.4).";
                return false;
            }

            if (label.ContainsAnyExceptInRange(lowest, '~'))
            {
                error = $"'{text}' has a space or a control character in a label.";
                return false;
            }
        }

        name = new DomainName(candidate.ToLowerInvariant(), text);
        error = null;
        return true;
    }

    /// <summary>The name <paramref name="label"/> in front of this one, for example <c>_dmarc</c>.</summary>
    /// <returns>False when the result would be longer than DNS allows.</returns>
    public bool TryPrepend(string label, out DomainName name) =>
        TryParse(IsRoot ? label : $"{label}.{Value}", out name);

    /// <summary>As <see cref="TryPrepend"/>, for labels that are known to fit.</summary>
    /// <exception cref="ArgumentException">The result would be no domain name.</exception>
    public DomainName Prepend(string label) => Parse(IsRoot ? label : $"{label}.{Value}");

    /// <summary>True when this name is <paramref name="other"/> or below it.</summary>
    public bool IsAtOrBelow(DomainName other) =>
        other.IsRoot || Equals(other) || IsBelow(other);

    /// <summary>True when this name is a proper subdomain of <paramref name="other"/>.</summary>
    public bool IsBelow(DomainName other) =>
        !IsRoot && (other.IsRoot || (Value.Length > other.Value.Length + 1
            && Value.EndsWith(other.Value, StringComparison.Ordinal)
            && Value[Value.Length - other.Value.Length - 1] == '.'));

    /// <inheritdoc />
    public bool Equals(DomainName other) => string.Equals(Value, other.Value, StringComparison.Ordinal);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is DomainName other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => string.GetHashCode(Value, StringComparison.Ordinal);

    /// <summary>The A-label form; the root prints as a dot.</summary>
    public override string ToString() => IsRoot ? "." : Value;

    public static bool operator ==(DomainName left, DomainName right) => left.Equals(right);

    public static bool operator !=(DomainName left, DomainName right) => !left.Equals(right);
}
