using System.Collections.Immutable;
using Auditor.Core.Dns;

namespace Auditor.Core.Dmarc;

/// <summary>Reads the tags behind the version, notes every oddity and fills in the defaults (RFC 9989 4.7, 4.8, 4.10.1).</summary>
internal sealed class DmarcTagReader(string text, ImmutableArray<TagListItem> tags)
{
    private readonly List<DmarcProblem> problems = [];
    private readonly Dictionary<string, TagListItem> byName = new(StringComparer.OrdinalIgnoreCase);

    public DmarcPolicyRecord Read()
    {
        var duplicate = CollectTags();
        var (p, sp, np) = (ReadPolicy("p"), ReadPolicy("sp"), ReadPolicy("np"));
        var (rua, ruf) = (ReadUris("rua"), ReadUris("ruf"));
        var policiesAreSound = p is not null && IsAbsentOr(sp, "sp") && IsAbsentOr(np, "np");
        var subdomainsAreSound = IsAbsentOr(sp, "sp") && IsAbsentOr(np, "np");
        if (!byName.ContainsKey("p"))
        {
            Note(DmarcProblemKind.MissingPolicy, "p", text.Length, "The policy tag 'p' is missing.");
        }

        // RFC 9989 4.10.1: with a valid rua the receiver acts as if p=none had been published, else it does no processing at all.
        var effectiveP = policiesAreSound ? p!.Value : AssessmentPolicy.None;
        var effectiveSp = subdomainsAreSound ? sp ?? effectiveP : AssessmentPolicy.None;
        return new DmarcPolicyRecord
        {
            Text = text,
            Tags = tags,
            P = p,
            Sp = sp,
            Np = np,
            Adkim = ReadOr("adkim", DmarcValues.Alignment, AlignmentMode.Relaxed, "r or s"),
            Aspf = ReadOr("aspf", DmarcValues.Alignment, AlignmentMode.Relaxed, "r or s"),
            TestMode = ReadOr("t", DmarcValues.YesOrNo, false, "y or n"),
            Psd = ReadOr("psd", DmarcValues.Psd, PsdFlag.Undetermined, "y, n or u"),
            Fo = ReadFailureOptions(),
            Rua = rua,
            Ruf = ruf,
            HasDuplicateTag = duplicate,
            Applies = !duplicate && (policiesAreSound || rua.Length > 0),
            EffectiveP = effectiveP,
            EffectiveSp = effectiveSp,
            EffectiveNp = subdomainsAreSound ? np ?? effectiveSp : AssessmentPolicy.None,
            Problems = [.. problems.OrderBy(x => x.Position)],
        };
    }

    private bool CollectTags()
    {
        var duplicate = false;
        foreach (var tag in tags)
        {
            if (!IsTag(tag))
            {
                continue;
            }

            var name = tag.Name.ToLowerInvariant();
            if (!byName.TryAdd(name, tag))
            {
                duplicate = true;
                Note(DmarcProblemKind.DuplicateTag, name, tag.Position, $"The tag '{name}' occurs twice, which makes the whole record invalid.");
                continue;
            }

            NoteHistory(tag, name);
        }

        if (byName.TryGetValue("p", out var p) && tags.Length > 1 && tags[1].Position != p.Position)
        {
            Note(DmarcProblemKind.PolicyNotSecond, "p", p.Position, "'p' is not the second tag; receivers that still follow RFC 7489 want it there.");
        }

        return duplicate;
    }

    // dmarc-tag = 1*ALPHA equals 1*dmarc-value. What is no tag is ignored; a tag with an empty value still has a name that may occur once only.
    private bool IsTag(TagListItem tag)
    {
        if (tag.IsEmpty)
        {
            Note(DmarcProblemKind.EmptyTag, null, tag.Position, "There is nothing between two semicolons.");
            return false;
        }

        var odd = tag.Name.Concat(tag.Value ?? string.Empty).FirstOrDefault(c => c is < ' ' or > '~');
        if (odd != default)
        {
            Note(DmarcProblemKind.NonAscii, null, tag.Position, $"The character U+{(int)odd:X4} is not allowed in a DMARC record.");
        }

        if (tag.Value is null || tag.Name.Length == 0 || !tag.Name.All(char.IsAsciiLetter))
        {
            Note(DmarcProblemKind.MalformedTag, null, tag.Position, $"'{Shorten(tag.Name)}' is no 'name=value' pair and is ignored.");
            return false;
        }

        if (tag.Value.Length == 0)
        {
            Note(DmarcProblemKind.MalformedTag, tag.Name.ToLowerInvariant(), tag.Position, $"The tag '{tag.Name}' has no value.");
        }

        return true;
    }

