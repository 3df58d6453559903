using System.Text.Json;

namespace Auditor.Web.Components.Charts;

/// <summary>What one stacked chart over report days shows; the attribute that wwwroot/js/charts.js reads.</summary>
/// <param name="Summary">The same in one sentence: the chart's accessible name.</param>
/// <param name="Days">UTC report days, in order.</param>
/// <param name="Series">Bottom of the stack first.</param>
public sealed record ChartSpec(string Summary, IReadOnlyList<DateOnly> Days, IReadOnlyList<ChartSeries> Series)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>True to draw each day's values as shares of its sum, which they still are counts for.</summary>
    public bool IsShare { get; init; }

    /// <summary>The sum of one day.</summary>
    public long TotalOf(int day) => Series.Sum(s => s.Values[day]);

    public string ToJson() => JsonSerializer.Serialize(this, Json);
}

/// <summary>One part of the stack: a name, a tone (pass, fail, warn, forwarded, unknown) and one value a day.</summary>
public sealed record ChartSeries(string Name, string Tone, IReadOnlyList<long> Values);
