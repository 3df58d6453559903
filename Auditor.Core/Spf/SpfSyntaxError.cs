namespace Auditor.Core.Spf;

/// <summary>One place where a record does not follow the grammar of RFC 7208 12.</summary>
/// <param name="Position">Offset of the first wrong character in the record, from 0; the record's length when something is missing at its end.</param>
/// <param name="Term">The term as written.</param>
/// <param name="Message">What is wrong, as a sentence.</param>
public sealed record SpfSyntaxError(int Position, string Term, string Message);
