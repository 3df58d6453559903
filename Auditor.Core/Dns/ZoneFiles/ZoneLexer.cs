namespace Auditor.Core.Dns.ZoneFiles;

/// <summary>Splits a master file into logical lines and words (RFC 1035 5.1).</summary>
internal sealed class ZoneLexer(string file, string text)
{
    private int position;
    private int line = 1;

    /// <summary>The logical lines in order, blank ones left out.</summary>
    /// <exception cref="ZoneFileException">A quote or a parenthesis stays open, or closes nothing.</exception>
    public IEnumerable<ZoneEntry> Entries()
    {
        while (position < text.Length)
        {
            var entry = ReadEntry();
            if (entry.Tokens.Count > 0 || entry.Comment is not null)
            {
                yield return entry;
            }
        }
    }

    private ZoneEntry ReadEntry()
    {
        var tokens = new List<ZoneToken>();
        var first = line;
        var startsBlank = text[position] is ' ' or '\t';
        string? comment = null;
        string? trailing = null;
        var opened = 0;
        var depth = 0;
        while (position < text.Length)
        {
            var c = text[position];
            switch (c)
            {
                case '\n':
                    position++;
                    line++;
                    if (depth == 0)
                    {
                        return new ZoneEntry(first, startsBlank, tokens, comment, trailing);
                    }

                    break;
                case ' ' or '\t' or '\r' or '\f':
                    position++;
                    break;
                case ';':
                    var words = ReadComment();
                    comment = tokens.Count == 0 && depth == 0 ? words : null;
                    trailing = tokens.Count == 0 ? null : words;
                    break;
                case '(':
                    depth++;
                    opened = line;
                    position++;
                    break;
                case ')':
                    if (depth-- == 0)
                    {
                        throw new ZoneFileException(file, line, "A closing parenthesis has no opening one.", "Remove it, or write it as \\) inside a word.");
                    }

                    position++;
                    break;
                case '"':
                    tokens.Add(ReadQuoted());
                    break;
                default:
                    tokens.Add(ReadWord());
                    break;
            }
        }

        return depth == 0
            ? new ZoneEntry(first, startsBlank, tokens, comment, trailing)
            : throw new ZoneFileException(file, opened, "A parenthesis stays open to the end of the file.", "Close it with ).");
    }

    private string ReadComment()
    {
        var end = text.IndexOf('\n', position);
        end = end < 0 ? text.Length : end;
        var comment = text[(position + 1)..end];
        position = end;
        return comment;
    }

    private ZoneToken ReadQuoted()
    {
        var start = ++position;
        while (position < text.Length && text[position] is not '\n')
        {
            if (text[position] == '"')
            {
                return new ZoneToken(text[start..position++], true, line);
            }

            position += text[position] == '\\' && position + 1 < text.Length && text[position + 1] != '\n' ? 2 : 1;
        }

        throw new ZoneFileException(file, line, "A quoted string does not end on its line.", "Close it with \"; a long text is written as several quoted strings.");
    }

    private ZoneToken ReadWord()
    {
        var start = position;
        while (position < text.Length && text[position] is not (' ' or '\t' or '\r' or '\f' or '\n' or ';' or '(' or ')' or '"'))
        {
            position += text[position] == '\\' && position + 1 < text.Length && text[position + 1] != '\n' ? 2 : 1;
        }

        return new ZoneToken(text[start..position], false, line);
    }
}
