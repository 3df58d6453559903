using System.Net;
using System.Text.Json;
using Auditor.Core.Spf;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Spf;

/// <summary>Reads <c>../shared/data/spf/rfc7208-part.json</c>, a part of the openspf suite for RFC 7208.</summary>
public sealed class OpenSpfSuiteTests
{
    [Fact]
    public async Task The_published_suite_gives_the_results_that_it_allows()
    {
        using var suite = JsonDocument.Parse(await File.ReadAllTextAsync(SharedData.PathOf("spf/rfc7208-part.json"), TestContext.Current.CancellationToken));
        var count = 0;
        var wrong = new List<string>();
        foreach (var scenario in suite.RootElement.GetProperty("scenarios").EnumerateArray())
        {
            var zone = new OpenSpfZone(scenario.GetProperty("zone"));
            foreach (var test in scenario.GetProperty("tests").EnumerateArray())
            {
                count++;
                var check = await SpfEvaluator.CheckAsync(RequestOf(test), zone, TestContext.Current.CancellationToken);
                var allowed = test.GetProperty("results").EnumerateArray().Select(r => r.GetString()).ToList();
                var explanation = test.TryGetProperty("explanation", out var e) && e.GetString() != "DEFAULT" ? e.GetString() : null;
                if (!allowed.Contains(check.Result.Word()) || (explanation is not null && check.Explanation != explanation))
                {
                    wrong.Add($"{test.GetProperty("id")}: {check.Result.Word()} '{check.Explanation}', not {string.Join('|', allowed)} '{explanation}': {check.Reason}");
                }
            }
        }

        wrong.Should().BeEmpty();
        count.Should().Be(47);
    }

    private static SpfCheckRequest RequestOf(JsonElement test)
    {
        var sender = test.GetProperty("mailfrom").GetString()!;
        var helo = test.GetProperty("helo").GetString()!;
        var domain = sender.Length == 0 ? helo : sender[(sender.LastIndexOf('@') + 1)..];
        return new SpfCheckRequest(IPAddress.Parse(test.GetProperty("host").GetString()!), domain, DateTimeOffset.UnixEpoch)
        {
            Sender = sender,
            Helo = helo,
        };
    }
}
