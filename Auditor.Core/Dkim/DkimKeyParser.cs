using System.Buffers;
using System.Collections.Immutable;
using Auditor.Core.Dns;

namespace Auditor.Core.Dkim;

/// <summary>Reads DKIM key records (RFC 6376 3.6.1, RFC 8301, RFC 8463). Never throws on content.</summary>
public static class DkimKeyParser
{
    /// <summary>Reads a text as far as it goes; <see cref="DkimKeyRecord.IsValid"/> says whether verifiers use the record.</summary>
    public static DkimKeyRecord Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new Reader(text).Read();
    }

    /// <summary>
    /// True for a text that somebody meant as a key record. A wildcard TXT record answers for every selector with something else.
    /// </summary>
    public static bool LooksMeant(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var tags = TagList.Split(text);
        var version = tags.FirstOrDefault(t => t.Name == "v").Value;
        return tags.Any(t => t.Name == "p" && t.Value is not null) && version is null or "DKIM1"
            || text.Contains("DKIM1", StringComparison.OrdinalIgnoreCase);
    }

    private sealed class Reader(string text)
    {
        private readonly ImmutableArray<TagListItem> tags = TagList.Split(text);
        private readonly List<DkimProblem> problems = [];
        private readonly Dictionary<string, TagListItem> byName = new(StringComparer.Ordinal);

        public DkimKeyRecord Read()
        {
            CollectTags();
            CheckVersion();
            NoteQuoting();
            NoteEmptyLists();
            NoteOddOctets();
            var type = Value("k") ?? "rsa";
            var flags = List("t");
            var key = ReadKey(type);
            return new DkimKeyRecord
            {
                Text = text,
                Tags = tags,
                KeyType = type,
                Bits = key?.Bits,
                Encoding = key?.Encoding,
                Revoked = byName.TryGetValue("p", out var p) && p.Value!.Length == 0,
                TestMode = flags.Contains("y"),
                Strict = flags.Contains("s"),
                Hashes = List("h"),
                Services = byName.ContainsKey("s") ? List("s") : ["*"],
                Problems = [.. problems.OrderBy(x => x.Position)],
            };
        }

        private void CollectTags()
        {
            foreach (var tag in tags)
            {
                if (tag.IsEmpty)
                {
                    Note(DkimProblemKind.EmptyTag, tag.Position, "There is nothing between two semicolons.", fatal: false);
                }
                else if (tag.Value is null || !IsTagName(tag.Name))
                {
                    Note(DkimProblemKind.MalformedTag, tag.Position, $"'{Shorten(tag.Name)}' is no 'name=value' pair, so the list of tags is invalid.", fatal: true);
                }
                else if (!byName.TryAdd(tag.Name, tag))
                {
                    Note(DkimProblemKind.DuplicateTag, tag.Position, $"The tag '{tag.Name}' occurs twice, which makes the whole record invalid.", fatal: true);
                }
                else if (tag.Name == "g")
                {
                    Note(DkimProblemKind.ObsoleteTag, tag.Position, "The tag 'g' of RFC 4871 is obsolete and ignored.", fatal: false);
                }
                else if (tag.Name is not ("v" or "h" or "k" or "n" or "p" or "s" or "t"))
                {
                    Note(DkimProblemKind.UnknownTag, tag.Position, $"The tag '{Shorten(tag.Name)}' is unknown and ignored.", fatal: false);
                }
            }
        }

        private void CheckVersion()
        {
            if (!byName.TryGetValue("v", out var version))
            {
                return;
            }

            if (version.Position != tags[0].Position)
            {
                Note(DkimProblemKind.VersionNotFirst, version.Position, "The version tag is not the first one; verifiers discard the record.", fatal: true);
            }

            if (version.Value != "DKIM1")
            {
                Note(DkimProblemKind.VersionNotExact, version.ValuePosition,
                    $"The version is '{Shorten(version.Value!)}' and not exactly 'DKIM1'; verifiers discard the record.", fatal: true);
            }
        }

        private void NoteQuoting()
        {
            var quote = text.IndexOf('"', StringComparison.Ordinal);
            if (quote >= 0)
            {
                Note(DkimProblemKind.QuotesInData, quote, "A quotation mark is part of the data; enter the record without quotes.", fatal: false);
            }

            var backslash = text.IndexOf('\\', StringComparison.Ordinal);
            if (backslash >= 0)
            {
                Note(DkimProblemKind.BackslashEscape, backslash, "A backslash is part of the data; enter semicolons without escaping them.", fatal: false);
            }
        }

        // The grammar wants a value; without one, some verifiers read "all" and some "none".
        private void NoteEmptyLists()
        {
            foreach (var name in new[] { "h", "s", "t" })
            {
                if (byName.TryGetValue(name, out var tag) && tag.Value!.Length == 0)
                {
                    Note(DkimProblemKind.InvalidValue, tag.ValuePosition, $"The tag '{name}' is empty, which verifiers read in different ways; leave it out.", fatal: false);
                }
            }
        }

        private void NoteOddOctets()
        {
            var odd = text.AsSpan().IndexOfAnyExcept(AllowedCharacters);
            if (odd >= 0)
            {
                Note(DkimProblemKind.InvalidValue, odd, $"The octet {(int)text[odd]} is no printable US-ASCII; strict verifiers refuse the record.", fatal: false);
            }
        }

        private PublicKey? ReadKey(string type)
        {
            if (!byName.TryGetValue("p", out var p))
            {
                Note(DkimProblemKind.MissingKeyData, text.Length, "The tag 'p' with the public key is missing.", fatal: true);
                return null;
            }

            if (type is not ("rsa" or "ed25519"))
            {
                var hint = type.ToLowerInvariant() is "rsa" or "ed25519" ? $"; the value is case-sensitive, write {type.ToLowerInvariant()}" : string.Empty;
                Note(DkimProblemKind.UnknownKeyType, byName["k"].ValuePosition, $"The key type '{Shorten(type)}' is unknown, so verifiers ignore the key{hint}.", fatal: true);
                return null;
            }

            return p.Value!.Length == 0 ? null : PublicKeyReader.Read(p.Value, type, p.ValuePosition, problems);
        }

        private string? Value(string name) => byName.TryGetValue(name, out var tag) ? tag.Value : null;

        private ImmutableArray<string> List(string name) =>
            Value(name) is { } value ? [.. value.Split(':', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)] : [];

        private void Note(DkimProblemKind kind, int position, string detail, bool fatal) =>
            problems.Add(new DkimProblem(kind, Math.Min(position, text.Length), detail, fatal));

        // tag-name = ALPHA *ALNUMPUNC
        private static bool IsTagName(string name) =>
            name.Length > 0 && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
    }

    // Printable US-ASCII and the white space of FWS (RFC 6376 3.2).
    private static readonly SearchValues<char> AllowedCharacters =
        SearchValues.Create(string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c)) + "\t\r\n");

    private static string Shorten(string value) => value.Length <= 60 ? value : value[..57] + "...";
}
