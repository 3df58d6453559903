using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Auditor.Core.Storage.Configurations;

/// <summary>Days since 1970-01-01 in both databases.</summary>
internal sealed class UnixDayConverter() : ValueConverter<DateOnly, int>(
    day => day.DayNumber - UnixDay.Epoch,
    days => DateOnly.FromDayNumber(days + UnixDay.Epoch));
