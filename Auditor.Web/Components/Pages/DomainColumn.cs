using Auditor.Core.Storage.Queries;
using Auditor.Web.Texts;

namespace Auditor.Web.Components.Pages;

/// <summary>A column of the list of domains; the name is always there.</summary>
public enum DomainColumn
{
    Score,
    Stage,
    Policy,
    Next,
    Findings,
    Lookups,
    Key,
    Aligned,
    Purpose,
    LastReport,
    LastAudit,
}

/// <summary>The list as somebody looks at it: which domains, and which columns.</summary>
public sealed record DomainListView : DomainListRequest
{
    /// <summary>What is shown unless somebody chooses.</summary>
    public static IReadOnlyList<DomainColumn> Usual { get; } =
        [DomainColumn.Score, DomainColumn.Stage, DomainColumn.Lookups, DomainColumn.Key, DomainColumn.Aligned, DomainColumn.LastReport];

    /// <summary>In the order of the enumeration.</summary>
    public IReadOnlyList<DomainColumn> Columns { get; init; } = Usual;

    public bool Shows(DomainColumn column) => Columns.Contains(column);

    /// <summary>With one column more, or one less.</summary>
    public DomainListView With(DomainColumn column, bool isShown) => this with { Columns = [.. Enum.GetValues<DomainColumn>().Where(c => c == column ? isShown : Shows(c))] };
}

/// <summary>The columns as words of addresses and of people.</summary>
internal static class DomainColumns
{
    public static string Word(DomainColumn column) => column.ToString().ToLowerInvariant();

    /// <summary>The heading, and the name in the choice.</summary>
    public static string Text(DomainColumn column) => column switch
    {
        DomainColumn.Score => DomainListTexts.Score,
        DomainColumn.Stage => DomainListTexts.Stage,
        DomainColumn.Policy => DomainListTexts.EffectivePolicy,
        DomainColumn.Next => DomainListTexts.NextStage,
        DomainColumn.Findings => DomainListTexts.Findings,
        DomainColumn.Lookups => DomainListTexts.Lookups,
        DomainColumn.Key => DomainListTexts.WeakestKey,
        DomainColumn.Aligned => DomainListTexts.Aligned,
        DomainColumn.Purpose => DomainListTexts.Purpose,
        DomainColumn.LastReport => DomainListTexts.LastReport,
        _ => DomainListTexts.LastAudit,
    };

    /// <summary>The columns as they stand in an address; null for the usual ones.</summary>
    public static string? Write(IReadOnlyList<DomainColumn> columns) =>
        columns.SequenceEqual(DomainListView.Usual) ? null : columns.Count == 0 ? "none" : string.Join(',', columns.Select(Word));

    /// <summary>What cannot be read counts as not there.</summary>
    public static IReadOnlyList<DomainColumn> Read(string? words)
    {
        if (string.IsNullOrWhiteSpace(words))
        {
            return DomainListView.Usual;
        }

        var named = words.Split(',', StringSplitOptions.TrimEntries);
        return [.. Enum.GetValues<DomainColumn>().Where(c => named.Contains(Word(c), StringComparer.OrdinalIgnoreCase))];
    }
}
