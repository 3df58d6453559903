namespace Auditor.Core.Spf;

/// <summary>What a matching mechanism says (RFC 7208 4.6.2).</summary>
public enum Qualifier
{
    /// <summary><c>+</c>, or none written.</summary>
    Pass,

    /// <summary><c>-</c></summary>
    Fail,

    /// <summary><c>~</c></summary>
    SoftFail,

    /// <summary><c>?</c></summary>
    Neutral,
}

/// <summary>Words for <see cref="Qualifier"/>.</summary>
public static class Qualifiers
{
    /// <summary>The sign as it is printed: nothing for pass.</summary>
    public static string Sign(this Qualifier qualifier) => qualifier switch
    {
        Qualifier.Fail => "-",
        Qualifier.SoftFail => "~",
        Qualifier.Neutral => "?",
        _ => string.Empty,
    };
}
