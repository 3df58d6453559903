using System.Globalization;
using Auditor.Core.Senders.Classification;
using Auditor.Core.Storage.Queries;
using Auditor.Web.Texts;

namespace Auditor.Web.Components.Pages;

/// <summary>The source that the drawer shows.</summary>
public sealed record OpenSource(string Domain, string Ip, string From);

/// <summary>The state of the sources page as an address and back: a bookmark or a reload shows the same.</summary>
internal static class SourcesAddress
{
    public static readonly IReadOnlyList<(SourceClass Class, string Word)> Classes =
    [
        (SourceClass.Compliant, "compliant"), (SourceClass.Misconfigured, "misconfigured"), (SourceClass.Forwarded, "forwarded"), (SourceClass.MailingList, "mailing-list"),
        (SourceClass.Suspicious, "suspicious"), (SourceClass.Unknown, "unknown"),
    ];

    public static readonly IReadOnlyList<(SourceDecisionFilter Filter, string Word)> Decisions =
    [
        (SourceDecisionFilter.Undecided, "undecided"), (SourceDecisionFilter.Ours, "ours"), (SourceDecisionFilter.Forwarder, "forwarder"), (SourceDecisionFilter.NotOurs, "not-ours"),
        (SourceDecisionFilter.Retired, "retired"),
    ];

    /// <summary>The address of the page; with the drawer open when a source is given.</summary>
    public static string Of(SourceListRequest request, OpenSource? open = null)
    {
        var parts = new List<string>();
        Add("domain", request.Domain);
        Add("q", request.Search);
        Add("class", Classes.FirstOrDefault(c => c.Class == request.Class && request.Class is not null).Word);
        if (request.Service is { } service)
        {
            parts.Add($"service={Uri.EscapeDataString(service.Length == 0 ? "-" : service)}");
        }

        Add("decision", Decisions.FirstOrDefault(d => d.Filter == request.Decision).Word);
        Add("new", request.OnlyNew ? "1" : null);
        Add("by", request.By == SourceGrouping.Address ? null : request.By.ToString().ToLowerInvariant());
        Add("sort", request.Sort == SourceSort.Messages ? null : request.Sort.ToString().ToLowerInvariant());
        Add("up", request.Descending ? null : "1");
        Add("page", request.Page == 0 ? null : (request.Page + 1).ToString(CultureInfo.InvariantCulture));
        if (open is not null)
        {
            Add("at", open.Domain);
            Add("ip", open.Ip);
            Add("from", open.From);
        }

        return parts.Count == 0 ? AuditorUrls.Sources : $"{AuditorUrls.Sources}?{string.Join('&', parts)}";

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                parts.Add($"{name}={Uri.EscapeDataString(value)}");
            }
        }
    }

    /// <summary>The word of a grouping, as in "by address".</summary>
    public static string Text(SourceGrouping grouping) => grouping switch
    {
        SourceGrouping.Service => SourceTexts.ByService,
        SourceGrouping.Domain => SourceTexts.ByDomain,
        _ => SourceTexts.ByAddress,
    };

    /// <summary>A source of a domain, with the list behind it filtered to the domain.</summary>
    public static string Of(string domain, string ip, string from) => Of(new SourceListRequest { Domain = domain }, new OpenSource(domain, ip, from));

    public static SourceClass? ClassOf(string? word) => Classes.Where(c => c.Word == word).Select(c => (SourceClass?)c.Class).FirstOrDefault();

    public static SourceDecisionFilter DecisionOf(string? word) => Decisions.FirstOrDefault(d => d.Word == word).Filter;

    public static T Word<T>(string? word)
        where T : struct, Enum => Enum.TryParse<T>(word, ignoreCase: true, out var known) && Enum.IsDefined(known) ? known : default;
}
