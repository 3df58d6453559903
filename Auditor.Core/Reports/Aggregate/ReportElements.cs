using System.Xml;

namespace Auditor.Core.Reports.Aggregate;

/// <summary>Maps the names of elements to <see cref="ReportElement"/>: by reference for names written as specified, by letters for the others.</summary>
internal sealed class ReportElements
{
    // SNAKE_CASE of the members: report_metadata, org_name and so on.
    private static readonly (string Name, ReportElement Element)[] Names =
    [
        .. Enum.GetValues<ReportElement>().Where(e => e != ReportElement.Unknown)
            .Select(e => (string.Concat(e.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? "_" + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString())), e)),
    ];

    private readonly Dictionary<object, ReportElement> byReference = new(128, ReferenceEqualityComparer.Instance);

    public ReportElements(XmlNameTable names)
    {
        foreach (var (name, element) in Names)
        {
            byReference.Add(names.Add(name), element);
        }
    }

    public ReportElement Of(string localName)
    {
        if (!byReference.TryGetValue(localName, out var element))
        {
            element = Array.Find(Names, n => n.Name.Equals(localName.Replace('-', '_'), StringComparison.OrdinalIgnoreCase)).Element;
            byReference.Add(localName, element);
        }

        return element;
    }
}
