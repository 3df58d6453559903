using System.Collections;
using System.Collections.Frozen;
using System.Globalization;
using System.Resources;

namespace Auditor.Web.Texts;

/// <summary>The sentences of one language, found by the English ones.</summary>
internal sealed class SentenceBook
{
    private readonly FrozenDictionary<string, string> whole;
    private readonly SentencePattern[] patterns;
    private readonly CultureInfo language;

    public SentenceBook(CultureInfo language, IReadOnlyDictionary<string, string> sentences)
    {
        this.language = language;
        var withValues = sentences.ToLookup(s => SentencePattern.Value().IsMatch(s.Key));
        whole = withValues[false].ToFrozenDictionary(s => SentencePattern.Plain(s.Key), s => SentencePattern.Plain(s.Value), StringComparer.Ordinal);
        patterns = [.. withValues[true].Select(s => new SentencePattern(s.Key, s.Value)).OrderByDescending(p => p.Letters)];
    }

    /// <summary>The files of a language.</summary>
    public static IReadOnlyList<string> Areas { get; } = ["Common", "Spf", "Dkim", "Dmarc", "Mail", "Transport", "Bimi", "Zone", "Blocklists", "Advice", "Senders", "Settings", "Mailboxes", "Notices", "Reports"];

    /// <summary>Reads the files of a language.</summary>
    public static SentenceBook Read(CultureInfo language) => new(language, Areas
        .SelectMany(a => new ResourceManager($"Auditor.Web.Texts.Sentences.{a}", typeof(SentenceBook).Assembly).GetResourceSet(language, createIfNotExists: true, tryParents: false)!.Cast<DictionaryEntry>())
        .ToDictionary(e => (string)e.Key, e => (string)e.Value!, StringComparer.Ordinal));

    /// <summary>A text of one sentence or several; null when a part of it is not known.</summary>
    public string? Translate(string text) => new Reader(this).Say(text, 0);

    /// <summary>The reading of one text.</summary>
    private sealed class Reader(SentenceBook book)
    {
        // Values in a text come from the owner of a domain: one that fits nothing must not take a page's time. Looking at 64 letters costs one more.
        private const int MaxCost = 1_000;
        private const int LettersAtOnce = 64;
        private const int MaxDepth = 5;

        private static readonly string[] JoiningWords = ["and", "or"];

        private readonly (string English, string Own)[] joints = [("; ", "; "), (", and ", $" {book.whole["and"]} "), (", ", ", "), (" and ", $" {book.whole["and"]} "), (" or ", $" {book.whole["or"]} "), (" ", " ")];
        private int cost;

        public string? Say(string text, int depth) => text.Length == 0 ? text
            : text[0] != ' ' ? Parts(text, depth) ?? Whole(text, depth)
            : Say(text[1..], depth) is { } said ? ' ' + said
            : null;

        private string? Whole(string text, int depth)
        {
            cost += 1 + (text.Length / LettersAtOnce);
            if (cost > MaxCost || depth > MaxDepth)
            {
                return null;
            }

            if (book.whole.TryGetValue(text, out var known))
            {
                return known;
            }

            foreach (var pattern in book.patterns)
            {
                if (pattern.Read(text) is { } values && pattern.Write(values, (value, kind) => Value(value, kind, depth + 1)) is { } said)
                {
                    return said;
                }
            }

            return null;
        }

        private string? Value(string value, SentencePattern.ValueKind kind, int depth) => kind switch
        {
            SentencePattern.ValueKind.Text => Say(value, depth),
            SentencePattern.ValueKind.List => List(value, depth),
            SentencePattern.ValueKind.Number => Number(value),
            _ => value,
        };

        // Sentences behind one another, or phrases with commas between them: the shortest beginning that is known, then what is left.
        private string? Parts(string text, int depth)
        {
            for (var i = 1; i < text.Length && cost <= MaxCost; i++)
            {
                foreach (var (english, own) in joints)
                {
                    if (string.CompareOrdinal(text, i, english, 0, english.Length) == 0 && (english != " " || text[i - 1] is '.' or ')')
                        && Whole(text[..i], depth + 1) is { } first && Say(text[(i + english.Length)..], depth) is { } rest)
                    {
                        return first + own + rest;
                    }
                }
            }

            return null;
        }

        // 1,234.5% is 1.234,5 % in German.
        private string Number(string value)
        {
            var marks = book.language.NumberFormat;
            var number = value.Select(c => c switch { ',' => marks.NumberGroupSeparator, '.' => marks.NumberDecimalSeparator, '%' => $"\u00A0{marks.PercentSymbol}", _ => c.ToString() });
            return string.Concat(number);
        }

        // Names stay; only a phrase in place of them or behind the last one, and the word between two, have words of their own.
        private string List(string value, int depth)
        {
            if (Whole(value, depth) is { } said)
            {
                return said;
            }

            for (var i = value.LastIndexOf(' '); i > 0; i = value.LastIndexOf(' ', i - 1))
            {
                if (value.Length - i < 80 && Whole(value[(i + 1)..], depth) is { } last)
                {
                    return $"{List(value[..i], depth)} {last}";
                }
            }

            // A word inside a quoted name is the name's.
            var edge = value.StartsWith('\'') ? "'" : string.Empty;
            return JoiningWords.Aggregate(value, (text, word) => text.Replace($"{edge} {word} {edge}", $"{edge} {book.whole[word]} {edge}", StringComparison.Ordinal));
        }
    }
}
