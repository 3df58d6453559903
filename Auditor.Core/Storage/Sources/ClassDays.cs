using System.Globalization;
using System.Text;
using Auditor.Core.Senders.Classification;

namespace Auditor.Core.Storage.Sources;

/// <summary>Messages by class and day, oldest day first.</summary>
public sealed class ClassDays
{
    private readonly Dictionary<SourceClass, long[]> days = [];
    private readonly int length;

    /// <summary>Nothing yet.</summary>
    /// <param name="last">The last day.</param>
    /// <param name="length">How many days.</param>
    public ClassDays(DateOnly last, int length)
    {
        this.length = length;
        Days = [.. Enumerable.Range(0, length).Select(i => last.AddDays(i + 1 - length))];
    }

    public IReadOnlyList<DateOnly> Days { get; }

    public bool IsEmpty => days.Count == 0;

    /// <summary>The messages of a class, a figure a day.</summary>
    public IReadOnlyList<long> Of(SourceClass taken) => days.GetValueOrDefault(taken) ?? new long[length];

    /// <summary>Adds a source's figures of the same days.</summary>
    public void Add(SourceClass taken, ReadOnlySpan<long> daily)
    {
        var sums = Sums(taken);
        for (var i = 0; i < daily.Length; i++)
        {
            sums[i] += daily[i];
        }
    }

    /// <summary>All figures as text: a class's number, a colon, its figures separated by commas; classes by semicolons.</summary>
    public string Pack()
    {
        var text = new StringBuilder();
        foreach (var (taken, sums) in days.OrderBy(d => d.Key))
        {
            text.Append(text.Length == 0 ? "" : ";").Append(CultureInfo.InvariantCulture, $"{(int)taken}:").AppendJoin(',', sums);
        }

        return text.ToString();
    }

    /// <summary>Adds packed figures, whose last day may be an earlier one; days outside are left out.</summary>
    public void AddPacked(ReadOnlySpan<char> packed, DateOnly until)
    {
        foreach (var part in packed.Split(';'))
        {
            var one = packed[part];
            var colon = one.IndexOf(':');
            if (colon < 0 || !int.TryParse(one[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || !Enum.IsDefined((SourceClass)number))
            {
                continue;
            }

            var figures = one[(colon + 1)..];
            var at = length - 1 - (Days[^1].DayNumber - until.DayNumber) - figures.Count(',');
            var sums = Sums((SourceClass)number);
            foreach (var figure in figures.Split(','))
            {
                if (at >= 0 && at < length && long.TryParse(figures[figure], NumberStyles.None, CultureInfo.InvariantCulture, out var messages))
                {
                    sums[at] += messages;
                }

                at++;
            }
        }
    }

    private long[] Sums(SourceClass taken)
    {
        if (!days.TryGetValue(taken, out var sums))
        {
            days[taken] = sums = new long[length];
        }

        return sums;
    }
}
