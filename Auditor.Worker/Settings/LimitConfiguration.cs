using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage.Ingest;
using Microsoft.Extensions.Configuration;

namespace Auditor.Worker.Settings;

/// <summary>
/// Section <c>Limits</c> of the configuration: what the intake refuses, and how much of what nothing proves is kept. Not on the settings page, since whoever may change them
/// decides what a stranger's mail may cost the machine.
/// </summary>
internal static class LimitConfiguration
{
    public const string Section = "Limits";

    private const long KiB = 1 << 10;
    private const long MiB = 1 << 20;
    private const long GiB = 1 << 30;

    /// <summary>Every key, in the order of the documentation.</summary>
    public static IReadOnlyList<LimitKey> Keys { get; } =
    [
        Intake(nameof(IntakeLimits.MaxMessageBytes), LimitUnit.Bytes, KiB, GiB, l => l.MaxMessageBytes, (l, v) => l with { MaxMessageBytes = v }),
        Intake(nameof(IntakeLimits.MaxInputBytes), LimitUnit.Bytes, KiB, 64 * GiB, l => l.MaxInputBytes, (l, v) => l with { MaxInputBytes = v }),
        Intake(nameof(IntakeLimits.MaxMailboxMessages), LimitUnit.Count, 1, 10_000_000, l => l.MaxMailboxMessages, (l, v) => l with { MaxMailboxMessages = (int)v }),
        Intake(nameof(IntakeLimits.MaxMimeDepth), LimitUnit.Count, 2, 64, l => l.MaxMimeDepth, (l, v) => l with { MaxMimeDepth = (int)v }),
        Intake(nameof(IntakeLimits.MaxMimeParts), LimitUnit.Count, 2, 10_000, l => l.MaxMimeParts, (l, v) => l with { MaxMimeParts = (int)v }),
        Intake(nameof(IntakeLimits.MaxHeaderBytes), LimitUnit.Bytes, KiB, 10 * MiB, l => l.MaxHeaderBytes, (l, v) => l with { MaxHeaderBytes = (int)v }),
        Intake(nameof(IntakeLimits.MaxExpandedBytes), LimitUnit.Bytes, KiB, 8 * GiB, l => l.MaxExpandedBytes, (l, v) => l with { MaxExpandedBytes = v }),
        Intake(nameof(IntakeLimits.MaxExpandedTotalBytes), LimitUnit.Bytes, KiB, 64 * GiB, l => l.MaxExpandedTotalBytes, (l, v) => l with { MaxExpandedTotalBytes = v }),
        Intake(nameof(IntakeLimits.MaxArchiveEntries), LimitUnit.Count, 1, 10_000, l => l.MaxArchiveEntries, (l, v) => l with { MaxArchiveEntries = (int)v }),
        Intake(nameof(IntakeLimits.MaxArchiveDepth), LimitUnit.Count, 1, 8, l => l.MaxArchiveDepth, (l, v) => l with { MaxArchiveDepth = (int)v }),
        Intake(nameof(IntakeLimits.MaxExpansionRatio), LimitUnit.Count, 10, 100_000, l => l.MaxExpansionRatio, (l, v) => l with { MaxExpansionRatio = (int)v }),
        Intake(nameof(IntakeLimits.RatioFreeBytes), LimitUnit.Bytes, KiB, GiB, l => l.RatioFreeBytes, (l, v) => l with { RatioFreeBytes = v }),
        Intake(nameof(IntakeLimits.MaxXmlDepth), LimitUnit.Count, 8, 1_000, l => l.MaxXmlDepth, (l, v) => l with { MaxXmlDepth = (int)v }),
        Intake(nameof(IntakeLimits.MaxXmlAttributes), LimitUnit.Count, 4, 1_000, l => l.MaxXmlAttributes, (l, v) => l with { MaxXmlAttributes = (int)v }),
        Intake(nameof(IntakeLimits.MaxXmlTokenChars), LimitUnit.Count, 1_024, 1_048_576, l => l.MaxXmlTokenChars, (l, v) => l with { MaxXmlTokenChars = (int)v }),
        Intake(nameof(IntakeLimits.MaxTextChars), LimitUnit.Count, 255, 65_536, l => l.MaxTextChars, (l, v) => l with { MaxTextChars = (int)v }),
        Intake(nameof(IntakeLimits.MaxRows), LimitUnit.Count, 1, 10_000_000, l => l.MaxRows, (l, v) => l with { MaxRows = (int)v }),
        Intake(nameof(IntakeLimits.MaxResultsPerRow), LimitUnit.Count, 1, 1_000, l => l.MaxResultsPerRow, (l, v) => l with { MaxResultsPerRow = (int)v }),
        Intake(nameof(IntakeLimits.MaxWindow), LimitUnit.Days, 1, 3_660, l => (long)l.MaxWindow.TotalDays, (l, v) => l with { MaxWindow = TimeSpan.FromDays(v) }),
        Intake(nameof(IntakeLimits.MaxRepairs), LimitUnit.Count, 1, 1_000, l => l.MaxRepairs, (l, v) => l with { MaxRepairs = (int)v }),
        Intake(nameof(IntakeLimits.MaxJsonDepth), LimitUnit.Count, 8, 64, l => l.MaxJsonDepth, (l, v) => l with { MaxJsonDepth = (int)v }),
        Intake(nameof(IntakeLimits.MaxJsonTokenBytes), LimitUnit.Bytes, 64 * KiB, 16 * MiB, l => l.MaxJsonTokenBytes, (l, v) => l with { MaxJsonTokenBytes = (int)v }),
        Intake(nameof(IntakeLimits.MaxTlsBytes), LimitUnit.Bytes, KiB, GiB, l => l.MaxTlsBytes, (l, v) => l with { MaxTlsBytes = v }),
        Intake(nameof(IntakeLimits.MaxTlsPolicies), LimitUnit.Count, 1, 100_000, l => l.MaxTlsPolicies, (l, v) => l with { MaxTlsPolicies = (int)v }),
        Intake(nameof(IntakeLimits.MaxTlsFailures), LimitUnit.Count, 1, 1_000_000, l => l.MaxTlsFailures, (l, v) => l with { MaxTlsFailures = (int)v }),
        Intake(nameof(IntakeLimits.MaxListItems), LimitUnit.Count, 1, 10_000, l => l.MaxListItems, (l, v) => l with { MaxListItems = (int)v }),
        Gate(nameof(GateLimits.PerSender), 1, 1_000_000, l => l.PerSender, (l, v) => l with { PerSender = v }),
        Gate(nameof(GateLimits.PerDay), 1, 10_000_000, l => l.PerDay, (l, v) => l with { PerDay = v }),
        Gate(nameof(GateLimits.MaxUnmonitored), 0, 10_000_000, l => l.MaxUnmonitored, (l, v) => l with { MaxUnmonitored = v }),
        Gate(nameof(GateLimits.MaxNames), 1, 100_000, l => l.MaxNames, (l, v) => l with { MaxNames = v }),
    ];

