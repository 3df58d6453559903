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

    private const int CacheSlots = 128;

    private readonly Dictionary<object, ReportElement> byReference = new(128, ReferenceEqualityComparer.Instance);
    private readonly (string? Name, ReportElement Element)[] cache = new (string?, ReportElement)[CacheSlots];

    public ReportElements(XmlNameTable names)
    {
        foreach (var (name, element) in Names)
        {
            byReference.Add(names.Add(name), element);
        }
    }

    /// <summary>The element of a name that comes from the name table given at the start.</summary>
    public ReportElement Of(string localName)
    {
        ref var slot = ref cache[(localName[0] * 7 + localName[^1] * 3 + localName[localName.Length / 2] + localName.Length * 5) & (CacheSlots - 1)];
        if (!ReferenceEquals(slot.Name, localName))
        {
            slot = (localName, Find(localName));
        }

        return slot.Element;
    }

    private ReportElement Find(string localName)
    {
        if (!byReference.TryGetValue(localName, out var element))
        {
            var name = localName.Replace('-', '_');
            element = Array.Find(Names, n => n.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Element;
            byReference.Add(localName, element);
        }

        return element;
    }
}
