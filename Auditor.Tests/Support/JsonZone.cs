using System.Text.Json;
using Auditor.Core.Dns;

namespace Auditor.Tests.Support;

/// <summary>Reads the zone of a shared test case: <c>{"name":{"A":[...],"MX":[[10,"x"]],"CNAME":"y"},"servfail":["name"]}</c>.</summary>
internal static class JsonZone
{
    public static TestZone Read(JsonElement zone)
    {
        var result = new TestZone();
        foreach (var owner in zone.EnumerateObject())
        {
            if (owner.Name == "servfail")
            {
                foreach (var name in owner.Value.EnumerateArray())
                {
                    result.Fails(name.GetString()!, DnsStatus.ServerFailure);
                }

                continue;
            }

            foreach (var set in owner.Value.EnumerateObject())
            {
                Add(result, owner.Name, set.Name, set.Value);
            }
        }

        return result;
    }

    private static void Add(TestZone zone, string owner, string type, JsonElement data)
    {
        switch (type)
        {
            case "A" or "AAAA":
                zone.A(owner, Texts(data));
                break;
            case "TXT":
                zone.Txt(owner, Texts(data));
                break;
            case "PTR":
                zone.Ptr(owner, Texts(data));
                break;
            case "CNAME":
                zone.Cname(owner, data.GetString()!);
                break;
            case "MX":
                foreach (var record in data.EnumerateArray())
                {
                    zone.Mx(owner, record[0].GetInt32(), record[1].GetString()!);
                }

                break;
            default:
                throw new InvalidOperationException($"The case has a record type that this reader does not know: {type}.");
        }
    }

    private static string[] Texts(JsonElement data) => [.. data.EnumerateArray().Select(e => e.GetString()!)];
}
