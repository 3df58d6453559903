using System.Globalization;
using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage.Ingest;

namespace Auditor.Worker.Settings;

/// <summary>All limits of taking reports in.</summary>
/// <param name="Intake">What a reader refuses.</param>
/// <param name="Gate">How much of what nothing proves is kept.</param>
internal sealed record LimitsInForce(IntakeLimits Intake, GateLimits Gate)
{
    public static LimitsInForce Default { get; } = new(IntakeLimits.Default, GateLimits.Default);
}

/// <summary>What the number of a limit counts.</summary>
internal enum LimitUnit
{
    Count,

    /// <summary>May be written with KiB, MiB or GiB.</summary>
    Bytes,

    Days,
}

/// <summary>A limit that the configuration may set.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Unit">What the number counts.</param>
/// <param name="Min">The smallest value: below it real reports would be refused, or nothing would work.</param>
/// <param name="Max">The largest value: beyond it the stack, the memory or the database is no longer safe.</param>
/// <param name="Get">Reads it.</param>
/// <param name="Set">Gives a copy with another value.</param>
internal sealed record LimitKey(string Key, LimitUnit Unit, long Min, long Max, Func<LimitsInForce, long> Get, Func<LimitsInForce, long, LimitsInForce> Set)
{
    private static readonly (string Suffix, int Shift)[] Units = [("KiB", 10), ("MiB", 20), ("GiB", 30)];

    /// <summary>The value that the product ships with.</summary>
    public string Default => Write(Get(LimitsInForce.Default));

    /// <summary>What is wrong with a value, and which are right; null when nothing is.</summary>
    public string? Check(string text) => TryRead(text, out _) ? null : Unit switch
    {
        LimitUnit.Bytes => $"'{text}' is no size from {Write(Min)} to {Write(Max)}; write bytes, or for example 64KiB, 25MiB or 1GiB.",
        LimitUnit.Days => $"'{text}' is no whole number of days from {Min} to {Max}.",
        _ => $"'{text}' is no whole number from {Min} to {Max}.",
    };

    /// <summary>Reads a value; false when it is none, or out of range.</summary>
    public bool TryRead(string text, out long value)
    {
        ArgumentNullException.ThrowIfNull(text);
        var digits = text.Trim();
        var shift = 0;
        if (Unit == LimitUnit.Bytes && Units.FirstOrDefault(u => digits.EndsWith(u.Suffix, StringComparison.OrdinalIgnoreCase)) is { Suffix: { } suffix } unit)
        {
            (digits, shift) = (digits[..^suffix.Length].TrimEnd(), unit.Shift);
        }

        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value) || value > Max >> shift)
        {
            return false;
        }

        value <<= shift;
        return value >= Min;
    }

    private string Write(long value)
    {
        var (suffix, shift) = Unit == LimitUnit.Bytes ? Units.LastOrDefault(u => value >= 1L << u.Shift && value % (1L << u.Shift) == 0) : default;
        return string.Create(CultureInfo.InvariantCulture, $"{value >> shift}{suffix}");
    }
}
