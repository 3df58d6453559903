using Auditor.Core.Storage;
using Auditor.Worker.Reports;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Auditor.Worker.Settings;

/// <summary>How the worker is run; from the configuration only.</summary>
public sealed class WorkerOptions
{
    /// <summary>True: the web process does the worker's work too.</summary>
    public bool HostInWeb { get; set; } = true;
}

/// <summary>
/// Checks the whole configuration when the program starts: every unknown key of a section of ours and every value that cannot be read is
/// named, each with what to write instead.
/// </summary>
public sealed class ConfigurationCheck(IConfiguration configuration) : IValidateOptions<WorkerOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, WorkerOptions options)
    {
        var failures = Failures(configuration).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    /// <summary>One line for each thing that is wrong, in the configuration or in a variable of ours.</summary>
    public static IEnumerable<string> Failures(IConfiguration configuration) => Failures(configuration, EnvironmentKeys());

    /// <summary>One line for each thing that is wrong.</summary>
    /// <param name="configuration">All of it.</param>
    /// <param name="environmentKeys">The keys that variables of ours give, among them those of sections that there are not.</param>
    public static IEnumerable<string> Failures(IConfiguration configuration, IEnumerable<string> environmentKeys)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var checks = SettingCatalogue.Settings.ToDictionary(s => s.Key, s => s.Check, StringComparer.OrdinalIgnoreCase);
        foreach (var (key, check) in SettingCatalogue.ConfigurationOnly)
        {
            checks[key] = check;
        }

        var sections = checks.Keys.Select(k => k[..k.IndexOf(':', StringComparison.Ordinal)]).ToHashSet(StringComparer.OrdinalIgnoreCase);

        // Hosts that pass their settings on name each section too, with an empty value: that says nothing.
        var given = sections.SelectMany(s => configuration.GetSection(s).AsEnumerable()).Where(p => p.Value is { Length: > 0 } || (p.Value is not null && p.Key.Contains(':', StringComparison.Ordinal))).Select(p => p.Key);
        foreach (var key in given.Concat(environmentKeys).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase))
        {
            if (!TryFindCheck(checks, key, out var check))
            {
                yield return $"The configuration has an unknown key {key}{Suggestion(checks.Keys, key)}";
            }
            else if (check(configuration[key] ?? string.Empty) is { } problem)
            {
                yield return $"The configuration value of {Known(checks.Keys, key)} cannot be used: {problem}";
            }
        }

        if (DropFolderOptions.Conflict(configuration) is { } conflict)
        {
            yield return conflict;
        }
    }

    private static IEnumerable<string> EnvironmentKeys() =>
        Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(n => n.StartsWith(StorageConfiguration.EnvironmentPrefix, StringComparison.OrdinalIgnoreCase))
            .Select(n => n[StorageConfiguration.EnvironmentPrefix.Length..].Replace("__", ":", StringComparison.Ordinal));

    // A list may be one value ("a, b") or numbered keys (Key:0, Key:1).
    private static bool TryFindCheck(Dictionary<string, Func<string, string?>> checks, string key, out Func<string, string?> check)
    {
        if (checks.TryGetValue(key, out check!))
        {
            return true;
        }

        var colon = key.LastIndexOf(':');
        var parent = colon < 0 ? key : key[..colon];
        return colon > 0 && uint.TryParse(key.AsSpan(colon + 1), out _)
            && (checks.TryGetValue(parent + ":*", out check!) || (parent.Equals(SettingCatalogue.DnsResolvers, StringComparison.OrdinalIgnoreCase) && checks.TryGetValue(parent, out check!)));
    }

    // Environment variables come in capitals; people know the key as it is documented.
    private static string Known(IEnumerable<string> known, string key) => known.FirstOrDefault(k => k.Equals(key, StringComparison.OrdinalIgnoreCase)) ?? key;

    private static string Suggestion(IEnumerable<string> known, string key)
    {
        var best = known.Select(k => k.TrimEnd('*').TrimEnd(':')).MinBy(k => Distance(k, key))!;
        return Distance(best, key) <= 4 ? $"; did you mean {best}?" : "; the known ones are in docs/configuration.md.";
    }

    // Levenshtein, ignoring case: keys are short.
    private static int Distance(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]);
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + (same ? 0 : 1));
            }

            previous = current;
        }

        return previous[b.Length];
    }
}
