namespace Auditor.Core.Dns.ZoneFiles;

/// <summary>One word of a master file, escapes not yet resolved.</summary>
internal readonly record struct ZoneToken(string Raw, bool Quoted, int Line);

/// <summary>One logical line: what stands between two line ends outside parentheses, without comments.</summary>
/// <param name="Line">Where it begins, counted from 1.</param>
/// <param name="StartsBlank">True when white space comes first, so the owner is the one before.</param>
/// <param name="Tokens">Empty for a line that is only a comment.</param>
/// <param name="Comment">The comment's text after the semicolon when the line is nothing else; null otherwise.</param>
/// <param name="TrailingComment">The last comment behind words; null without one.</param>
internal sealed record ZoneEntry(int Line, bool StartsBlank, IReadOnlyList<ZoneToken> Tokens, string? Comment, string? TrailingComment);
