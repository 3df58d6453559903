using System.Text.Json;
using Auditor.Core.Transport;
using Auditor.Tests.Support;
using FluentAssertions;
using FluentAssertions.Execution;
using Xunit;

namespace Auditor.Tests.Transport;

/// <summary>Reads <c>../shared/data/mta-sts</c> and <c>../shared/data/tlsrpt</c>: the verdict fields of every case, and its problem codes where nobody disputes the case.</summary>
public sealed class TransportSharedCasesTests
{
    [Fact]
    public async Task Every_MTA_STS_record_gets_its_verdict()
    {
        var cases = await SharedCases.ReadAsync("mta-sts/txt-records.json");
        using var scope = new AssertionScope();
        foreach (var item in cases)
        {
            var record = MtaStsRecord.Read(SharedCases.Texts(item));
            (record.IsValid, record.PolicyId).Should().Be((item.GetProperty("valid").GetBoolean(), item.GetProperty("policyId").GetString()), "case {0}", item);
            Problems(item, record.Problems.Select(p => p.Code));
        }

        cases.Should().HaveCount(36);
    }

    [Fact]
    public async Task Every_TLS_RPT_record_gets_its_verdict()
    {
        var cases = await SharedCases.ReadAsync("tlsrpt/records.json");
        using var scope = new AssertionScope();
        foreach (var item in cases)
        {
            var record = TlsRptRecord.Read(SharedCases.Texts(item));
            record.IsValid.Should().Be(item.GetProperty("valid").GetBoolean(), "case {0}", item);
            record.Rua.Should().Equal(SharedCases.Strings(item, "rua"));
            Problems(item, record.Problems.Select(p => p.Code));
        }

        cases.Should().HaveCount(33);
    }

    [Fact]
    public async Task Every_MTA_STS_policy_gets_its_verdict()
    {
        var cases = await SharedCases.ReadAsync("mta-sts/policies.json");
        using var scope = new AssertionScope();
        foreach (var item in cases)
        {
            var policy = MtaStsPolicyParser.Parse(item.GetProperty("body").GetString()!);
            var isValid = policy.IsValid && Exchange(item).IsValid;
            isValid.Should().Be(item.GetProperty("valid").GetBoolean(), "case {0}", item);
            if (isValid)
            {
                policy.Mode.Should().Be(SharedCases.Text(item, "mode"));
                policy.Mx.Should().Equal(SharedCases.Strings(item, "mx"));
                policy.MaxAgeSeconds.Should().Be(item.GetProperty("max_age").GetInt32());
                Problems(item, policy.Problems.Concat(Exchange(item).Problems).Select(p => p.Code));
            }
        }

        cases.Should().HaveCount(64);
    }

    [Fact]
    public async Task Every_host_fits_its_pattern_or_not()
    {
        var cases = await SharedCases.ReadAsync("mta-sts/mx-match.json");
        using var scope = new AssertionScope();
        foreach (var item in cases)
        {
            MtaStsPolicy.Matches(item.GetProperty("mx").GetString()!, item.GetProperty("pattern").GetString()!)
                .Should().Be(item.GetProperty("matches").GetBoolean(), "case {0}", item);
        }

        cases.Should().HaveCount(19);
    }

    private static MtaStsExchange Exchange(JsonElement item) => item.TryGetProperty("fetch", out var fetch)
        ? new MtaStsExchange(fetch.GetProperty("status").GetInt32(), fetch.GetProperty("contentType").GetString(), fetch.GetProperty("tls").GetString() == "valid")
        : new MtaStsExchange(200, "text/plain", true);

    private static void Problems(JsonElement item, IEnumerable<string> found)
    {
        if (!item.TryGetProperty("disputed", out _))
        {
            SharedCases.Strings(item, "problems").Should().BeSubsetOf(found, "case {0}", item);
        }
    }
}
