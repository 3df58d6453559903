using System.Text.Json;

namespace Auditor.Worker.Demo;

/// <summary>The demo's story, read from <c>demo.json</c>: who exists, who reports, who sends how much as whom.</summary>
internal sealed record DemoScenario(
    IReadOnlyList<DemoDomain> Domains,
    IReadOnlyList<DemoReporter> Reporters,
    IReadOnlyDictionary<string, IReadOnlyList<DemoPolicy>> Policies,
    IReadOnlyList<DemoTraffic> Traffic)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>Reads the file.</summary>
    /// <exception cref="FileNotFoundException">The installation lacks the demo's files.</exception>
    public static DemoScenario Load(string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"The demo's files are missing: {path} does not exist. Start from the source folder, or publish again.", path);
        }

        using var stream = File.OpenRead(path);
        return JsonSerializer.Deserialize<DemoScenario>(stream, Options)
            ?? throw new InvalidDataException($"{path} is empty.");
    }
}

/// <summary>One audited domain; the purpose is null when it is to be detected.</summary>
internal sealed record DemoDomain(
    string Name,
    string? Group,
    IReadOnlyList<string> Tags,
    string? Purpose,
    IReadOnlyList<string> Selectors,
    IReadOnlyList<string> SendingAddresses);

/// <summary>One receiver of mail; the share is of all mail, 0 to 1.</summary>
internal sealed record DemoReporter(string OrgName, string Email, string? ExtraContactInfo, double Share, string Variant, bool WritesEnvelopeTo);

/// <summary>The policy that was published from the next older entry's end until so many days ago; 0 is today.</summary>
internal sealed record DemoPolicy(int UntilDaysAgo, string Policy, bool Testing);

/// <summary>One sender of a domain's mail: messages on a working day over all its addresses, and how they authenticate.</summary>
internal sealed record DemoTraffic(
    string PolicyDomain,
    string HeaderFrom,
    IReadOnlyList<string> Addresses,
    double PerDay,
    double WeekendShare,
    DemoSpf Spf,
    IReadOnlyList<DemoSignature> Dkim,
    bool DkimAligned,
    string? Reason,
    int SinceDaysAgo,
    int UntilDaysAgo);

/// <summary>The raw SPF result and whether it is aligned.</summary>
internal sealed record DemoSpf(string Domain, string Result, bool Aligned);

/// <summary>One signature's raw result.</summary>
internal sealed record DemoSignature(string Domain, string Selector, string Result);
