using System.Diagnostics.CodeAnalysis;

namespace Auditor.Core;

/// <summary>Tells the program that is compiled to machine code ahead of time (Auditor.Native) from the one that the runtime compiles.</summary>
public static class AheadOfTime
{
    /// <summary>
    /// True in the former. The compiler knows the value and leaves out what lies behind the other: code that looks at types by name, and the database.
    /// </summary>
    [FeatureSwitchDefinition("Auditor.AheadOfTime")]
    public static bool IsOn => AppContext.TryGetSwitch("Auditor.AheadOfTime", out var isOn) && isOn;
}