    private void NoteHistory(TagListItem tag, string name)
    {
        if (name is "pct" or "rf" or "ri")
        {
            Note(DmarcProblemKind.RemovedTag, name, tag.Position, $"The tag '{name}' of RFC 7489 no longer does anything.");
        }
        else if (name is not ("v" or "p" or "sp" or "np" or "adkim" or "aspf" or "rua" or "ruf" or "fo" or "t" or "psd"))
        {
            Note(DmarcProblemKind.UnknownTag, name, tag.Position, $"The tag '{Shorten(name)}' is unknown and ignored.");
        }
    }

    private AssessmentPolicy? ReadPolicy(string name) =>
        byName.ContainsKey(name) ? ReadOr<AssessmentPolicy?>(name, v => DmarcValues.Policy(v), null, "none, quarantine or reject") : null;

    private T ReadOr<T>(string name, Func<string, T?> read, T fallback, string allowed)
        where T : struct => ReadOr<T?>(name, read, fallback, allowed)!.Value;

    private T? ReadOr<T>(string name, Func<string, T?> read, T? fallback, string allowed)
    {
        if (!byName.TryGetValue(name, out var tag))
        {
            return fallback;
        }

        var value = read(tag.Value!);
        if (value is null)
        {
            Note(DmarcProblemKind.InvalidValue, name, tag.ValuePosition, $"'{Shorten(tag.Value!)}' is no value of '{name}'; allowed are {allowed}.");
        }

        return value ?? fallback;
    }

    private ImmutableArray<string> ReadFailureOptions()
    {
        if (!byName.TryGetValue("fo", out var fo))
        {
            return ["0"];
        }

        if (!byName.ContainsKey("ruf"))
        {
            Note(DmarcProblemKind.FoWithoutRuf, "fo", fo.Position, "'fo' is ignored without 'ruf'.");
            return ["0"];
        }

        var options = DmarcValues.FailureOptions(fo.Value);
        if (options is null)
        {
            Note(DmarcProblemKind.InvalidValue, "fo", fo.ValuePosition,
                $"'{Shorten(fo.Value!)}' is no value of 'fo'; allowed are 0 or 1, d and s, each once, joined by colons.");
        }

        return options ?? ["0"];
    }

    private ImmutableArray<ReportingUri> ReadUris(string name)
    {
        if (!byName.TryGetValue(name, out var tag))
        {
            return [];
        }

        var uris = ImmutableArray.CreateBuilder<ReportingUri>();
        var position = tag.ValuePosition;
        foreach (var part in tag.Value!.Split(','))
        {
            if (ReportingUriParser.TryParse(part.Trim(' ', '\t'), out var uri, out var error))
            {
                uris.Add(uri);
                if (uri.SizeLimit is { } limit)
                {
                    Note(DmarcProblemKind.ObsoleteSize, name, position, $"The size limit '!{limit}' behind {uri.Uri} is obsolete and ignored.");
                }
            }
            else
            {
                Note(DmarcProblemKind.InvalidUri, name, position, error);
            }

            position += part.Length + 1;
        }

        if (uris.Count > 2)
        {
            Note(DmarcProblemKind.ManyUris, name, tag.Position, $"'{name}' has {uris.Count} destinations; receivers that still follow RFC 7489 need to serve only two.");
        }

        return uris.ToImmutable();
    }

    private bool IsAbsentOr(AssessmentPolicy? value, string name) => value is not null || !byName.ContainsKey(name);

    private void Note(DmarcProblemKind kind, string? tag, int position, string detail) =>
        problems.Add(new DmarcProblem(kind, tag, Math.Min(position, text.Length), detail));

    private static string Shorten(string value) => value.Length <= 60 ? value : value[..57] + "...";
}
