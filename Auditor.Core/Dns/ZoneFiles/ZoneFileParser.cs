using System.Globalization;

namespace Auditor.Core.Dns.ZoneFiles;

/// <summary>
/// Reads one master file (RFC 1035 5.1, RFC 2308 4 for $TTL). Lenient where a file answers just as well: no SOA is
/// needed, nor a class or a TTL. What would change an answer is refused with the line.
/// </summary>
internal sealed class ZoneFileParser
{
    /// <summary>Seconds, where neither the record, nor $TTL, nor a record before gives one.</summary>
    private const uint DefaultTtl = 3600;

    private readonly string file;
    private readonly string text;
    private readonly ZoneRecordReader reader;
    private readonly List<DomainName> apexes = [];
    private readonly List<DomainName> owners = [];
    private readonly List<(DnsRecordType, DnsRecord)> records = [];
    private readonly List<PlayedFailure> failures = [];
    private readonly List<string> warnings = [];
    private DomainName origin = DomainName.Root;
    private DomainName? firstOrigin;
    private DomainName? owner;
    private bool ownerSkipped;
    private uint? defaultTtl;
    private uint? lastTtl;

    private ZoneFileParser(string file, string text)
    {
        this.file = file;
        this.text = text;
        reader = new ZoneRecordReader(file);
    }

    /// <summary>Reads <paramref name="text"/>, whose characters U+0000..U+00FF are the file's octets.</summary>
    /// <exception cref="ZoneFileException">The text is no master file; nothing else is thrown.</exception>
    public static ZoneFile Parse(string file, string text) => new ZoneFileParser(file, text).Parse();

    private ZoneFile Parse()
    {
        foreach (var entry in new ZoneLexer(file, text).Entries())
        {
            if (entry.Comment is not null)
            {
                ReadComment(entry.Comment, entry.Line);
            }
            else if (entry.Tokens[0] is { Quoted: false } first && first.Raw.StartsWith('$'))
            {
                ReadDirective(entry);
            }
            else
            {
                ReadRecord(entry);
            }
        }

        if (apexes.Count == 0 && firstOrigin is { IsRoot: false } start)
        {
            apexes.Add(start);
        }

        return new ZoneFile(file, apexes, owners, records, failures, warnings);
    }

    private void ReadDirective(ZoneEntry entry)
    {
        var word = entry.Tokens[0].Raw.ToUpperInvariant();
        var argument = entry.Tokens.Count > 1 ? entry.Tokens[1].Raw : string.Empty;
        switch (word)
        {
            case "$ORIGIN":
                if (ZoneNames.Read(argument, origin, out var name, out var error) != ZoneNameProblem.None)
                {
                    throw Problem(entry.Line, $"$ORIGIN: {error}", "Write it as: $ORIGIN example.com.");
                }

                origin = name;
                firstOrigin ??= name;
                break;
            case "$TTL":
                defaultTtl = ZoneTtl.TryRead(argument, out var ttl)
                    ? ttl
                    : throw Problem(entry.Line, $"$TTL '{argument}' is no time in seconds.", "Write it as: $TTL 3600");
                break;
            case "$INCLUDE":
                throw Problem(entry.Line, "$INCLUDE is not followed.", "Give the included file as one more zone file, with its own $ORIGIN.");
            case "$GENERATE":
                throw Problem(entry.Line, "$GENERATE is not part of the master-file format.", "Expand it first, for example with named-compilezone -F text.");
            default:
                throw Problem(entry.Line, $"'{word}' is no directive.", "Known are $ORIGIN and $TTL.");
        }
    }

