using System.Globalization;
using System.Net;
using System.Text.Json;
using Auditor.Core.Dns;
using Auditor.Core.Spf;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Spf;

/// <summary>The cases of fixtures/spf, written from RFC 7208 and RFC 8616: each names only what it is about.</summary>
public sealed class SpfCaseTests
{
    private static readonly string World = File.ReadAllText(FixtureFiles.PathOf("spf/world.zone"));

    [Fact]
    public async Task A_term_against_the_grammar_is_permerror_wherever_it_stands_and_a_sound_one_is_not()
    {
        (await ResultsOfTermsAsync("wrong", "v=spf1 ip4:192.0.2.3 {0}", SpfResult.PermError)).Should().BeEmpty();
        (await ResultsOfTermsAsync("wrong", "v=spf1 ip4:192.0.2.3 -all {0}", SpfResult.PermError)).Should().BeEmpty();
        (await ResultsOfTermsAsync("wrong", "v=spf1 {0} ip4:192.0.2.3", SpfResult.PermError)).Should().BeEmpty();
        (await ResultsOfTermsAsync("sound", "v=spf1 ip4:192.0.2.3 {0}", SpfResult.Pass)).Should().BeEmpty();
    }

    [Theory]
    [InlineData("selection", 40)]
    [InlineData("evaluation", 202)]
    [InlineData("explanation", 59)]
    public async Task Every_case_of_the_family_gives_what_it_says(string family, int count)
    {
        var wrong = new List<string>();
        var cases = FixtureCases.Read($"spf/{family}.json");
        foreach (var item in cases)
        {
            var check = await CheckAsync(item);
            wrong.AddRange(item.EnumerateObject()
                .Select(p => (p.Name, Wanted: p.Value.ToString(), Got: Actual(check, p.Name)))
                .Where(p => p.Got is not null && p.Got != p.Wanted)
                .Select(p => $"{item}: {p.Name} is '{p.Got}': {check.Reason}"));
        }

        wrong.Should().BeEmpty();
        cases.Should().HaveCount(count);
    }

    private static async Task<List<string>> ResultsOfTermsAsync(string array, string pattern, SpfResult expected)
    {
        var wrong = new List<string>();
        foreach (var term in FixtureCases.Read("spf/terms.json", array).Select(t => t.GetString()!))
        {
            var check = await CheckAsync(JsonSerializer.SerializeToElement(new { records = new[] { string.Format(CultureInfo.InvariantCulture, pattern, term) } }));
            if (check.Result != expected)
            {
                wrong.Add($"{term}: {check.Result}: {check.Reason}");
            }
        }

        return wrong;
    }

    // Null for what is no field of the result; an explanation that is missing is the empty text, as JSON's null prints.
    private static string? Actual(SpfCheck check, string field) => field switch
    {
        "result" => check.Result.Word(),
        "explanation" => check.Explanation ?? string.Empty,
        "lookups" => check.Lookups.ToString(CultureInfo.InvariantCulture),
        "voidLookups" => check.VoidLookups.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    private static Task<SpfCheck> CheckAsync(JsonElement item)
    {
        var domain = SharedCases.Text(item, "domain") ?? "d.example";
        var records = item.GetProperty("records").EnumerateArray().Select(r => $"d.example. TXT {InQuotes(r)}");
        var zone = ZoneFileResolver.FromText(string.Join('\n', [World, .. records, .. SharedCases.Strings(item, "zone"), ""]));
        var sender = SharedCases.Text(item, "sender");
        var request = new SpfCheckRequest(IPAddress.Parse(SharedCases.Text(item, "ip") ?? "192.0.2.3"), domain, DateTimeOffset.UnixEpoch)
        {
            Sender = sender == "<>" ? string.Empty : sender ?? $"postmaster@{domain}",
            Helo = SharedCases.Text(item, "helo"),
        };
        return SpfEvaluator.CheckAsync(request, zone, TestContext.Current.CancellationToken);
    }

    // One string, or several of one record, each octet escaped that a master file would take otherwise.
    private static string InQuotes(JsonElement record)
    {
        var strings = record.ValueKind == JsonValueKind.String ? [record.GetString()!] : record.EnumerateArray().Select(s => s.GetString()!).ToArray();
        return string.Join(' ', strings.SelectMany(s => s.Length == 0 ? [s] : s.Chunk(255).Select(c => new string(c))).Select(s =>
            $"\"{string.Concat(s.Select(c => c is >= ' ' and <= '~' and not ('"' or '\\') ? c.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\{(int)c:000}")))}\""));
    }
}
