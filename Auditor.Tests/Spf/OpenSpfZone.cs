using System.Text.Json;
using Auditor.Core.Dns;
using Auditor.Tests.Support;

namespace Auditor.Tests.Spf;

/// <summary>The zone of one scenario of the openspf suite, in its JSON form.</summary>
internal sealed class OpenSpfZone : IDnsResolver
{
    private readonly TestZone zone = new();
    private readonly HashSet<string> names = [];
    private readonly HashSet<string> timeouts = [];

    public OpenSpfZone(JsonElement scenario)
    {
        foreach (var owner in scenario.EnumerateObject())
        {
            names.Add(owner.Name.ToLowerInvariant());
            foreach (var record in owner.Value.EnumerateArray())
            {
                Add(owner.Name, record);
            }
        }
    }

    /// <inheritdoc />
    public async ValueTask<DnsOutcome> QueryAsync(DomainName name, DnsRecordType type, CancellationToken cancellationToken)
    {
        var outcome = await zone.QueryAsync(name, type, cancellationToken);
        if (outcome.Status == DnsStatus.Answer)
        {
            return outcome;
        }

        // What is not in the zone of such a name was never answered; "error." names that are absent are broken.
        return timeouts.Contains(name.Value) ? DnsOutcome.Without(name, type, DnsStatus.Timeout)
            : name.Value.StartsWith("error.", StringComparison.Ordinal) && !names.Contains(name.Value) ? DnsOutcome.Without(name, type, DnsStatus.ServerFailure)
            : outcome;
    }

    private void Add(string owner, JsonElement record)
    {
        switch (record.GetProperty("type").GetString())
        {
            case "TXT":
                zone.TxtStrings(owner, [.. record.GetProperty("strings").EnumerateArray().Select(s => s.GetString()!)]);
                break;
            case "A" or "AAAA":
                zone.A(owner, record.GetProperty("value").GetString()!);
                break;
            case "MX":
                zone.Mx(owner, record.GetProperty("preference").GetInt32(), record.GetProperty("exchange").GetString()!);
                break;
            case "PTR":
                zone.Ptr(owner, record.GetProperty("value").GetString()!);
                break;
            case "CNAME":
                zone.Cname(owner, record.GetProperty("value").GetString()!);
                break;
            case "*":
                timeouts.Add(owner.ToLowerInvariant());
                break;
            case "SPF":
                break;
            case var type:
                throw new InvalidOperationException($"The suite has a record type that this reader does not know: {type}.");
        }
    }
}
