using System.Globalization;
using Auditor.Core.Storage;
using Auditor.Worker.Settings;

namespace Auditor.Worker.Doctor;

/// <summary>Whether the time zones are there, and whether the clock goes with the database server's. Nothing else that could be asked is independent of this machine.</summary>
internal sealed class ClockDoctor(AuditorDatabase database, TimeProvider time)
{
    private const string Area = "clock";

    /// <summary>Leases and due times are compared between processes: more than this and two workers may take the same work.</summary>
    private static readonly TimeSpan NoticeableSkew = TimeSpan.FromSeconds(5);

    /// <summary>A lease's length is minutes: more than this breaks it.</summary>
    private static readonly TimeSpan HarmfulSkew = TimeSpan.FromSeconds(60);

    /// <summary>A zone that is no fixed offset: only a time zone database has it.</summary>
    private const string KnownZone = "Europe/Zurich";

    public static DoctorCheck Zones(string configured) =>
        !TimeZoneInfo.TryFindSystemTimeZoneById(KnownZone, out _)
            ? DoctorCheck.Failed(Area, "time zones", "The system has no time zone database.", "Install the package tzdata.")
            : SettingValues.TimeZone(configured) is { } problem
                ? DoctorCheck.Failed(Area, "time zones", problem, "Correct Schedule:TimeZone in Settings or in the configuration.")
                : DoctorCheck.Ok(Area, "time zones", $"The time zone database is there; the schedule runs in {configured.Trim()}.");

    public async Task<DoctorCheck> SkewAsync(CancellationToken cancellationToken)
    {
        if (database.IsSqlite)
        {
            return DoctorCheck.Skipped(Area, "skew", "With SQLite there is no other clock to compare with; keep the system's clock with NTP.");
        }

        try
        {
            var before = time.GetUtcNow();
            var server = await ServerTimeAsync(cancellationToken).ConfigureAwait(false);
            var after = time.GetUtcNow();
            return Judge(server < before ? before - server : server > after ? server - after : TimeSpan.Zero);
        }
        catch (StorageException e)
        {
            return DoctorCheck.Skipped(Area, "skew", e.Message);
        }
    }

    /// <summary>Says what a difference between the clocks means.</summary>
    internal static DoctorCheck Judge(TimeSpan skew)
    {
        var words = string.Create(CultureInfo.InvariantCulture, $"This machine's clock and the database server's differ by {skew.TotalSeconds:0.0} s.");
        const string fix = "Keep both clocks with NTP (systemd-timesyncd or chrony).";
        return skew > HarmfulSkew ? DoctorCheck.Failed(Area, "skew", words, fix)
            : skew > NoticeableSkew ? DoctorCheck.Warning(Area, "skew", words, fix)
            : DoctorCheck.Ok(Area, "skew", words);
    }

    private Task<DateTimeOffset> ServerTimeAsync(CancellationToken cancellationToken) => StorageFaults.GuardAsync(database.Options, async () =>
    {
        var connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var command = connection.CreateCommand();
        await using var __ = command.ConfigureAwait(false);
        command.CommandText = "SELECT extract(epoch FROM clock_timestamp())::float8";
        var seconds = (double)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        return DateTimeOffset.UnixEpoch.AddSeconds(seconds);
    });
}
