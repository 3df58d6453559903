using System.Globalization;
using Auditor.Core.Storage.Queries;
using Auditor.Web.Components.Controls;
using Auditor.Web.Texts;

namespace Auditor.Web.Components.Pages;

/// <summary>The list's state as an address and back: a bookmark or a reload shows the same.</summary>
internal static class DomainListAddress
{
    public static string Of(DomainListView request)
    {
        var parts = new List<string>();
        Add("q", request.Search);
        Add("stage", request.Stage);
        Add("group", request.Group);
        Add("tag", request.Tag);
        Add("need", request.NeedsAction ? "1" : null);
        Add("set", request.Set is { } set ? WordOf(set) : null);
        Add("sort", request.Sort == DomainSort.Need ? null : request.Sort.ToString().ToLowerInvariant());
        Add("down", request.Descending ? "1" : null);
        Add("cols", DomainColumns.Write(request.Columns));
        Add("page", request.Page == 0 ? null : (request.Page + 1).ToString(CultureInfo.InvariantCulture));
        return parts.Count == 0 ? AuditorUrls.Domains : $"{AuditorUrls.Domains}?{string.Join('&', parts)}";

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                parts.Add($"{name}={Uri.EscapeDataString(value)}");
            }
        }
    }

    /// <summary>The same list as a file.</summary>
    public static string Csv(DomainListView request) => AuditorUrls.DomainsCsv + Of(request with { Page = 0 })[AuditorUrls.Domains.Length..];

    /// <summary>What cannot be read counts as not there.</summary>
    public static DomainListView Read(string? search, string? stage, string? group, string? tag, string? need, string? set, string? sort, string? down, string? columns, string? page) => new()
    {
        Set = Sets.FirstOrDefault(s => s.Word == set) is { Word: not null } ready ? ready.Set : null,
        Search = Blank(search),
        Stage = Blank(stage),
        Group = Blank(group),
        Tag = Blank(tag),
        NeedsAction = need == "1",
        Sort = Enum.TryParse<DomainSort>(sort, ignoreCase: true, out var known) && Enum.IsDefined(known) ? known : DomainSort.Need,
        Descending = down == "1",
        Columns = DomainColumns.Read(columns),
        Page = int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number - 1 : 0,
    };

    /// <summary>The ready-made groups, in the order in which they are offered.</summary>
    public static IReadOnlyList<(DomainSet Set, string Word)> Sets { get; } =
    [
        (DomainSet.NoRecord, "no-record"), (DomainSet.ReadyForNext, "ready"), (DomainSet.Fell, "fell"), (DomainSet.Silent, "silent"),
        (DomainSet.ManyLookups, "many-lookups"), (DomainSet.WeakKeys, "weak-keys"), (DomainSet.ParkedButActive, "parked-active"),
    ];

    /// <summary>What a ready-made group holds, in few words.</summary>
    public static string Text(DomainSet set, int silentDays) => set switch
    {
        DomainSet.NoRecord => DomainListTexts.SetNoRecord,
        DomainSet.ReadyForNext => DomainListTexts.SetReady,
        DomainSet.Fell => DomainListTexts.SetFell,
        DomainSet.Silent => Say.It(DomainListTexts.SetSilent, silentDays),
        DomainSet.ManyLookups => Say.It(DomainListTexts.SetLookups, DomainListQuery.ManyLookups),
        DomainSet.WeakKeys => DomainListTexts.SetKeys,
        _ => DomainListTexts.SetParked,
    };

    private static string WordOf(DomainSet set) => Sets.First(s => s.Set == set).Word;

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