    private void ReadRecord(ZoneEntry entry)
    {
        var next = 0;
        if (!entry.StartsBlank)
        {
            ReadOwner(entry.Tokens[next++], entry.Line);
        }
        else if (owner is null && !ownerSkipped)
        {
            throw Problem(entry.Line, "The line starts with white space, which repeats the owner before; there is none.", "Begin the line with the owner name, or with @.");
        }

        uint? ttl = null;
        string? type = null;
        while (type is null && next < entry.Tokens.Count)
        {
            var word = entry.Tokens[next++].Raw;
            if (ttl is null && ZoneTtl.TryRead(word, out var seconds))
            {
                ttl = seconds;
            }
            else if (word.ToUpperInvariant() is "CH" or "HS" or "CS")
            {
                throw Problem(entry.Line, $"Class {word} is not the Internet's.", "Write IN, or leave the class out.");
            }
            else if (!word.Equals("IN", StringComparison.OrdinalIgnoreCase))
            {
                type = word.ToUpperInvariant();
            }
        }

        if (type is null)
        {
            throw Problem(entry.Line, "The record has no type.", "Write it as: name TTL IN TYPE data; the name is left out only after white space.");
        }

        IReadOnlyList<ZoneToken> data = [.. entry.Tokens.Skip(next)];
        if (UnquotedText.Warn(type, data, entry.TrailingComment) is { } warning)
        {
            warnings.Add(string.Create(CultureInfo.InvariantCulture, $"{file}:{entry.Line}: {warning}"));
        }

        AddRecord(type, ttl, data, entry.Line);
    }

    private void AddRecord(string typeWord, uint? ttl, IReadOnlyList<ZoneToken> data, int line)
    {
        var type = ZoneTypes.Read(typeWord);
        if (type is null)
        {
            throw Problem(line, $"'{typeWord}' is no record type.", "Write it as: name TTL IN TYPE data; a name that repeats the one before starts with white space.");
        }

        if (typeWord == "DNAME")
        {
            throw Problem(line, "DNAME is not played.", "Write the CNAME records that it stands for.");
        }

        if (owner is not { } name)
        {
            return;
        }

        owners.Add(name);
        if (type == DnsRecordType.None)
        {
            return;
        }

        var seconds = ttl ?? defaultTtl ?? lastTtl ?? DefaultTtl;
        lastTtl = ttl ?? lastTtl;
        records.Add((type.Value, reader.Read(name, seconds, type.Value, data, origin, line)));
        if (type == DnsRecordType.Soa && !apexes.Contains(name))
        {
            apexes.Add(name);
        }
    }

    private void ReadOwner(ZoneToken token, int line)
    {
        switch (ZoneNames.Read(token.Raw, origin, out var name, out var error))
        {
            case ZoneNameProblem.None:
                owner = name;
                ownerSkipped = false;
                break;
            case ZoneNameProblem.Unusual:
                owner = null;
                ownerSkipped = true;
                warnings.Add(string.Create(CultureInfo.InvariantCulture, $"{file}:{line}: {error} Its records are left out."));
                break;
            default:
                throw Problem(line, error, "An owner name without a final dot is relative to $ORIGIN.");
        }
    }

    // "; !servfail NAME [TYPE]". A name without a final dot is meant as it stands or relative to the origin: both fail.
    private void ReadComment(string comment, int line)
    {
        var words = comment.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || words[0] is not ("!servfail" or "!timeout"))
        {
            return;
        }

        DnsRecordType? type = words.Length > 2 ? ZoneTypes.Read(words[2].ToUpperInvariant()) : null;
        if (words.Length is < 2 or > 3 || (words.Length == 3 && type is null or DnsRecordType.None))
        {
            throw Problem(line, $"'{comment.Trim()}' plays no failure.", $"Write it as: ; {words[0]} NAME, or ; {words[0]} NAME TYPE");
        }

        var below = words[1].StartsWith("*.", StringComparison.Ordinal);
        var bare = below ? words[1][2..] : words[1];
        var status = words[0] == "!servfail" ? DnsStatus.ServerFailure : DnsStatus.Timeout;
        foreach (var from in new[] { DomainName.Root, origin })
        {
            if (bare == "@" && from.IsRoot && !origin.IsRoot)
            {
                continue;
            }

            if (ZoneNames.Read(bare, from, out var name, out var error) == ZoneNameProblem.None)
            {
                failures.Add(new PlayedFailure(name, below, type, status));
            }
            else if (from.IsRoot)
            {
                throw Problem(line, error, $"Write it as: ; {words[0]} NAME");
            }
        }
    }

    private ZoneFileException Problem(int line, string problem, string remedy) => new(file, line, problem, remedy);
}
