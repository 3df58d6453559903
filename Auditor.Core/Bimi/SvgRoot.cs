using System.Globalization;
using System.Xml;
using Auditor.Core.Findings;

namespace Auditor.Core.Bimi;

/// <summary>Checks of the root element: profile, place and shape.</summary>
internal static class SvgRoot
{
    public static void Check(XmlReader reader, string svg, RecordProblems problems)
    {
        if (reader.LocalName != "svg" || reader.NamespaceURI != svg)
        {
            problems.Error("not-svg", $"The root element is no <svg> of the namespace {svg}.");
            return;
        }

        if (reader.GetAttribute("version") != "1.2")
        {
            problems.Error("version", "The root element must have version=\"1.2\".");
        }

        if (reader.GetAttribute("baseProfile") != "tiny-ps")
        {
            problems.Error("base-profile", "The root element must have baseProfile=\"tiny-ps\".");
        }

        if (reader.GetAttribute("x") is not null || reader.GetAttribute("y") is not null)
        {
            problems.Error("root-position", "The root element must not have x or y.");
        }

        CheckShape(reader.GetAttribute("viewBox"), problems);
    }

    private static void CheckShape(string? viewBox, RecordProblems problems)
    {
        var parts = viewBox?.Split([' ', ',', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (parts.Length != 4 || !TryRead(parts[2], out var width) || !TryRead(parts[3], out var height) || !TryRead(parts[0], out _) || !TryRead(parts[1], out _)
            || width <= 0 || height <= 0)
        {
            problems.Error("view-box", "The root element needs a viewBox of four numbers.");
        }
        else if (width != height)
        {
            problems.Error("not-square", string.Create(CultureInfo.InvariantCulture, $"The viewBox is {width} by {height}; the logo must be square."));
        }
    }

    private static bool TryRead(string text, out decimal number) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
}
