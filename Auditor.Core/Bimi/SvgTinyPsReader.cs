using System.Text;
using System.Xml;
using Auditor.Core.Findings;

namespace Auditor.Core.Bimi;

/// <summary>
/// Reads a logo for the profile SVG Tiny Portable/Secure. Nothing is drawn, nothing outside the file is looked at, and a document type
/// declaration ends the reading: that is where entities and external references would come from.
/// </summary>
public static class SvgTinyPsReader
{
    /// <summary>Longest file in bytes after unpacking (RFC 6170 5.2 allows gzip); a bomb ends here.</summary>
    public const int MaxBytes = 256 * 1024;

    private const string Svg = "http://www.w3.org/2000/svg";
    private const string XLink = "http://www.w3.org/1999/xlink";

    // In characters; the draft recommends it, and who shows titles cuts longer ones.
    private const int LongTitle = 64;

    // The elements of the profile's schema. SVG Tiny 1.2 has more: animation, media, scripts, links and images are left out of it.
    private static readonly HashSet<string> Elements =
    [
        "svg", "title", "desc", "defs", "g", "use", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon",
        "text", "tspan", "textArea", "tbreak", "linearGradient", "radialGradient", "solidColor", "stop",
    ];

    /// <summary>Reads the file; what is wrong is part of the result.</summary>
    public static SvgTinyPs Read(ReadOnlySpan<byte> file)
    {
        var problems = new RecordProblems();
        if (GzipText.Unpack(file, MaxBytes) is not { } bytes)
        {
            problems.Error("not-readable", $"The file is no gzip that can be unpacked to {MaxBytes / 1024} KiB at most.");
            return new SvgTinyPs(null, file.Length, [.. problems.Items]);
        }

        if (bytes.Length > BimiAuditor.MaxLogoBytes)
        {
            problems.Note("large", $"The logo has {bytes.Length} bytes; Gmail takes {BimiAuditor.MaxLogoBytes} at most.");
        }

        string? title = null;
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(bytes), new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                MaxCharactersInDocument = MaxBytes,
                MaxCharactersFromEntities = 1024,
            });
            title = Walk(reader, problems);
        }
        catch (XmlException e) when (e.Message.Contains("DTD", StringComparison.Ordinal))
        {
            problems.Error("doctype", "The file has a document type declaration (DOCTYPE); it must have none.");
        }
        catch (XmlException e)
        {
            problems.Error("not-xml", $"The file is no well-formed XML (line {e.LineNumber}).");
        }

        return new SvgTinyPs(title, bytes.Length, [.. problems.Items])
        {
            Ink = string.Concat(Encoding.UTF8.GetString(bytes).Where(c => !char.IsWhiteSpace(c) && c != '\uFEFF')),
        };
    }

    private static string? Walk(XmlReader reader, RecordProblems problems)
    {
        string? title = null;
        var isInTitle = false;
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.ProcessingInstruction:
                    problems.Error("processing-instruction", $"'<?{reader.Name}' is not allowed: it may call for a style sheet.");
                    break;
                case XmlNodeType.Element:
                    isInTitle = title is null && reader is { LocalName: "title", NamespaceURI: Svg, Depth: 1, IsEmptyElement: false };
                    CheckElement(reader, problems);
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA when isInTitle:
                    title += reader.Value;
                    break;
                case XmlNodeType.EndElement:
                    isInTitle = false;
                    break;
            }
        }

        CheckTitle(title = title?.Trim(), problems);
        return title;
    }

    private static void CheckTitle(string? title, RecordProblems problems)
    {
        if (string.IsNullOrEmpty(title))
        {
            problems.Error("no-title", "The root element has no <title> with a text.");
        }
        else if (title.Length > LongTitle)
        {
            problems.Note("long-title", $"The title has {title.Length} characters; {LongTitle} at most are recommended.");
        }
    }

    private static void CheckElement(XmlReader reader, RecordProblems problems)
    {
        var name = reader.LocalName;
        if (reader.Depth == 0)
        {
            SvgRoot.Check(reader, Svg, problems);
        }
        else if (reader.NamespaceURI != Svg)
        {
            problems.Error($"foreign-element:{name}", $"<{reader.Name}> is no SVG element.");
        }
        else if (!Elements.Contains(name))
        {
            problems.Error($"element:{name}", $"<{name}> is not allowed in the profile.");
        }

        while (reader.MoveToNextAttribute())
        {
            CheckAttribute(reader.LocalName, reader.NamespaceURI, reader.Value, problems);
        }

        reader.MoveToElement();
    }

    private static void CheckAttribute(string name, string space, string value, RecordProblems problems)
    {
        if (name == "href" && (space.Length == 0 || space == XLink) && !value.TrimStart().StartsWith('#'))
        {
            problems.Error("external-reference", "A reference leads out of the file; only '#name' is allowed.");
        }

        if (space.Length > 0)
        {
            return;
        }

        if (name.StartsWith("on", StringComparison.OrdinalIgnoreCase))
        {
            problems.Error("script", $"'{name}' holds a script.");
        }
        else if (name == "style")
        {
            problems.Error("style", "'style' is not allowed; the profile has attributes such as 'fill' instead.");
        }
        else if (HasOuterUrl(value))
        {
            problems.Error("external-reference", $"'{name}' leads out of the file; only 'url(#name)' is allowed.");
        }
    }

    private static bool HasOuterUrl(string value)
    {
        for (var at = value.IndexOf("url(", StringComparison.OrdinalIgnoreCase); at >= 0; at = value.IndexOf("url(", at + 1, StringComparison.OrdinalIgnoreCase))
        {
            if (!value.AsSpan(at + 4).TrimStart(" \t\r\n'\"").StartsWith("#"))
            {
                return true;
            }
        }

        return false;
    }
}
