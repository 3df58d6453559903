using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Auditor.Core.Storage.Configurations;

/// <summary>UTC Unix seconds in both databases: SQLite cannot order <see cref="DateTimeOffset"/>.</summary>
internal sealed class UnixSecondsConverter() : ValueConverter<DateTimeOffset, long>(
    time => time.ToUnixTimeSeconds(),
    seconds => DateTimeOffset.FromUnixTimeSeconds(seconds));