    /// <summary>The limits in force.</summary>
    /// <exception cref="LimitException">A value cannot be used; the message names key, value and range.</exception>
    public static LimitsInForce Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var limits = LimitsInForce.Default;
        foreach (var key in Keys)
        {
            if (configuration[key.Key] is { Length: > 0 } text)
            {
                limits = key.TryRead(text, out var value) ? key.Set(limits, value) : throw new LimitException($"The configuration value of {key.Key} cannot be used: {key.Check(text)}");
            }
        }

        return limits;
    }

    private static LimitKey Intake(string name, LimitUnit unit, long min, long max, Func<IntakeLimits, long> get, Func<IntakeLimits, long, IntakeLimits> set) =>
        new($"{Section}:{name}", unit, min, max, l => get(l.Intake), (l, value) => l with { Intake = set(l.Intake, value) });

    private static LimitKey Gate(string name, long min, long max, Func<GateLimits, int> get, Func<GateLimits, int, GateLimits> set) =>
        new($"{Section}:{name}", LimitUnit.Count, min, max, l => get(l.Gate), (l, value) => l with { Gate = set(l.Gate, (int)value) });
}

/// <summary>A limit of the configuration cannot be used; the message is one line for people.</summary>
internal sealed class LimitException(string message) : Exception(message);
