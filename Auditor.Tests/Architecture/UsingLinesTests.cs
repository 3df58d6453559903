using System.Text.RegularExpressions;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Architecture;

/// <summary>The floors of the house as a table: which folder may use which, told by the <c>using</c> lines.</summary>
public sealed partial class UsingLinesTests
{
    private static readonly string[] Protocols = ["Spf", "Dkim", "Dmarc", "Mx", "Reverse", "Blocklists", "Smtp", "Transport", "Bimi", "Zone"];

    // What a folder of Core may use besides itself. A folder that is not named here may use nothing of Core.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Dns"] = [],
        ["Findings"] = ["Dns"],
        ["Spf"] = ["Dns", "Findings"],
        ["Dkim"] = ["Dns", "Findings"],
        ["Dmarc"] = ["Dns", "Findings"],
        ["Mx"] = ["Dns", "Findings"],
        ["Reverse"] = ["Dns", "Findings"],
        ["Blocklists"] = ["Dns", "Findings"],
        ["Smtp"] = ["Dns", "Findings"],
        ["Zone"] = ["Dns", "Findings"],
        ["Fetching"] = ["Dns", "Findings"],
        ["Transport"] = ["Dns", "Fetching", "Findings"],
        ["Bimi"] = ["Dns", "Fetching", "Findings"],
        ["Senders"] = ["Dns", "Reverse"],
        ["Scoring"] = ["Findings"],
        ["Reports"] = ["Dmarc", "Dns"],
        ["Auditing"] = [.. Protocols, "Dns", "Fetching", "Findings", "Senders", "Scoring"],
        ["Advice"] = ["Dmarc", "Scoring"],
        ["Storage"] = [.. Protocols, "Dns", "Fetching", "Findings", "Senders", "Scoring", "Auditing", "Reports", "Advice"],
    };

    // Libraries that have one home.
    private static readonly (string Library, string[] Homes)[] Homes =
    [
        ("DnsClient", ["Auditor.Core/Dns/DnsClientResolver.cs"]),
        ("MimeKit", ["Auditor.Core/Reports/", "Auditor.Worker/"]),
        ("MailKit", ["Auditor.Worker/"]),
        ("Hangfire", ["Auditor.Worker/", "Auditor.Web/"]),
        ("Microsoft.EntityFrameworkCore", ["Auditor.Core/Storage/", "Auditor.Worker/", "Auditor.Web/"]),
        ("Microsoft.AspNetCore.Identity", ["Auditor.Core/Storage/", "Auditor.Worker/", "Auditor.Web/"]),
        ("Microsoft.AspNetCore", ["Auditor.Core/Storage/", "Auditor.Worker/", "Auditor.Web/"]),
        ("Microsoft.Extensions.Logging", ["Auditor.Core/Storage/", "Auditor.Worker/", "Auditor.Web/"]),
    ];

    [Fact]
    public void A_folder_of_core_uses_only_the_folders_below_it()
    {
        var broken =
            from file in SourceFiles("Auditor.Core")
            let folder = file.Path.Split('/')[1]
            from used in file.Usings
            let parts = used.Split('.')
            where parts is ["Auditor", "Core", _, ..] && parts[2] != folder && !Allowed.GetValueOrDefault(folder, []).Contains(parts[2])
            select $"{file.Path} uses {used}: {folder} may use {Words(Allowed.GetValueOrDefault(folder, []))} only. "
                + $"Move the code to a folder above both (Auditing for rules over several protocols), or pass the value in; a new arrow belongs in this table and in docs/architecture.md.";

        broken.Should().BeEmpty();
    }

    [Fact]
    public void Nothing_points_back_up_from_core_or_worker()
    {
        var broken =
            from file in SourceFiles("Auditor.Core").Concat(SourceFiles("Auditor.Worker"))
            from used in file.Usings
            where used.StartsWith("Auditor.Web", StringComparison.Ordinal)
                || (file.Path.StartsWith("Auditor.Core/", StringComparison.Ordinal) && used.StartsWith("Auditor.Worker", StringComparison.Ordinal))
            select $"{file.Path} uses {used}: Web -> Worker -> Core, and nothing points back up. Declare an interface below and implement it above.";

        broken.Should().BeEmpty();
    }

    [Fact]
    public void A_library_stays_in_its_home()
    {
        var broken =
            from file in SourceFiles("Auditor.Core").Concat(SourceFiles("Auditor.Worker")).Concat(SourceFiles("Auditor.Web"))
            from used in file.Usings
            from home in Homes
            where (used == home.Library || used.StartsWith(home.Library + ".", StringComparison.Ordinal))
                && !home.Homes.Any(h => file.Path.StartsWith(h, StringComparison.Ordinal))
            select $"{file.Path} uses {used}: {home.Library} belongs to {Words(home.Homes)} only. Put the call behind a type that lives there.";

        broken.Should().BeEmpty();
    }

    [Fact]
    public void Protocol_folders_have_no_clock()
    {
        var broken =
            from file in SourceFiles("Auditor.Core")
            where Protocols.Append("Fetching").Append("Findings").Append("Scoring").Append("Senders").Contains(file.Path.Split('/')[1])
            where ClockPattern().IsMatch(file.Text)
            select $"{file.Path} reads the clock: protocol folders are pure. Take the time as a parameter from the orchestrator.";

        broken.Should().BeEmpty();
    }

    [Fact]
    public void Nobody_reads_the_wall_clock_but_through_a_time_provider()
    {
        var broken =
            from file in SourceFiles("Auditor.Core").Concat(SourceFiles("Auditor.Worker")).Concat(SourceFiles("Auditor.Web"))
            where WallClockPattern().IsMatch(file.Text)
            select $"{file.Path} uses DateTime.Now or its kin: take a TimeProvider, so that tests can set the time.";

        broken.Should().BeEmpty();
    }

    private static string Words(string[] names) => names.Length == 0 ? "nothing else" : string.Join(", ", names);

    private static IEnumerable<SourceFile> SourceFiles(string project) =>
        from path in Directory.EnumerateFiles(Path.Combine(ProjectRoot.Path, project), "*.*", SearchOption.AllDirectories)
        let relative = Path.GetRelativePath(ProjectRoot.Path, path).Replace('\\', '/')
        where (relative.EndsWith(".cs", StringComparison.Ordinal) || relative.EndsWith(".razor", StringComparison.Ordinal))
            && !relative.Contains("/obj/", StringComparison.Ordinal) && !relative.Contains("/bin/", StringComparison.Ordinal)
        let text = File.ReadAllText(path)
        select new SourceFile(relative, text, [.. UsingPattern().Matches(text).Select(m => m.Groups[1].Value)]);

    [GeneratedRegex(@"^\s*@?(?:global\s+)?using\s+(?:static\s+)?(?:\w+\s*=\s*)?([\w.]+)\s*;?\s*$", RegexOptions.Multiline)]
    private static partial Regex UsingPattern();

    [GeneratedRegex(@"\b(DateTime|DateTimeOffset)\.(Utc)?Now\b|\bTimeProvider\b|\bStopwatch\b")]
    private static partial Regex ClockPattern();

    [GeneratedRegex(@"\b(DateTime|DateTimeOffset)\.(Utc)?Now\b|\bDateTime\.Today\b")]
    private static partial Regex WallClockPattern();

    private sealed record SourceFile(string Path, string Text, string[] Usings);
}
