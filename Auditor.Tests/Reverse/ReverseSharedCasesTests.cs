using System.Net;
using System.Text.Json;
using Auditor.Core.Reverse;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Reverse;

/// <summary>Reads ../shared/data/ptr/fcrdns.json.</summary>
public sealed class ReverseSharedCasesTests
{
    private static readonly Dictionary<string, ForwardConfirmed> Results = new()
    {
        ["pass"] = ForwardConfirmed.Confirmed,
        ["fail"] = ForwardConfirmed.Mismatch,
        ["permerror"] = ForwardConfirmed.Missing,
        ["temperror"] = ForwardConfirmed.Unknown,
    };

    public static TheoryData<string> Cases()
    {
        using var file = Open();
        return new TheoryData<string>(file?.RootElement.GetProperty("cases").EnumerateArray().Select(c => c.GetProperty("id").GetString()!) ?? ["(shared data absent)"]);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_shared_case_gives_its_verdict(string id)
    {
        SharedData.PathOf("ptr/fcrdns.json");
        using var file = Open()!;
        var test = file.RootElement.GetProperty("cases").EnumerateArray().Single(c => c.GetProperty("id").GetString() == id);
        var target = new ReverseTarget(IPAddress.Parse(test.GetProperty("ip").GetString()!), ReverseRole.Configured, null, IsOwn: true);

        var facts = await ReverseAuditor.CheckAsync(target, JsonZone.Read(test.GetProperty("zone")), TestContext.Current.CancellationToken);

        facts.Status.Should().Be(Results[test.GetProperty("result").GetString()!]);
        facts.ConfirmedNames.Select(n => n.Value).Should().Equal(test.GetProperty("confirmedNames").EnumerateArray().Select(n => n.GetString()!));
        var flags = test.GetProperty("flags").EnumerateArray().Select(f => f.GetString()!).ToList();
        facts.HasGenericName.Should().Be(flags.Contains("generic-name"));
        facts.NotHostNames.Any().Should().Be(flags.Contains("ptr-not-hostname") || flags.Contains("ptr-not-fqdn"));
        (facts.Names.Length > 1).Should().Be(flags.Contains("multiple-ptr"));
    }

    private static JsonDocument? Open()
    {
        var path = Path.Combine(ProjectRoot.Path, "..", "shared", "data", "ptr", "fcrdns.json");
        return File.Exists(path) ? JsonDocument.Parse(File.ReadAllText(path)) : null;
    }
}
