using System.Xml;
using Auditor.Core.Reports.Intake;

namespace Auditor.Core.Reports.Aggregate;

/// <summary>Walks the elements of a report's XML and reads their texts, within the limits.</summary>
internal sealed class XmlCursor : IDisposable
{
    private readonly XmlReader reader;
    private readonly IXmlLineInfo lineInfo;
    private readonly ReportElements elements;
    private readonly IntakeLimits limits;
    private readonly RepairLog repairs;
    private readonly char[] text;

    public XmlCursor(XmlText content, IntakeLimits limits, RepairLog repairs, TextPool pool)
    {
        this.limits = limits;
        this.repairs = repairs;
        Pool = pool;
        Content = content;
        text = new char[limits.MaxTextChars];
        var names = new BoundedNameTable();
        elements = new ReportElements(names);
        reader = XmlReader.Create(content, new XmlReaderSettings
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
        lineInfo = (IXmlLineInfo)reader;
    }

    public XmlText Content { get; }

    public TextPool Pool { get; }

    public RepairLog Repairs => repairs;

    public int Depth => reader.Depth;

    public int Line => lineInfo.LineNumber;

    public string Namespace => reader.NamespaceURI;

    /// <summary>The element that the cursor stands on.</summary>
    public ReportElement Element { get; private set; }

    /// <summary>Depth of the element whose end tag was the last thing read; -1 when it was anything else.</summary>
    public int EndedDepth { get; private set; } = -1;

    /// <summary>Moves to the next element anywhere; false at the end of the text.</summary>
    public bool MoveToElement()
    {
        while (Read())
        {
            if (reader.NodeType == XmlNodeType.Element)
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
            if (reader.NodeType == XmlNodeType.Element)
            {
                return true;
            }

            if (reader.NodeType == XmlNodeType.EndElement && reader.Depth == depth)
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
            if (reader.Depth == depth + 1)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True for `&lt;name/&gt;`, which has no end tag to wait for.</summary>
    public bool IsEmptyElement => reader.IsEmptyElement;

    /// <summary>Passes over the element that the cursor stands on.</summary>
    public void SkipElement()
    {
        if (reader.IsEmptyElement)
        {
            return;
        }

        var depth = reader.Depth;
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
        if (reader.IsEmptyElement)
        {
            return [];
        }

        var depth = reader.Depth;
        var element = Element;
        var length = 0;
        while (Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                    length = Append(length, element);
                    break;
                case XmlNodeType.EndElement when reader.Depth == depth:
                    return text.AsSpan(0, length).Trim();
            }
        }

        return text.AsSpan(0, length).Trim();
    }

    public void Dispose() => reader.Dispose();

    private int Append(int length, ReportElement element)
    {
        for (var room = text.Length - length; room > 0; room = text.Length - length)
        {
            var read = reader.ReadValueChunk(text, length, room);
            if (read == 0)
            {
                return length;
            }

            length += read;
        }

        if (reader.ReadValueChunk(new char[1], 0, 1) > 0)
        {
            repairs.Add("text-cut", $"{element} is longer than {text.Length} characters and was cut", Line);
        }

        return length;
    }

    private bool Read()
    {
        // EndedDepth survives a failing read: it says what was the last thing before the failure.
        if (!reader.Read())
        {
            return false;
        }

        EndedDepth = reader.NodeType == XmlNodeType.EndElement ? reader.Depth : -1;
        if (reader.NodeType == XmlNodeType.Element)
        {
            Enter();
        }

        return true;
    }

    private void Enter()
    {
        if (reader.Depth >= limits.MaxXmlDepth)
        {
            throw new IntakeException(IntakeReason.XmlTooDeep, $"Elements are nested deeper than {limits.MaxXmlDepth} (line {Line}).");
        }

        if (reader.AttributeCount > limits.MaxXmlAttributes)
        {
            throw new IntakeException(
                IntakeReason.XmlTooManyAttributes,
                $"An element has more than {limits.MaxXmlAttributes} attributes (line {Line}).");
        }

        Element = elements.Of(reader.LocalName);
    }
}
