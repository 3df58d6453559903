using System.Text;

namespace Auditor.Core.Reports.Failure;

/// <summary>Fields in the form of a mail header (RFC 5322 2.2), unfolded; one block ends at an empty line that follows a field.</summary>
internal sealed class FieldBlock
{
    // A feedback report has two dozen fields; an attached header a hundred.
    private const int MaxFields = 500;

    private readonly List<(string Name, string Value)> fields = [];

    /// <summary>True when the block ended with an empty line, so that nothing of it can be missing.</summary>
    public bool IsClosed { get; private set; }

    public int Count => fields.Count;

    /// <summary>Reads a block; what is no field is passed over.</summary>
    public static FieldBlock Read(ReadOnlySpan<byte> content, int maxValueChars)
    {
        var block = new FieldBlock();
        var text = Encoding.UTF8.GetString(content);
        var (name, value) = ("", new StringBuilder());
        foreach (var raw in text.AsSpan().EnumerateLines())
        {
            var line = raw.TrimEnd();
            if (line.IsEmpty)
            {
                if (name.Length > 0 || block.fields.Count > 0)
                {
                    block.IsClosed = true;
                    break;
                }

                continue;
            }

            if (line[0] is ' ' or '\t' && name.Length > 0)
            {
                if (value.Length < maxValueChars)
                {
                    value.Append(' ').Append(line.TrimStart());
                }

                continue;
            }

            block.Add(name, value, maxValueChars);
            var colon = line.IndexOf(':');
            name = colon > 0 && line[..colon].IndexOfAnyExceptInRange('!', '~') < 0 ? line[..colon].ToString() : "";
            value.Clear().Append(line[(colon + 1)..].TrimStart());
        }

        block.Add(name, value, maxValueChars);
        return block;
    }

    /// <summary>The first value that is not empty; null when there is none.</summary>
    public string? First(string name) =>
        fields.Find(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && f.Value.Length > 0).Value;

    /// <summary>All values, empty ones too, in order.</summary>
    public IEnumerable<string> All(string name) =>
        fields.Where(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(f => f.Value);

    private void Add(string name, StringBuilder value, int maxValueChars)
    {
        if (name.Length > 0 && fields.Count < MaxFields)
        {
            if (value.Length > maxValueChars)
            {
                value.Length = maxValueChars;
            }

            fields.Add((name, value.ToString().Trim()));
        }
    }
}
