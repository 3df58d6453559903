namespace Auditor.Core.Spf;

/// <summary>Why an evaluation ends in permerror.</summary>
public enum SpfPermErrorKind
{
    /// <summary>A record of the tree does not follow the grammar (RFC 7208 4.6).</summary>
    Syntax,

    /// <summary>The domain itself has several records (RFC 7208 4.5).</summary>
    MultipleRecords,

    /// <summary>More than ten terms that cause queries (RFC 7208 4.6.4).</summary>
    LookupLimit,

    /// <summary>More than two lookups that find nothing (RFC 7208 4.6.4).</summary>
    VoidLimit,

    /// <summary>An include or redirect leads to a domain without a record (RFC 7208 5.2, 6.1).</summary>
    TargetWithoutRecord,

    /// <summary>An include or redirect leads to a domain with several records (RFC 7208 4.5, 5.2).</summary>
    TargetWithSeveralRecords,

    /// <summary>An <c>mx</c> term with more than ten hosts (RFC 7208 4.6.4).</summary>
    MxHostLimit,

    /// <summary>An include or redirect leads back to a record that is being evaluated; a receiver stops at the eleventh lookup.</summary>
    Loop,
}

/// <summary>One cause of a permerror.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Path">The terms that lead to it, joined by <c> > </c>; empty for the record itself.</param>
/// <param name="Message">The cause as a sentence with names and numbers.</param>
public sealed record SpfPermError(SpfPermErrorKind Kind, string Path, string Message)
{
    /// <summary>The domain whose record holds the cause.</summary>
    public required Dns.DomainName Domain { get; init; }

    /// <summary>The term of the audited domain's own record that leads to it; null when the record as a whole is the cause.</summary>
    public Term? OwnTerm { get; init; }

    /// <summary>The answer that proves it; null when the text itself does.</summary>
    public Dns.DnsOutcome? Proof { get; init; }
}

/// <summary>A lookup of the tree that found nothing (RFC 7208 4.6.4).</summary>
/// <param name="Path">The terms that lead to it, joined by <c> > </c>.</param>
/// <param name="Outcome">The question and its empty answer.</param>
public sealed record SpfVoidLookup(string Path, Dns.DnsOutcome Outcome);
