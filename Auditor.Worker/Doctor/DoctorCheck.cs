namespace Auditor.Worker.Doctor;

/// <summary>One thing that <c>auditor doctor</c> looked at.</summary>
/// <param name="Area">configuration, database, clock, resolver, blocklists, mailbox or notices.</param>
/// <param name="Name">What of it, for example a resolver's address.</param>
/// <param name="Status">How it is.</param>
/// <param name="Detail">What was found, without secrets.</param>
/// <param name="Fix">What to mend; null when there is nothing.</param>
public sealed record DoctorCheck(string Area, string Name, CheckStatus Status, string Detail, string? Fix = null)
{
    public static DoctorCheck Ok(string area, string name, string detail) => new(area, name, CheckStatus.Ok, detail);

    public static DoctorCheck Warning(string area, string name, string detail, string fix) => new(area, name, CheckStatus.Warning, detail, fix);

    public static DoctorCheck Failed(string area, string name, string detail, string? fix = null) => new(area, name, CheckStatus.Failed, detail, fix);

    public static DoctorCheck Skipped(string area, string name, string why) => new(area, name, CheckStatus.Skipped, why);
}

/// <summary>How a thing is, worst last.</summary>
public enum CheckStatus
{
    /// <summary>It could not be looked at, or does not apply.</summary>
    Skipped,

    Ok,

    /// <summary>It works, and something is less than it could be.</summary>
    Warning,

    /// <summary>It does not work.</summary>
    Failed,
}
