namespace Auditor.Core.Advice;

/// <summary>What a step of the policy waits for. The figures are house opinion where no clause stands beside them; an installation may have its own.</summary>
public sealed record GateThresholds
{
    /// <summary>What counts where nobody says otherwise.</summary>
    public static GateThresholds Default { get; } = new();

    /// <summary>Days at a stage before a stronger policy: a month of none, then as long of quarantine (RFC 9989 7.4).</summary>
    public int DaysAtPolicy { get; init; } = 30;

    /// <summary>Days at a stage in test mode, which only changes what receivers say.</summary>
    public int DaysAtTest { get; init; } = 14;

    /// <summary>Days of the window on which reports came; at most <see cref="GateConditions.Window"/>.</summary>
    public int ReportDays { get; init; } = 25;

    /// <summary>Organizations that report, so that no single one decides.</summary>
    public int Reporters { get; init; } = 3;

    /// <summary>Own mail that must pass before quarantine, 0 to 1, as the lower end of a 95 % interval.</summary>
    public double ShareForQuarantine { get; init; } = 0.98;

    /// <summary>Own mail that must pass before reject, 0 to 1, likewise.</summary>
    public double ShareForReject { get; init; } = 0.995;

    /// <summary>Mail of each own sender that must pass, 0 to 1; before reject, that must pass by DKIM.</summary>
    public double ShareOfOneSource { get; init; } = 0.95;

    /// <summary>Share of the mail, 0 to 1, up to which a sender is too small to hold a step, and senders that are not understood may remain.</summary>
    public double SourceThatMatters { get; init; } = 0.001;
}
