namespace Auditor.Worker.Cli;

/// <summary>Exit codes of every command; 2 wins over 3.</summary>
internal static class ExitCode
{
    /// <summary>Done, nothing at or above the threshold.</summary>
    public const int Ok = 0;

    /// <summary>Usage or internal error, with one line on stderr.</summary>
    public const int Error = 1;

    /// <summary>Findings at or above the threshold, or an input was quarantined.</summary>
    public const int Findings = 2;

    /// <summary>DNS failed for something that the verdict needs.</summary>
    public const int Unknown = 3;
}
