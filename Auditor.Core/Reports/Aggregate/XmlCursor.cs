using System.Xml;
using Auditor.Core.Reports.Intake;

namespace Auditor.Core.Reports.Aggregate;

/// <summary>Walks the elements of a report's XML and reads their texts, within the limits.</summary>
internal sealed class XmlCursor : IDisposable
{
    private readonly BoundedNameTable names = new();
    private readonly ReportElements elements;
    private readonly IntakeLimits limits;
    private readonly RepairLog repairs;
    private readonly char[] text;

    // Opened with the first read: opening reads already, and can fail by the content.
    private XmlReader? opened;

    public XmlCursor(XmlText content, IntakeLimits limits, RepairLog repairs, TextPool pool)
    {
        this.limits = limits;
        this.repairs = repairs;
        Pool = pool;
        Content = content;
        text = new char[limits.MaxTextChars];
        elements = new ReportElements(names);
    }

    public XmlText Content { get; }

    public TextPool Pool { get; }

    public RepairLog Repairs => repairs;

    public int Depth => Reader.Depth;

    public int Line => (opened as IXmlLineInfo)?.LineNumber ?? 1;

    public string Namespace => Reader.NamespaceURI;

    /// <summary>The element that the cursor stands on.</summary>
    public ReportElement Element { get; private set; }

    /// <summary>Depth of the element whose end tag was the last thing read; -1 when it was anything else.</summary>
    public int EndedDepth { get; private set; } = -1;

    /// <summary>Some element was seen.</summary>
    public bool HasElement { get; private set; }

    private XmlReader Reader => opened ?? throw new InvalidOperationException("Nothing was read yet.");

    /// <summary>Moves to the next element anywhere; false at the end of the text.</summary>
    public bool MoveToElement()
    {
        while (Read())
        {
            if (Reader.NodeType == XmlNodeType.Element)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Moves to the next element below the given depth; false at the end tag of the element there.</summary>
    public bool MoveWithin(int depth)
    {
        while (Read())
        {
            if (Reader.NodeType == XmlNodeType.Element)
            {
                return true;
            }

            if (Reader.NodeType == XmlNodeType.EndElement && Reader.Depth == depth)
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Moves to the next child of the element at the given depth; false at its end tag. What lies deeper is passed over.</summary>
    public bool MoveToChild(int depth)
    {
        while (MoveWithin(depth))
        {
            if (Reader.Depth == depth + 1)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True for `&lt;name/&gt;`, which has no end tag to wait for.</summary>
    public bool IsEmptyElement => Reader.IsEmptyElement;

    /// <summary>Passes over the element that the cursor stands on.</summary>
    public void SkipElement()
    {
        if (Reader.IsEmptyElement)
        {
            return;
        }

        var depth = Reader.Depth;
        while (MoveWithin(depth))
        {
            // Elements within do not matter.
        }
    }

    /// <summary>The trimmed text of the element that the cursor stands on; null when empty.</summary>
    public string? ReadText() => ReadSpan() is { IsEmpty: false } span ? Pool.Get(span) : null;

    /// <summary>Like <see cref="ReadText"/>, with ASCII letters in lower case.</summary>
    public string? ReadLower() => ReadSpan() is { IsEmpty: false } span ? Pool.GetLower(span) : null;

    /// <summary>The trimmed text in a buffer that the next call overwrites.</summary>
    public Span<char> ReadSpan()
    {
        if (Reader.IsEmptyElement)
        {
            return [];
        }

        var depth = Reader.Depth;
        var element = Element;
        var length = 0;
        while (Read())
        {
            switch (Reader.NodeType)
            {
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                    length = Append(length, element);
                    break;
                case XmlNodeType.EndElement when Reader.Depth == depth:
                    return text.AsSpan(0, length).Trim();
            }
        }

        return text.AsSpan(0, length).Trim();
    }

    public void Dispose() => opened?.Dispose();

    private int Append(int length, ReportElement element)
    {
        // A chunk is shorter than asked for only at the end of the value.
        var room = text.Length - length;
        var read = room == 0 ? 0 : Reader.ReadValueChunk(text, length, room);
        length += read;
        if (read < room)
        {
            return length;
        }

        if (Reader.ReadValueChunk(new char[1], 0, 1) > 0)
        {
            repairs.Add("text-cut", $"{element} is longer than {text.Length} characters and was cut", Line);
        }

        return length;
    }

    private bool Read()
    {
        // EndedDepth survives a failing read: it says what was the last thing before the failure.
        opened ??= Open();
        if (!opened.Read())
        {
            return false;
        }

        EndedDepth = Reader.NodeType == XmlNodeType.EndElement ? Reader.Depth : -1;
        if (Reader.NodeType == XmlNodeType.Element)
        {
            Enter();
        }

        return true;
    }

    private void Enter()
    {
        if (Reader.Depth >= limits.MaxXmlDepth)
        {
            throw new IntakeException(IntakeReason.XmlTooDeep, $"Elements are nested deeper than {limits.MaxXmlDepth} (line {Line}).");
        }

        if (Reader.AttributeCount > limits.MaxXmlAttributes)
        {
            throw new IntakeException(
                IntakeReason.XmlTooManyAttributes,
                $"An element has more than {limits.MaxXmlAttributes} attributes (line {Line}).");
        }

        HasElement = true;
        Element = elements.Of(Reader.LocalName);
    }

    private XmlReader Open() => XmlReader.Create(Content, new XmlReaderSettings
    {
        // A fragment may have text around the root, which damaged reports do.
        ConformanceLevel = ConformanceLevel.Fragment,
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersFromEntities = 1024,
        MaxCharactersInDocument = limits.MaxExpandedBytes,
        CheckCharacters = false,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
        NameTable = names,
    });
}
