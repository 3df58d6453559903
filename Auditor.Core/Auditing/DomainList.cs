using System.Collections.Immutable;
using Auditor.Core.Dns;

namespace Auditor.Core.Auditing;

/// <summary>Domains as people give them: pasted lists, files, URLs, mail addresses.</summary>
/// <param name="Domains">The domains, each once, in the order given.</param>
/// <param name="Rejected">Entries that hold no domain, each with one sentence why.</param>
/// <param name="Duplicates">How many entries were dropped because an equal one came before.</param>
public sealed record DomainList(ImmutableArray<DomainName> Domains, ImmutableArray<RejectedEntry> Rejected, int Duplicates)
{
    private static readonly char[] Blanks = [' ', '\t', '\r', '\u00a0', '\ufeff', '\u3000'];
    private static readonly char[] Separators = [',', ';', '|'];

    /// <summary>
    /// Reads a text with any separators. <c>#</c> begins a comment to the end of its line. A URL gives its host, a mail
    /// address its domain; the case, a final dot, quotes, brackets and a wildcard's <c>*.</c> do not matter.
    /// </summary>
    public static DomainList Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Read(text.Split('\n').SelectMany(line => WithoutComment(line).Split(Separators)).SelectMany(Entries));
    }

    /// <summary>Reads entries that are separate already.</summary>
    public static DomainList Read(IEnumerable<string> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var domains = ImmutableArray.CreateBuilder<DomainName>();
        var rejected = ImmutableArray.CreateBuilder<RejectedEntry>();
        var seen = new HashSet<DomainName>();
        var duplicates = 0;
        foreach (var entry in entries)
        {
            if (TryParseEntry(entry, out var domain, out var reason))
            {
                if (seen.Add(domain))
                {
                    domains.Add(domain);
                }
                else
                {
                    duplicates++;
                }
            }
            else
            {
                rejected.Add(new RejectedEntry(entry, reason));
            }
        }

        return new DomainList(domains.ToImmutable(), rejected.ToImmutable(), duplicates);
    }

    /// <summary>Reads one entry; when false, <paramref name="reason"/> says in one sentence what is wrong.</summary>
    public static bool TryParseEntry(string entry, out DomainName domain, out string reason)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var candidate = HostOf(entry.Trim().Trim('"', '\'', '<', '>', '(', ')', '[', ']', '`'));
        if (!DomainName.TryParse(candidate, out domain, out var error))
        {
            reason = candidate.Length == 0 ? $"'{entry}' holds no domain name." : error;
            return false;
        }

        if (System.Net.IPAddress.TryParse(domain.Value, out _))
        {
            reason = $"'{entry}' is an IP address, not a domain name.";
            return false;
        }

        if (!domain.IsHostName)
        {
            reason = domain.LabelCount < 2
                ? $"'{entry}' is a single label; a domain name has at least two, such as example.com."
                : $"'{entry}' is no domain name: labels are made of letters, digits and inner hyphens, and the last is not a number.";
            return false;
        }

        reason = string.Empty;
        return true;
    }

    private static string WithoutComment(string line)
    {
        // "https://example.com/#top" is no comment.
        var comment = line.IndexOf('#', StringComparison.Ordinal);
        return comment < 0 || (comment > 0 && !char.IsWhiteSpace(line[comment - 1])) ? line : line[..comment];
    }

    // "Jane Doe <jane@example.com>" is one entry: the name in front of a mail address in angle brackets is no domain.
    private static IEnumerable<string> Entries(string segment)
    {
        var open = segment.IndexOf('<', StringComparison.Ordinal);
        var close = open < 0 ? -1 : segment.IndexOf('>', open);
        return close > open && segment.AsSpan(open, close - open).Contains('@')
            ? [segment[open..(close + 1)], .. Entries(segment[(close + 1)..])]
            : segment.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
    }

    private static string HostOf(string entry)
    {
        var text = entry;
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0)
        {
            text = text[(scheme + 3)..];
        }
        else if (text.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase))
        {
            text = text["mailto:".Length..];
        }

        var end = text.AsSpan().IndexOfAny("/?#\\");
        text = end < 0 ? text : text[..end];
        text = text[(text.LastIndexOf('@') + 1)..];
        var port = text.LastIndexOf(':');
        if (port >= 0 && text.AsSpan(port + 1).IndexOfAnyExceptInRange('0', '9') < 0)
        {
            text = text[..port];
        }

        text = text.StartsWith("*.", StringComparison.Ordinal) ? text[2..] : text;
        return text.TrimEnd('.');
    }
}

/// <summary>An entry without a domain, and why.</summary>
public sealed record RejectedEntry(string Entry, string Reason);
