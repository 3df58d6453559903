using System.Globalization;
using Auditor.Core.Storage.Queries;

namespace Auditor.Worker.Settings;

/// <summary>A threshold that people may set.</summary>
/// <param name="Key">Its key.</param>
/// <param name="IsPercent">True for a percentage, which may have decimals; else it is a whole number.</param>
/// <param name="Min">The smallest value.</param>
/// <param name="Max">The largest value.</param>
/// <param name="Get">Reads it.</param>
/// <param name="Set">Gives a copy with another value.</param>
/// <param name="Title">A few words with the unit.</param>
/// <param name="Help">What it does, and which way is stricter; the range follows.</param>
internal sealed record ThresholdKey(string Key, bool IsPercent, decimal Min, decimal Max, Func<Thresholds, decimal> Get, Func<Thresholds, decimal, Thresholds> Set, string Title, string Help)
{
    /// <summary>The setting; its default is the value that the product ships with.</summary>
    public SettingDefinition Definition { get; } = new(
        Key, Get(Thresholds.Default).ToString("0.##", CultureInfo.InvariantCulture), Title, $"{Help} {Range(Min, Max)}", IsPercent ? SettingValues.Percent(Min, Max) : SettingValues.Number((int)Min, (int)Max));

    /// <summary>A copy of the thresholds with a checked value.</summary>
    public Thresholds Apply(Thresholds thresholds, string text) =>
        SettingValues.TryPercent(text, out var value) ? Set(thresholds, value) : throw new ArgumentException(Definition.Check(text), nameof(text));

    private static string Range(decimal min, decimal max) => string.Create(CultureInfo.InvariantCulture, $"From {min} to {max}.");
}
