namespace Auditor.Core.Reports.Intake;

/// <summary>Carries a refusal out of the layers of streams and readers; it never leaves the intake, which turns it into a completion.</summary>
internal sealed class IntakeException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
